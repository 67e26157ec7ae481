"""Packages as they run: read from a release's bytes, compiled once per process and hash, never pickled."""

import base64
import json
import uuid
from collections.abc import Mapping
from functools import lru_cache

from laufzettel.catalogue.models import Edition, Release
from laufzettel.kernel import package as packages
from laufzettel.kernel.package import Package


def pack(files: Mapping[str, bytes]) -> bytes:
    """The files of a package as one value; the same files give the same bytes."""
    return json.dumps({name: base64.b64encode(files[name]).decode() for name in sorted(files)}).encode()


def unpack(content: bytes) -> dict[str, bytes]:
    """The files of a package, as `pack` took them."""
    return {name: base64.b64decode(data) for name, data in json.loads(content).items()}


def of_edition(edition: Edition) -> Package:
    """What an edition runs."""
    return _compiled(edition.hash, str(edition.release_id))


def by_edition(edition_id: uuid.UUID) -> Package:
    """What the edition with this id runs; after the first time without a query."""
    return _compiled(*_known(edition_id))


@lru_cache(maxsize=1024)
def _known(edition_id: uuid.UUID) -> tuple[str, str]:
    """Hash and release of an edition: neither ever changes."""
    hash_, release_id = Edition.objects.values_list("hash", "release_id").get(id=edition_id)
    return hash_, str(release_id)


@lru_cache(maxsize=256)
def _compiled(hash_: str, release_id: str) -> Package:  # noqa: ARG001 - the hash is the key
    return packages.load(unpack(bytes(Release.objects.only("content").get(id=release_id).content)))
