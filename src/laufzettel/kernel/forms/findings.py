"""Collecting what is wrong with a form, each with its component and line."""

import difflib
import re
from collections.abc import Iterable

from laufzettel.kernel.forms.schema import Keys
from laufzettel.kernel.problems import NO_TEXT, Finding, Place, ProgramError, Severity, Text

_GERMAN = {
    str: ("ein Text", "a text"),
    bool: ("true oder false", "true or false"),
    int: ("eine ganze Zahl", "a whole number"),
    float: ("eine Zahl", "a number"),
    dict: ("ein Objekt", "an object"),
    list: ("eine Liste", "a list"),
    type(None): ("null", "null"),
}


class Findings:
    """Grows while a form is read; `raise_if_any` ends the reading."""

    def __init__(self, file: str, source: str) -> None:
        self.file = file
        self.found: list[Finding] = []
        self._lines = {
            match[1]: source.count("\n", 0, match.start()) + 1
            for match in re.finditer(r'"id"\s*:\s*"([^"\\]*)"', source)
        }

    def line(self, element: str) -> int:
        """The line on which the component's id stands; 0 when it is not known."""
        return self._lines.get(element, 0)

    def add(self, code: str, element: str, message: Text, hint: Text = NO_TEXT, severity: Severity = "error") -> None:
        """One finding at a component."""
        place = Place(self.file, element, self.line(element))
        self.found.append(Finding(f"form-{code}", message, place, severity, hint))

    def add_all(self, element: str, attribute: str, error: ProgramError) -> None:
        """What FEEL found in an expression, at the component that carries it."""
        for finding in error.findings:
            place = Place(self.file, f"{element}.{attribute}", self.line(element))
            self.found.append(Finding(finding.code, finding.message, place, finding.severity, finding.hint))

    @property
    def errors(self) -> list[Finding]:
        """The findings that keep the form from being used."""
        return [finding for finding in self.found if finding.severity == "error"]

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that do not."""
        return tuple(finding for finding in self.found if finding.severity == "warning")

    def raise_if_any(self) -> None:
        """ProgramError with everything found, when there is an error among it."""
        if self.errors:
            raise ProgramError(self.found)

    def check_keys(self, data: dict[str, object], keys: Keys, element: str, where: str = "") -> None:
        """Every key of `data` is in `keys` and has its type."""
        for key, value in data.items():
            name = f"{where}{key}"
            if key not in keys:
                self.unknown_key(name, key, keys, element)
            elif not fits(value, keys[key]):
                self.wrong_type(name, keys[key], element)

    def unknown_key(self, name: str, key: str, known: Iterable[str], element: str) -> None:
        """A key that the format does not know, with the nearest that it does."""
        near = difflib.get_close_matches(key, list(known), 1)
        hint = Text(f"Meinten Sie „{near[0]}“?", f"Did you mean “{near[0]}”?") if near else NO_TEXT
        self.add(
            "unknown-key",
            element,
            Text(f"„{name}“ ist hier nicht bekannt.", f"“{name}” is not known here."),
            hint,
        )

    def wrong_type(self, name: str, wanted: tuple[type, ...], element: str) -> None:
        """A value of another JSON type than the format has there."""
        german = " oder ".join(_GERMAN[kind][0] for kind in wanted)
        english = " or ".join(_GERMAN[kind][1] for kind in wanted)
        message = Text(f"In „{name}“ muss {german} stehen.", f"“{name}” must be {english}.")
        self.add("wrong-type", element, message)


def fits(value: object, wanted: tuple[type, ...]) -> bool:
    """JSON types: true is no number."""
    if isinstance(value, bool):
        return bool in wanted
    return isinstance(value, wanted)
