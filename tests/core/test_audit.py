"""The log names what was tampered with, also when it was done with the rights of the owner of the tables."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from tests.scenes import tenant

from laufzettel.core import audit
from laufzettel.core.actors import SYSTEM
from laufzettel.core.models import AuditBlock, AuditEntry
from laufzettel.core.tenancy import in_tenant

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def entries() -> list[AuditEntry]:
    """A fresh log of a tenant that has none yet, sealed and signed in two blocks."""
    with in_tenant(tenant("fulda").id):
        for number in range(3):
            audit.record(SYSTEM, "tried", payload={"number": number})
        audit.seal()
        audit.record(SYSTEM, "tried", payload={"number": 3}, reason="last")
        audit.seal()
        audit.sign()
        return list(AuditEntry.objects.order_by("id"))


def faults() -> list[audit.Fault]:
    with in_tenant(tenant("fulda").id):
        return list(audit.verify())


def test_a_whole_log_has_no_fault(entries: list[AuditEntry]) -> None:
    assert len(entries) == 4
    assert faults() == []


def test_blocks_are_chained_and_signed(entries: list[AuditEntry]) -> None:
    with in_tenant(tenant("fulda").id):
        first, second = AuditBlock.objects.order_by("number")

    assert bytes(second.previous) == bytes(first.hash)
    assert (first.signature, second.signature is not None) == (None, True)


def test_a_changed_payload_is_named(entries: list[AuditEntry]) -> None:
    with in_tenant(tenant("fulda").id):
        AuditEntry.objects.filter(id=entries[1].id).update(payload={"number": 100})

    assert [fault.entry for fault in faults()] == [entries[1].id]


def test_a_shredded_payload_leaves_the_chain_whole(entries: list[AuditEntry]) -> None:
    with in_tenant(tenant("fulda").id):
        AuditEntry.objects.filter(id=entries[1].id).update(payload=None, salt=None)

    assert faults() == []


def test_a_payload_put_back_after_shredding_is_named(entries: list[AuditEntry]) -> None:
    with in_tenant(tenant("fulda").id):
        AuditEntry.objects.filter(id=entries[1].id).update(payload={"number": 1}, salt=None)

    assert [fault.entry for fault in faults()] == [entries[1].id]


def test_an_entry_that_is_only_said_to_be_sealed_is_noticed(entries: list[AuditEntry]) -> None:
    with in_tenant(tenant("fulda").id):
        audit.record(SYSTEM, "tried")
        AuditEntry.objects.filter(is_sealed=False).update(is_sealed=True)

    assert [fault.sentence for fault in faults()] == ["1 Einträge gelten als versiegelt, stehen aber in keinem Block."]


def test_the_hash_covers_every_field_but_the_payload(entries: list[AuditEntry]) -> None:
    from datetime import timedelta

    entry = entries[3]
    before = audit.entry_hash(entry)
    changes = {
        "actor": {"kind": "staff", "id": None, "name": "x"},
        "action": "x",
        "object_kind": "x",
        "object_id": entry.id,
        "reason": "x",
        "commitment": b"x",
        "at": entry.at + timedelta(microseconds=1),
    }
    for field, value in changes.items():
        kept = getattr(entry, field)
        setattr(entry, field, value)
        assert audit.entry_hash(entry) != before, field
        setattr(entry, field, kept)


def test_the_command_names_the_entry_that_the_owner_changed(tmp_path: Path, database_folder: Path) -> None:
    from laufzettel.site.serve.testing import databases

    with databases(database_folder) as server:
        urls = server.create("lz_test_audit", _no_migration)
        env = os.environ | {"DATABASE_URL": urls.app, "DATABASE_OWNER_URL": urls.owner}
        verify = [sys.executable, "-m", "laufzettel.site.cli", "audit", "verify"]
        seal = [sys.executable, "-m", "laufzettel.site.cli", "manage", "shell", "-v0", "-c"]
        code = "from laufzettel.tenants.tasks import seal_audit, sign_audit; seal_audit(); sign_audit()"
        subprocess.run([*seal, code], env=env, check=True)
        whole = subprocess.run(verify, env=env, capture_output=True, text=True, check=False)
        with psycopg.connect(urls.owner, autocommit=True) as owner:
            row = owner.execute(
                "UPDATE lz_core_auditentry SET reason = 'nie' WHERE action = 'setting-changed' "
                "AND id = (SELECT min(id::text)::uuid FROM lz_core_auditentry WHERE action = 'setting-changed') RETURNING id"
            ).fetchone()
        broken = subprocess.run(verify, env=env, capture_output=True, text=True, check=False)
        server.drop("lz_test_audit")

    assert (whole.returncode, whole.stdout) == (0, "Alle Protokolle sind unverändert.\n")
    assert row is not None
    assert broken.returncode == 1
    assert f"Eintrag {row[0]} (setting-changed) wurde verändert." in broken.stdout


def _no_migration(_: object) -> None:
    raise AssertionError("the template is there already")
