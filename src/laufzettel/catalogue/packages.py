"""Packages as they run: read from a release's bytes, compiled once per process and hash, never pickled."""

import base64
import json
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


@lru_cache(maxsize=256)
def _compiled(hash_: str, release_id: str) -> Package:  # noqa: ARG001 - the hash is the key
    return packages.load(unpack(bytes(Release.objects.only("content").get(id=release_id).content)))
