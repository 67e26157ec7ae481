"""Objects in a folder of this machine: one file each, on the disk and whole before a write returns."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from laufzettel.files.store import Missing

PIECE = 256 * 1024


class Folder:
    """The folder `root`; an object's name is its path in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Put an object down; one of this name is replaced whole."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"{path.name}.{os.getpid()}.new")
        with unfinished.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
        _sync_folder(path.parent)

    def read(self, name: str) -> Iterator[bytes]:
        """The object's bytes in pieces; raises `Missing` at once, not at the first piece."""
        try:
            file = (self.root / name).open("rb")
        except FileNotFoundError:
            raise Missing(name) from None
        return _pieces(file)

    def delete(self, name: str) -> None:
        """Remove an object, if it is there."""
        (self.root / name).unlink(missing_ok=True)

    def names(self, prefix: str = "", before: float | None = None) -> Iterator[str]:
        """Names under a prefix, of objects written before a moment (seconds since 1970); unfinished ones too."""
        for path in (self.root / prefix).rglob("*"):
            if path.is_file() and (before is None or path.stat().st_mtime < before):
                yield path.relative_to(self.root).as_posix()

    def size(self, name: str) -> int | None:
        """Its bytes, or None where there is no such object."""
        try:
            return (self.root / name).stat().st_size
        except FileNotFoundError:
            return None


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
