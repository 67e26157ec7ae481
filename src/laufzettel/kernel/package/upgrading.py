"""Older formats of packages, brought to the newest one: step by step, in memory or in the folder.

A release is bytes that never change, and cases run on it for years. So every format that was ever released is read for
ever: `load` brings its files to the newest format before it reads them; the hash stays that of the files as given.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from laufzettel.kernel.package.format import FORMAT
from laufzettel.kernel.problems import Finding, Place, ProgramError, Text

type Files = Mapping[str, bytes]

_VERSION = re.compile(r"(?m)^(\s*format\s*=\s*)\d+")


@dataclass(frozen=True, slots=True)
class Step:
    """From one format to the next: what it does in words, and how. The version in service.toml is set afterwards."""

    says: Text
    change: Callable[[Files], dict[str, bytes]]


STEPS: Mapping[int, Step] = {}
"""By the format they begin with. Empty: there has been one format so far."""


def format_of(files: Files) -> int | None:
    """The format that service.toml names; None when it names none or cannot be read."""
    try:
        found = tomllib.loads(files["service.toml"].decode())["service"]["format"]
    except (KeyError, TypeError, ValueError):
        return None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def upgraded(files: Files, *, steps: Mapping[int, Step] = STEPS, newest: int = FORMAT) -> dict[str, bytes]:
    """The files in the newest format; as they are when they have it, or when their format is not known.

    Raises ProgramError for a format that is newer than this program.
    """
    version, found = format_of(files), dict(files)
    if version is not None and version > newest:
        raise ProgramError([_newer(files, version, newest)])
    while version is not None and version < newest and version in steps:
        found = steps[version].change(found)
        version += 1
        found["service.toml"] = _VERSION.sub(rf"\g<1>{version}", found["service.toml"].decode(), count=1).encode()
    return found


def taken(files: Files, *, steps: Mapping[int, Step] = STEPS, newest: int = FORMAT) -> list[Text]:
    """What `upgraded` would do, in words; nothing when the files have the newest format."""
    version = format_of(files)
    return [] if version is None else [steps[at].says for at in range(version, newest) if at in steps]


def _newer(files: Files, version: int, newest: int) -> Finding:
    text = files["service.toml"].decode()
    match = _VERSION.search(text)
    line = text.count("\n", 0, match.start(1)) + 1 if match else 1
    message = Text(
        f"Das Paket hat das Format {version}; dieses Programm kennt es bis {newest}.",
        f"The package has format {version}; this program knows up to {newest}.",
    )
    hint = Text("Nehmen Sie eine neuere Version von Laufzettel.", "Take a newer version of Laufzettel.")
    return Finding("package-format-newer", message, Place("service.toml", "service.format", line), hint=hint)
