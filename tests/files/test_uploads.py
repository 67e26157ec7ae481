"""Uploads: kept for their owner, locked until a scanner has found nothing, gone when their time is over."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from tests.files.clamd import EICAR
from tests.files.scene import pdf
from tests.scenes import tenant

from laufzettel.core.actors import CITIZEN
from laufzettel.core.clock import now
from laufzettel.core.ids import new_id
from laufzettel.core.models import AuditEntry
from laufzettel.core.tenancy import in_tenant
from laufzettel.files import queries, scanner, tasks, uploads
from laufzettel.files.inspection import Refused
from laufzettel.files.models import StoredFile, Upload

pytestmark = pytest.mark.django_db
PDF = ("application/pdf",)
OWNER = new_id()


def use(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, scanner=address))


@pytest.fixture
def herborn() -> Iterator[Any]:
    found = tenant("herborn")
    with in_tenant(found.id):
        yield found


def take(content: bytes, name: str = "Nachweis.pdf") -> StoredFile:
    return uploads.take(CITIZEN, OWNER, now() + timedelta(days=30), name, content, PDF)


def scanned(file: StoredFile) -> str:
    tasks.scan(file.tenant_id, file.id)
    file.refresh_from_db()
    return file.scan


def test_a_clean_file_opens_after_its_scan(herborn: Any, scanner_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    use(scanner_address, monkeypatch)
    file = take(pdf())

    with pytest.raises(queries.Locked):
        queries.content(file)
    assert scanned(file) == "clean"
    assert queries.content(file) == pdf()


def test_eicar_is_found_and_stays_locked(herborn: Any, scanner_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    use(scanner_address, monkeypatch)
    file = take(pdf(EICAR))

    assert scanned(file) == "infected"
    with pytest.raises(queries.Locked):
        queries.content(file)
    assert AuditEntry.objects.filter(action="file-infected", object_id=file.id).count() == 1


@pytest.mark.parametrize("address", ["", "clamd:///nowhere/clamd.sock", "clamd://127.0.0.1:1"])
def test_without_an_answer_of_the_scanner_the_file_stays_locked(
    herborn: Any, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(address, monkeypatch)
    file = take(pdf())

    with pytest.raises(scanner.Unreachable):
        tasks.scan(file.tenant_id, file.id)
    with pytest.raises(queries.Locked):
        queries.content(file)


def test_an_operator_can_say_that_there_is_no_scanner(herborn: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    use("none", monkeypatch)

    file = take(pdf())

    assert file.scan == "without"
    assert queries.content(file) == pdf()


def test_the_same_file_again_is_the_one_there_is(herborn: Any) -> None:
    assert take(pdf()).id == take(pdf(), "anders.pdf").id


def test_what_is_refused_leaves_nothing(herborn: Any) -> None:
    before = StoredFile.objects.count()

    with pytest.raises(Refused):
        take(b"MZ\x90")

    assert (StoredFile.objects.count(), Upload.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../x", "x.pdf"),
        ("..\\..\\Bescheid.PDF", "Bescheid.PDF"),
        ("Foto.jpg", "Foto.pdf"),
        ("rechnung.pdf.exe", "rechnung.pdf.exe.pdf"),
        ("harmlos\u202efdp.exe", "harmlosfdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("", "Datei.pdf"),
    ],
)
def test_a_name_has_no_folders_no_tricks_and_the_right_ending(given: str, kept: str) -> None:
    assert uploads.named(given, "application/pdf") == kept


def test_one_owner_cannot_fill_the_disk(herborn: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST", 2)
    take(pdf(b"1"))
    take(pdf(b"2"))

    with pytest.raises(Refused) as refused:
        take(pdf(b"3"))
    assert refused.value.code == "file-much"


def test_what_is_not_handed_over_is_deleted(herborn: Any) -> None:
    kept, gone = take(pdf(b"1")), take(pdf(b"2"))

    uploads.hand_over(OWNER, {str(kept.id)})

    assert uploads.of_owner(OWNER) == []
    assert set(StoredFile.objects.filter(id__in=[kept.id, gone.id])) == {kept}


def test_uploads_go_when_their_time_is_over(herborn: Any) -> None:
    file = take(pdf())
    Upload.objects.update(expires_at=now() - timedelta(minutes=1))

    uploads.delete_expired()

    assert not StoredFile.objects.filter(id=file.id).exists()


def test_another_town_sees_none_of_it() -> None:
    with in_tenant(tenant("herborn").id):
        file = take(pdf())

    with in_tenant(tenant("frankenberg-eder").id):
        assert uploads.of_owner(OWNER) == []
        assert queries.by_id(file.id) is None
