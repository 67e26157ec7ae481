"""What is wrong with a model, said so that its author can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


class Text(str):
    """A sentence for people, in German, with its English beside it: `Text("Es fehlt …", "… is missing")`.

    The kernel knows no gettext catalogue; both languages stand where the sentence is made. A `Text` is the German
    `str`; `in_language("en")` gives the other.
    """

    en: str

    def __new__(cls, de: str, en: str) -> "Text":
        text = super().__new__(cls, de)
        text.en = en
        return text

    def in_language(self, language: str) -> str:
        """The sentence in `language`, a language tag such as `de` or `en-GB`; German unless it is English."""
        return self.en if language.startswith("en") else str(self)


NO_TEXT = Text("", "")


def joined(texts: Iterable[Text], separator: str = ", ") -> Text:
    """The texts that say something, one after the other, in both languages."""
    said = [text for text in texts if text]
    return Text(separator.join(said), separator.join(text.en for text in said))


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands.

    `file` is relative to the package, `element` an id in it (form component, BPMN element, DMN cell, TOML key),
    `line` and `column` count from 1; 0 means unknown.
    """

    file: str = ""
    element: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        where = self.file
        if self.line:
            where += f":{self.line}" + (f":{self.column}" if self.column else "")
        return f"{where} ({self.element})" if self.element and where else where or self.element


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: what (`message`), where, and how to mend it (`hint`).

    `code` is a stable kebab-case name of the kind of finding, such as `feel-unknown-name`.
    Texts are in German and English.
    """

    code: str
    message: Text
    place: Place = Place()
    severity: Severity = "error"
    hint: Text = NO_TEXT

    def __str__(self) -> str:
        return self.in_language("de")

    def in_language(self, language: str) -> str:
        """Place, message and hint on one line."""
        place, hint = str(self.place), self.hint.in_language(language)
        text = (f"{place}: " if place else "") + self.message.in_language(language)
        return f"{text} ({hint})" if hint else text


class ProgramError(Exception):
    """A model cannot be used. Raised by every reader and compiler of the kernel, with all its findings."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))
