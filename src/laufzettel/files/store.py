"""Where the bytes lie: a folder or a bucket, one object a file, under the tenant's prefix. Objects are written once.

What is put down here is encrypted already: neither disk nor store ever sees what a file holds.
"""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Protocol

from django.conf import settings

from laufzettel.files.address import BucketAddress


class Missing(Exception):
    """The object is not in the store."""


class Unavailable(Exception):
    """The store does not answer, or refuses: nothing was written, or nothing can be read for now."""


class Place(Protocol):
    """What can hold objects."""

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Put an object down, lasting and whole before this returns; one of this name is replaced whole."""

    def read(self, name: str) -> Iterator[bytes]:
        """The object's bytes in pieces; raises `Missing` at once, not at the first piece."""

    def delete(self, name: str) -> None:
        """Remove an object, if it is there."""

    def names(self, prefix: str = "", before: float | None = None) -> Iterator[str]:
        """Names under a prefix, of objects written before a moment (seconds since 1970)."""

    def size(self, name: str) -> int | None:
        """Its bytes, or None where there is no such object."""


def write(tenant: uuid.UUID, object_id: uuid.UUID, chunks: Iterable[bytes]) -> None:
    """Put an object down, lasting and whole before this returns; an object of this id is replaced whole."""
    place().write(name_of(tenant, object_id), chunks)


def read(tenant: uuid.UUID, object_id: uuid.UUID) -> Iterator[bytes]:
    """The object's bytes in pieces; raises `Missing` or `Unavailable`."""
    return place().read(name_of(tenant, object_id))


def delete(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """Remove an object, if it is there."""
    place().delete(name_of(tenant, object_id))


def delete_old(tenant: uuid.UUID, before: float, known: set[uuid.UUID]) -> None:
    """Remove a tenant's objects that are not `known` and were written before a moment, unfinished ones too."""
    there = place()
    for name in there.names(tenant.hex, before):
        with suppress(ValueError):  # not one of ours
            if uuid.UUID(name.rpartition("/")[2][:32]) not in known:
                there.delete(name)


def place() -> Place:
    """The bucket of `LAUFZETTEL_FILES`, else the folder `files` beside the database."""
    if settings.CONFIGURATION.bucket is not None:
        return bucket_at(settings.CONFIGURATION.bucket)
    return folder()


def folder() -> Place:
    """The folder `files` beside the database."""
    from laufzettel.files.folder import Folder

    return Folder(settings.CONFIGURATION.data / "files")


@lru_cache(maxsize=4)
def bucket_at(address: BucketAddress) -> Place:
    """A bucket; its connections are kept."""
    from laufzettel.files.bucket import Bucket

    return Bucket(address)


def name_of(tenant: uuid.UUID, object_id: uuid.UUID) -> str:
    """What an object is called in the store."""
    return f"{tenant.hex}/{object_id.hex[-2:]}/{object_id.hex}"
