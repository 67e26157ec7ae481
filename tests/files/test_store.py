"""Stored files: encrypted, whole or refused, and nothing left behind."""

import os
import time
import uuid
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap
from django.conf import settings
from tests.scenes import tenant

from laufzettel.core import encryption
from laufzettel.core.ids import new_id
from laufzettel.core.tenancy import in_tenant
from laufzettel.files import queries, store, tasks
from laufzettel.files.actions import clean_name, store_file
from laufzettel.files.models import StoredFile

pytestmark = pytest.mark.django_db
KEY = bytes(range(32))


def path_of(file: StoredFile) -> Path:
    return path_to(file.tenant_id, file.id)


def path_to(tenant_id: uuid.UUID, object_id: uuid.UUID) -> Path:
    return settings.CONFIGURATION.data / "files" / store.name_of(tenant_id, object_id)


@pytest.mark.parametrize(
    "size", [0, 1, encryption.CHUNK - 1, encryption.CHUNK, encryption.CHUNK + 1, 3 * encryption.CHUNK]
)
def test_what_is_encrypted_comes_back(size: int) -> None:
    content = os.urandom(size)
    pieces = [content[start : start + 100_000] for start in range(0, size, 100_000)]

    sealed = b"".join(encryption.encrypt(pieces, KEY))

    assert b"".join(encryption.decrypt([sealed], KEY)) == content
    assert size < 64 or content[:64] not in sealed


def test_chunks_cannot_be_swapped_dropped_or_cut() -> None:
    sealed = list(encryption.encrypt([os.urandom(3 * encryption.CHUNK)], KEY))
    for broken in ([sealed[1], sealed[0], sealed[2]], sealed[:2], [sealed[0], sealed[2]], [*sealed, sealed[2]]):
        with pytest.raises(encryption.Damaged):
            b"".join(encryption.decrypt(broken, KEY))


def test_a_stored_file_is_not_readable_on_the_disk_and_checked_when_read() -> None:
    with in_tenant(tenant("herborn").id):
        file = store_file("Antrag.pdf", "application/pdf", b"Zo\xc3\xab" * 1000)

        assert queries.content(file) == b"Zo\xc3\xab" * 1000
        with open(path_of(file), "r+b") as raw:
            assert b"Zo\xc3\xab" not in raw.read()
            raw.seek(10)
            flipped = raw.read(1)[0] ^ 1
            raw.seek(10)
            raw.write(bytes([flipped]))
        with pytest.raises(encryption.Damaged):
            queries.content(file)


def test_another_tenants_key_opens_nothing() -> None:
    with in_tenant(tenant("herborn").id):
        file = store_file("a.txt", "text/plain", b"a")
    with in_tenant(tenant("viernheim").id), pytest.raises(InvalidUnwrap):
        encryption.unwrap_file_key(bytes(file.wrapped_key))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../x", "x"),
        ("C:\\Users\\a\\b.pdf", "b.pdf"),
        ("a\x00b\u202ec.pdf", "abc.pdf"),
        ("", "Datei"),
        ("..", "Datei"),
        ("Ş" * 300 + ".pdf", "Ş" * 196 + ".pdf"),
    ],
)
def test_names_lose_folders_and_control_characters(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_bytes_that_no_row_names_are_swept_after_a_day() -> None:
    town = tenant("herborn")
    with in_tenant(town.id):
        file = store_file("a.txt", "text/plain", b"a")
    orphan, fresh = new_id(), new_id()
    store.write(town.id, orphan, [b"x"])
    store.write(town.id, fresh, [b"x"])
    for object_id in (orphan, file.id):
        os.utime(path_to(town.id, object_id), (0, time.time() - 2 * tasks.DAY))

    tasks.sweep()

    found = {object_id for object_id in (orphan, fresh, file.id) if path_to(town.id, object_id).exists()}
    assert found == {fresh, file.id}
    assert settings.CONFIGURATION.data.exists()
