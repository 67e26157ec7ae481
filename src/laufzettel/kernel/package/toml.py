"""TOML with the line of every key, because a finding names its line and `tomllib` tells none."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from laufzettel.kernel.problems import NO_TEXT, Finding, Place, ProgramError, Severity, Text

type Path = tuple[str | int, ...]

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_TABLE = re.compile(rf"\s*\[\s*({_DOTTED})\s*\]")
_ARRAY = re.compile(rf"\s*\[\[\s*({_DOTTED})\s*\]\]")
_PAIR = re.compile(rf"\s*({_DOTTED})\s*=\s*(.*)")
_SYNTAX = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML file: its data, and the line of each key by its path."""

    file: str
    data: dict[str, Any]
    lines: Mapping[Path, int]

    def place(self, path: Path) -> Place:
        """Where the value at `path` stands; what has no line of its own stands where its parent does."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        return Place(self.file, element=".".join(map(str, path)), line=self.lines.get(known, 1))

    def finding(
        self, path: Path, code: str, message: Text, hint: Text = NO_TEXT, *, severity: Severity = "error"
    ) -> Finding:
        """A finding about the value at `path`."""
        return Finding(code, message, self.place(path), severity, hint)


def read(data: bytes, file: str) -> Document:
    """Read a TOML file; raises ProgramError with line and column when it is none."""
    text = data.decode()
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = _SYNTAX.search(str(error))
        line, column = (int(match[1]), int(match[2])) if match and match[1] else (text.count("\n") + 1, 0)
        reason = _SYNTAX.sub("", str(error)).strip()
        message = Text(f"Das ist kein TOML: {reason}.", f"This is not TOML: {reason}.")
        raise ProgramError([Finding("toml-syntax", message, Place(file, line=line, column=column))]) from error
    except RecursionError as error:
        message = Text("Die Datei ist zu tief geschachtelt.", "The file is nested too deeply.")
        raise ProgramError([Finding("toml-syntax", message, Place(file))]) from error
    return Document(file, content, dict(_lines(text)))


def _lines(text: str) -> Iterator[tuple[Path, int]]:
    prefix: Path = ()
    counts: dict[Path, int] = {}
    closing = ""
    for number, line in enumerate(text.split("\n"), 1):
        if closing:
            closing = "" if closing in line else closing
            continue
        if match := _ARRAY.match(line):
            name = _parts(match[1])
            index = counts[name] = counts.get(name, -1) + 1
            prefix = (*name, index)
            yield prefix, number
        elif match := _TABLE.match(line):
            prefix = _inside_last(_parts(match[1]), counts)
            yield prefix, number
        elif match := _PAIR.match(line):
            yield (*prefix, *_parts(match[1])), number
            closing = next((q for q in ('"""', "'''") if match[2].startswith(q) and match[2].count(q) == 1), "")


def _inside_last(name: Path, counts: Mapping[Path, int]) -> Path:
    """`[by_law.values]` after `[[by_law]]` belongs to the last of them."""
    for length in range(len(name), 0, -1):
        if name[:length] in counts:
            return (*name[:length], counts[name[:length]], *name[length:])
    return name


def _parts(dotted: str) -> Path:
    found = re.findall(_KEY, dotted)
    return tuple(key if key[0] not in "\"'" else next(iter(tomllib.loads(f"{key} = 0"))) for key in found)
