"""All texts of a package that people read, by the key under which they are translated: `file#element.attribute`."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from laufzettel.kernel.dmn.model import Table
from laufzettel.kernel.package.model import Package, RecordEvent
from laufzettel.kernel.problems import Place

type Reader = Literal["citizen", "office"]

_PLACEHOLDER = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_BLOCK_TAG = re.compile(r"\{\{[#/].*?\}\}\n?", re.DOTALL)
_SENTENCE = re.compile(r'"([^"\\]* [^"\\]*\.)"')
_BLOCK_ID = re.compile(r"[ \t]*\{#[^}]*\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """One text: its key, the German, where it stands, and who reads it."""

    key: str
    german: str
    place: Place
    reader: Reader

    @property
    def plain(self) -> str:
        """The words alone: without placeholders and Markdown."""
        return plain_words(self.german)


def wordings(package: Package) -> Iterator[Wording]:
    """Every text that is translated: service.toml, forms, what hinders a run."""
    yield from _of_service(package)
    yield from hindrances(package)
    for name, form in package.forms.items():
        file = f"{name}.form"
        lines = lines_of_ids(package.files[file])
        reader: Reader = "citizen" if name == package.start_form else "office"
        for key, german in form.texts.items():
            element = key.split(".")[0]
            yield Wording(f"{file}#{key}", german, Place(file, key, lines.get(element, 0)), reader)


def _of_service(package: Package) -> Iterator[Wording]:
    document = package.documents["service.toml"]

    def wording(path: tuple[str, ...], german: str, reader: Reader) -> Wording:
        return Wording(f"service.toml#{'.'.join(path)}", german, document.place(path), reader)

    yield wording(("service", "title"), package.service.title, "citizen")
    for key, text in package.module_texts.items():
        yield wording(("texts", key), text, "citizen")
    yield wording(("privacy", "purpose"), package.privacy.purpose, "citizen")
    for number, recipient in enumerate(package.privacy.recipients):
        yield wording(("privacy", "recipients", str(number)), recipient, "citizen")
    if package.fee is not None and package.fee.norm:
        yield wording(("fee", "norm"), package.fee.norm, "citizen")
    for key, setting in package.settings.items():
        yield wording(("settings", key, "label"), setting.label, "office")
        if setting.help:
            yield wording(("settings", key, "help"), setting.help, "office")
    events: dict[tuple[str, ...], RecordEvent] = {("event", key): event for key, event in package.events.items()}
    for name, register in package.registers.items():
        yield wording(("register", name, "title"), register.title, "office")
        events |= {("register", name, "end", key): event for key, event in register.ends.items()}
    for name, run in package.runs.items():
        yield wording(("run", name, "title"), run.title, "office")
        if run.help:
            yield wording(("run", name, "help"), run.help, "office")
    for path, event in events.items():
        yield wording((*path, "label"), event.label, "office")
        if event.help:
            yield wording((*path, "help"), event.help, "office")


def hindrances(package: Package) -> Iterator[Wording]:
    """The sentences of the tables that say why an entry cannot be done in a run, by the id of their cell."""
    told = [run for run in package.runs.values() if run.hindrance and run.decision in package.decisions]
    files = {package.decisions[run.decision].definitions.file: run for run in told}
    for file, run in files.items():
        for element in package.decisions[run.decision].definitions.elements:
            logic = getattr(element, "logic", None)
            for rule in logic.rules if isinstance(logic, Table) else ():
                for cell in rule.outputs:
                    if sentence := _SENTENCE.fullmatch(cell.text.strip()):
                        yield Wording(f"{file}#{cell.place.element}.text", sentence[1], cell.place, "office")


def hindrance_in(package: Package, language: str, german: str) -> str:
    """What hinders a run, in a language; German where the package has no translation."""
    known = package.translations.get(language, {})
    return next((known[one.key] for one in hindrances(package) if one.german == german and one.key in known), german)


def letter_texts(package: Package) -> Iterator[Wording]:
    """The text of each letter, a paragraph at a time."""
    for name in package.letters:
        file = f"{name}.md"
        for line, text in paragraphs(package.files[file].decode()):
            yield Wording(f"{file}#{line}", text, Place(file, line=line), "citizen")


def paragraphs(markdown: str) -> Iterator[tuple[int, str]]:
    """The paragraphs of a Markdown text with the line each begins on; tables and the head are left out."""
    body = re.sub(r"\A\+\+\+\n.*?\n\+\+\+\n", lambda head: "\n" * head[0].count("\n"), markdown, flags=re.DOTALL)
    block: list[str] = []
    for number, line in enumerate([*body.split("\n"), ""], 1):
        if line.strip():
            block.append(line)
        elif block:
            text = "\n".join(block)
            if not text.lstrip().startswith("|"):
                yield number - len(block), text
            block = []


def plain_words(text: str) -> str:
    """Text without placeholders, block ids and Markdown signs."""
    text = _PLACEHOLDER.sub("X", _BLOCK_TAG.sub("", text))
    return re.sub(r"[*_`]|^\s*(#+|[-+]|\d+\.)\s+", "", _BLOCK_ID.sub("", text), flags=re.MULTILINE)


def lines_of_ids(form: bytes) -> Mapping[str, int]:
    """The line of each component of a form, by its id."""
    lines: dict[str, int] = {}
    for number, line in enumerate(form.decode().split("\n"), 1):
        for match in re.finditer(r'"id"\s*:\s*("(?:[^"\\]|\\.)*")', line):
            lines.setdefault(json.loads(match[1]), number)
    return lines
