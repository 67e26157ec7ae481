"""Reading stored files."""

import hashlib
import uuid

from laufzettel.core import encryption
from laufzettel.files import store
from laufzettel.files.models import StoredFile


def by_id(file_id: uuid.UUID) -> StoredFile | None:
    """A file of the open tenant."""
    return StoredFile.objects.filter(id=file_id).first()


def content(file: StoredFile) -> bytes:
    """The bytes of a file of the open tenant, checked; raises `encryption.Damaged` or `store.Missing`."""
    key = encryption.unwrap_file_key(bytes(file.wrapped_key))
    data = b"".join(encryption.decrypt(store.read(file.tenant_id, file.id), key))
    if hashlib.sha256(data).digest() != bytes(file.sha256):
        raise encryption.Damaged(str(file.id))
    return data
