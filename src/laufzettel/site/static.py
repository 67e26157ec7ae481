"""Static files with a version in their address, so that browsers may keep them and still see a new release at once."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.storage import StaticFilesStorage

import laufzettel.ui

BUILT = Path(laufzettel.ui.__file__).parent / "static"


class VersionedFiles(StaticFilesStorage):
    """Adds `?v=` with a hash of everything that is served."""

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        """The address of a file; fonts stay without a version, since stylesheets name them without."""
        address = super().url(name, *args, **kwargs)
        return address if address.endswith(".woff2") else f"{address}?v={version()}"


@lru_cache(maxsize=1)
def version() -> str:
    """Eight characters that change whenever a style, script or picture does."""
    digest = hashlib.sha256()
    for path in sorted(BUILT.rglob("*.*")):
        if path.suffix in (".css", ".js", ".svg"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
