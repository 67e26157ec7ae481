"""How many small changes to a shipped package are caught by check or test. Fixed operators, a fixed seed."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from laufzettel.kernel import package

ROOT = Path(__file__).parents[3]
DOG = ROOT / "services" / "hund-anmelden"
CAT = ROOT / "tests" / "data" / "services" / "katze-anmelden"


class Mutant(NamedTuple):
    operator: str
    path: str
    start: int
    end: int
    new: str


CONDITIONS = {" = ": " != ", " != ": " = ", "&gt;": "&lt;", ' "ja"': ' "nein"', "not(": "("}
CELLS = {"true": "false", "false": "true", "&lt;=": "&lt;", "&gt;": "&gt;=", '"ja"': '"nein"', "not(": "("}


def mutants(files: dict[str, bytes]) -> Iterator[Mutant]:
    for path, content in files.items():
        text = content.decode()
        if path.endswith(".bpmn"):
            yield from _process(path, text)
        elif path.endswith(".dmn"):
            yield from _decisions(path, text)
        elif path.endswith(".md"):
            yield from _letter(path, text)
        elif path.endswith(".form"):
            for match in re.finditer(r'"hide": "(.*?)"\n', text):
                yield from _swaps(
                    "condition",
                    path,
                    text,
                    match.start(1),
                    match.end(1),
                    {k: v for k, v in CONDITIONS.items() if '"' not in k},
                )


def _process(path: str, text: str) -> Iterator[Mutant]:
    for match in re.finditer(r"<bpmn:conditionExpression[^>]*>(.*?)</", text):
        yield from _swaps("condition", path, text, match.start(1), match.end(1), CONDITIONS)
    for match in re.finditer(r"\n *<zeebe:(?:input|output) [^\n]*", text):
        yield Mutant("mapping", path, match.start(), match.end(), "")
    targets = re.findall(r'targetRef="(\w+)"', text)
    for index, match in enumerate(re.finditer(r'targetRef="(\w+)"', text)):
        other = targets[(index + 1) % len(targets)]
        if other != match[1]:
            yield Mutant("flow", path, match.start(1), match.end(1), other)


def _decisions(path: str, text: str) -> Iterator[Mutant]:
    for match in re.finditer(r"<(?:input|output)Entry[^>]*>\s*<text>(.*?)</text>", text):
        yield from _swaps("rule", path, text, match.start(1), match.end(1), CELLS)
        if number := re.fullmatch(r"\d+", match[1]):
            yield Mutant("rule", path, match.start(1), match.end(1), str(int(number[0]) + 1))
    settings = sorted(set(re.findall(r"(?:settings|satzung)\.(\w+)", text)))
    for match in re.finditer(r"(?:settings|satzung)\.(\w+)", text):
        other = settings[(settings.index(match[1]) + 1) % len(settings)]
        yield Mutant("rule", path, match.start(1), match.end(1), other)
    for match in re.finditer(r"P1M|\+ 1, |13 - |\.year\b|\.month\b", text):
        new = {"P1M": "P2M", "+ 1, ": "+ 2, ", "13 - ": "12 - ", ".year": ".month", ".month": ".year"}[match[0]]
        yield Mutant("date", path, match.start(), match.end(), new)


def _letter(path: str, text: str) -> Iterator[Mutant]:
    for match in re.finditer(r"\{\{[^#/].*?\}\}", text):
        yield Mutant("placeholder", path, match.start(), match.end(), "")
        yield Mutant("placeholder", path, match.start() + 2, match.start() + 3, "x" + match[0][2])


def _swaps(operator: str, path: str, text: str, start: int, end: int, swaps: dict[str, str]) -> Iterator[Mutant]:
    for old, new in swaps.items():
        at = text.find(old, start, end)
        if at >= 0:
            yield Mutant(operator, path, at, at + len(old), new)


def is_caught(files: dict[str, bytes], mutant: Mutant) -> bool:
    text = files[mutant.path].decode()
    changed = text[: mutant.start] + mutant.new + text[mutant.end :]
    loaded, findings = package.check_source({**files, mutant.path: changed.encode()}, on=date(2026, 3, 1))
    if loaded is None or any(finding.severity == "error" for finding in findings):
        return True
    return not all(package.run(loaded, name).ok for name in loaded.scenarios)


def score(folder: Path, count: int) -> tuple[float, list[str]]:
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert not is_caught(files, Mutant("none", "service.toml", 0, 0, "")), "the package itself is not green"
    found = sorted(set(mutants(files)))
    chosen = Random(20261122).sample(found, min(count, len(found)))
    caught: Counter[str] = Counter()
    survivors = []
    for mutant in chosen:
        if is_caught(files, mutant):
            caught[mutant.operator] += 1
        else:
            line = files[mutant.path].decode()[: mutant.start].count("\n") + 1
            old = files[mutant.path].decode()[mutant.start : mutant.end]
            survivors.append(f"{mutant.operator} {mutant.path}:{line} {old!r} → {mutant.new!r}")
    return sum(caught.values()) / len(chosen), survivors


def test_most_changes_to_the_second_service_are_caught() -> None:
    share, survivors = score(CAT, 30)

    assert share >= 0.9, survivors


@pytest.mark.nightly
def test_most_changes_to_the_dog_service_are_caught() -> None:
    share, survivors = score(DOG, 460)

    assert share >= 0.9, survivors
