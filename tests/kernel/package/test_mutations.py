"""How many small changes to the packages are caught by check or test. Fixed operators, a fixed seed."""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from laufzettel.kernel import package

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
FOLDERS = sorted(
    path.parent for pattern in ("services", "tests/data/services") for path in ROOT.glob(f"{pattern}/*/service.toml")
)


class Mutant(NamedTuple):
    operator: str
    path: str
    start: int
    end: int
    new: str


CONDITIONS = {" = ": " != ", " != ": " = ", "&gt;": "&lt;", ' "ja"': ' "nein"', "not(": "("}
DATES = {
    "P1M": "P2M",
    "+ 1, ": "+ 2, ",
    "13 - ": "12 - ",
    ".year": ".month",
    ".month": ".year",
    "today()": 'today() + duration("P1Y")',
    "reference_date": 'reference_date + duration("P1Y")',
}
SUMS = {" * ": " + ", " / ": " * ", " - ": " + ", " + ": " - ", "max(": "min(", "&gt;= ": "&gt; "}
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
        elif path == "service.toml":
            for match in re.finditer(r'reference_date = "(.+)"', text):
                yield Mutant("date", path, match.start(1), match.end(1), "today()")
        elif path.endswith(".form"):
            for match in re.finditer(r'"hide": "(.*?)"\n', text):
                swaps = {old: new for old, new in CONDITIONS.items() if '"' not in old}
                yield from _swaps("condition", path, text, match.start(1), match.end(1), swaps)
                yield Mutant("condition", path, match.start(1), match.end(1), f"=not({match[1].removeprefix('=')})")


def _process(path: str, text: str) -> Iterator[Mutant]:
    for match in re.finditer(r"<bpmn:conditionExpression[^>]*>(.*?)</", text):
        yield from _swaps("condition", path, text, match.start(1), match.end(1), CONDITIONS)
        yield Mutant("condition", path, match.start(1), match.end(1), f"=not({match[1].removeprefix('=')})")
        yield Mutant("condition", path, match.start(1), match.end(1), "=true")
        yield Mutant("condition", path, match.start(1), match.end(1), "=false")
    for match in re.finditer(r"\n *<zeebe:(?:input|output) [^\n]*", text):
        yield Mutant("mapping", path, match.start(), match.end(), "")
    for match in re.finditer(r"<zeebe:(?:input|output) source=[\"'](=.*?)[\"'] target=\"([\w.]+)\"", text):
        yield Mutant("mapping", path, match.start(1), match.end(1), "=null")
        yield Mutant("mapping", path, match.end(2), match.end(2), "x")
    for end in ("targetRef", "sourceRef"):
        names = re.findall(rf'{end}="(\w+)"', text)
        for index, match in enumerate(re.finditer(rf'{end}="(\w+)"', text)):
            for step in (1, 2) if end == "targetRef" else (1,):
                other = names[(index + step) % len(names)]
                if other != match[1]:
                    yield Mutant("flow", path, match.start(1), match.end(1), other)


def _decisions(path: str, text: str) -> Iterator[Mutant]:
    for match in re.finditer(r"<(?:input|output)Entry[^>]*>\s*<text>(.*?)</text>", text):
        yield from _swaps("rule", path, text, match.start(1), match.end(1), CELLS)
        if number := re.fullmatch(r"\d+", match[1]):
            yield Mutant("rule", path, match.start(1), match.end(1), str(int(number[0]) + 1))
        if match[0].startswith("<outputEntry"):
            yield Mutant("rule", path, match.start(1), match.end(1), "null")
        elif match[1] != "-":
            yield Mutant("rule", path, match.start(1), match.end(1), "-")
    for match in re.finditer(r"<rule .*?</rule>\s*", text, re.DOTALL):
        yield Mutant("rule", path, match.start(), match.end(), "")
    for match in re.finditer(r"<literalExpression[^>]*>\s*<text>(.*?)</text>", text, re.DOTALL):
        yield from _swaps("rule", path, text, match.start(1), match.end(1), SUMS)
    settings = sorted(set(re.findall(r"(?:settings|satzung)\.(\w+)", text)))
    for match in re.finditer(r"(?:settings|satzung)\.(\w+)", text):
        other = settings[(settings.index(match[1]) + 1) % len(settings)]
        yield Mutant("rule", path, match.start(1), match.end(1), other)
    for match in re.finditer(r"P1M|\+ 1, |13 - |\.year\b|\.month\b|today\(\)|reference_date\b", text):
        yield Mutant("date", path, match.start(), match.end(), DATES[match[0]])
    for match in re.finditer(r"date\((.+?), (\d+), (\d+)\)", text):
        yield Mutant("date", path, match.start(2), match.end(2), str(int(match[2]) % 12 + 1))
        yield Mutant("date", path, match.start(3), match.end(3), str(int(match[3]) % 28 + 1))


def _letter(path: str, text: str) -> Iterator[Mutant]:
    found = list(re.finditer(r"\{\{[^#/].*?\}\}", text))
    for index, match in enumerate(found):
        yield Mutant("placeholder", path, match.start(), match.end(), "")
        yield Mutant("placeholder", path, match.start() + 2, match.start() + 3, "x" + match[0][2])
        other = found[(index + 1) % len(found)][0]
        if other != match[0]:
            yield Mutant("placeholder", path, match.start(), match.end(), other)


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


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Score(NamedTuple):
    """How many mutants were tried and caught, by operator, and those that nobody noticed."""

    tried: Counter[str]
    caught: Counter[str]
    survivors: list[str]

    @property
    def share(self) -> float:
        return self.caught.total() / self.tried.total()

    def table(self) -> str:
        rows = [
            f"{operator:12} {self.caught[operator]:4} of {tried:4}  {self.caught[operator] / tried:4.0%}"
            for operator, tried in sorted(self.tried.items())
        ]
        total = f"{'all':12} {self.caught.total():4} of {self.tried.total():4}  {self.share:4.0%}"
        return "\n".join(["", *rows, total, *(f"survived: {one}" for one in self.survivors)])


def score(folders: list[Path], count: int) -> Score:
    """Try `count` changes to the packages, each package getting its share."""
    result = Score(Counter(), Counter(), [])
    packages = [(folder, files_of(folder)) for folder in folders]
    found = sorted((folder.name, mutant) for folder, files in packages for mutant in set(mutants(files)))
    sources = {folder.name: files for folder, files in packages}
    for name, files in sources.items():
        assert not is_caught(files, Mutant("none", "service.toml", 0, 0, "")), f"{name} itself is not green"
    for name, mutant in sorted(Random(20261122).sample(found, min(count, len(found)))):
        result.tried[mutant.operator] += 1
        if is_caught(sources[name], mutant):
            result.caught[mutant.operator] += 1
            continue
        text = sources[name][mutant.path].decode()
        line = text[: mutant.start].count("\n") + 1
        old = text[mutant.start : mutant.end]
        result.survivors.append(f"{mutant.operator} {name}/{mutant.path}:{line} {old!r} → {mutant.new!r}")
    return result


def test_most_changes_to_the_packages_are_caught() -> None:
    found = score(FOLDERS, 36)

    # A sample of 36 lies up to eight points beside what the nightly run finds.
    assert found.share >= 0.82, found.table()
    assert found.tried.total() == 36
    assert len(found.tried) >= 5, "an operator is missing in the sample"


@pytest.mark.nightly
def test_nine_of_ten_changes_are_caught(capsys: pytest.CaptureFixture[str]) -> None:
    found = score(FOLDERS, 500)

    with capsys.disabled():
        sys.stdout.write(found.table() + "\n")
    assert found.tried.total() == 500
    assert set(found.tried) == {"condition", "date", "flow", "mapping", "placeholder", "rule"}
    assert found.share >= 0.9, found.table()
