"""Storing files. A name is kept as people wrote it, without path or control characters."""

import hashlib
import unicodedata

from laufzettel.core import encryption
from laufzettel.core.clock import now
from laufzettel.core.tenancy import current_tenant
from laufzettel.files import store
from laufzettel.files.models import StoredFile


def store_file(name: str, media_type: str, content: bytes, scan: StoredFile.Scan = StoredFile.Scan.OWN) -> StoredFile:
    """Encrypt and store `content` in the open tenant.

    The bytes are on the disk before the row is written: a row never points to nothing. Bytes whose transaction is
    rolled back are swept later.
    """
    key, wrapped = encryption.new_file_key()
    file = StoredFile(
        name=clean_name(name),
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).digest(),
        wrapped_key=wrapped,
        stored_at=now(),
        scan=scan,
    )
    store.write(current_tenant(), file.id, encryption.encrypt([content], key))
    file.save(force_insert=True)
    return file


def clean_name(name: str) -> str:
    """A file name without folders and control characters, at most 200 characters, never empty."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C").strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if dot and len(kept) > 200:
        kept = f"{stem[: 199 - len(ending[:20])]}.{ending[:20]}"
    return kept[:200] or "Datei"
