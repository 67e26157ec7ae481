"""Reading stored files."""

import hashlib
import uuid

from laufzettel.core import encryption
from laufzettel.files import store
from laufzettel.files.models import StoredFile


def by_id(file_id: uuid.UUID) -> StoredFile | None:
    """A file of the open tenant."""
    return StoredFile.objects.filter(id=file_id).first()


class Locked(Exception):
    """The file is not scanned yet, or infected: nobody may open it."""


def content(file: StoredFile) -> bytes:
    """The bytes of a file of the open tenant, checked; raises `Locked`, `encryption.Damaged` or `store.Missing`."""
    if file.is_locked:
        raise Locked(file.scan)
    return locked_content(file)


def locked_content(file: StoredFile) -> bytes:
    """The same for the scanner, which has to read what nobody else may."""
    key = encryption.unwrap_file_key(bytes(file.wrapped_key))
    data = b"".join(encryption.decrypt(store.read(file.tenant_id, file.id), key))
    if hashlib.sha256(data).digest() != bytes(file.sha256):
        raise encryption.Damaged(str(file.id))
    return data
