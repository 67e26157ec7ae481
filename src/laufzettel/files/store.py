"""Where the bytes lie: a folder, one file per object, under the tenant's prefix. Objects are written once."""

import os
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings


class Missing(Exception):
    """The object is not in the store."""


def write(tenant: uuid.UUID, object_id: uuid.UUID, chunks: Iterable[bytes]) -> None:
    """Put an object down, on the disk and whole before this returns; an object of this id is replaced whole."""
    path = _path(tenant, object_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.new")
    with unfinished.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
    _sync_folder(path.parent)


def read(tenant: uuid.UUID, object_id: uuid.UUID) -> Iterator[bytes]:
    """The object's bytes in pieces; raises `Missing` at once, not at the first piece."""
    try:
        file = _path(tenant, object_id).open("rb")
    except FileNotFoundError:
        raise Missing(str(object_id)) from None
    return _pieces(file)


def delete(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """Remove an object, if it is there."""
    _path(tenant, object_id).unlink(missing_ok=True)


def old_objects(tenant: uuid.UUID, before: float) -> Iterator[uuid.UUID]:
    """Ids of a tenant's objects written before a moment (seconds since 1970), unfinished ones too."""
    root: Path = settings.CONFIGURATION.data / "files" / tenant.hex
    for path in root.glob("*/*"):
        if path.stat().st_mtime < before:
            yield uuid.UUID(path.name[:32])


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(256 * 1024):
            yield piece


def _path(tenant: uuid.UUID, object_id: uuid.UUID) -> Path:
    root: Path = settings.CONFIGURATION.data / "files"
    return root / tenant.hex / object_id.hex[-2:] / object_id.hex


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
