"""Adding and removing entries of a repeatable group by plain buttons, on what the browser posted.

A group `kinder` posts its number of entries as `kinder#`. The button "add" posts `lz-add=kinder`, the button "remove"
`lz-remove=kinder.1`. A file field `nachweis` posts the ids of its files; its buttons are `lz-upload=nachweis` and
`lz-drop=nachweis:<id>`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

COUNT = "#"
ADD, REMOVE = "lz-add", "lz-remove"
UPLOAD, DROP = "lz-upload", "lz-drop"


@dataclass(frozen=True, slots=True)
class Rearranged:
    """What was posted after the button's work; `action` is `added`, `removed`, `uploaded`, `dropped` or empty."""

    raw: Mapping[str, Sequence[str]]
    action: str = ""
    path: str = ""


def entry_count(raw: Mapping[str, Sequence[str]], name: str) -> int | None:
    """How many entries were posted; None when the group was not on the page."""
    given = raw.get(name + COUNT)
    if given and given[-1].isdecimal() and len(given[-1]) <= 4:
        return int(given[-1])
    pattern = re.compile(re.escape(name) + r"\.(\d{1,4})\.")
    found = [int(match[1]) for match in map(pattern.match, raw) if match]
    return max(found) + 1 if found else None


def rearranged(raw: Mapping[str, Sequence[str]]) -> Rearranged:
    """Do what the pressed button says."""
    for name in raw.get(ADD, ())[:1]:
        count = entry_count(raw, name) or 0
        return Rearranged({**raw, name + COUNT: [str(count + 1)], ADD: []}, "added", f"{name}.{count}")
    for entry in raw.get(REMOVE, ())[:1]:
        name, _, index = entry.rpartition(".")
        if name and index.isdecimal():
            return Rearranged(_without(raw, name, int(index)), "removed", name)
    for name in raw.get(UPLOAD, ())[:1]:
        return Rearranged({**raw, UPLOAD: []}, "uploaded", name)
    for file in raw.get(DROP, ())[:1]:
        name, _, gone = file.rpartition(":")
        kept = [one for one in raw.get(name, ()) if one != gone]
        return Rearranged({**raw, name: kept, DROP: []}, "dropped", name)
    return Rearranged(raw)


def _without(raw: Mapping[str, Sequence[str]], name: str, gone: int) -> dict[str, Sequence[str]]:
    """Take an entry out and move the later ones up."""
    pattern = re.compile(re.escape(name) + r"\.(\d{1,4})([.#].*)?")

    def moved(key: str) -> str | None:
        match = pattern.fullmatch(key)
        if not match or int(match[1]) < gone:
            return key
        return None if int(match[1]) == gone else f"{name}.{int(match[1]) - 1}{match[2] or ''}"

    result: dict[str, Sequence[str]] = {}
    for key, values in raw.items():
        new = moved(key)
        if new is not None:
            result[new] = values
    if "lz-asked" in raw:
        names = [name for text in raw["lz-asked"] for name in text.split()]
        result["lz-asked"] = [" ".join(new for new in map(moved, names) if new is not None)]
    count = entry_count(raw, name) or 0
    return result | {name + COUNT: [str(max(count - 1, 0))], REMOVE: []}
