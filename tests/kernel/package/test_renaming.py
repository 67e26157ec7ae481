"""A field that is renamed is found wherever it is used: in process, tables, letters, forms, record title."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from laufzettel.kernel import package
from laufzettel.kernel.package.files import collect

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
FOLDERS = sorted(
    path.parent for pattern in ("services", "tests/data/services") for path in ROOT.glob(f"{pattern}/*/service.toml")
)


def fields(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The questions of a form that stand by themselves; those in lists are named by what the list is called."""
    for part in parts:
        if part["type"] != "dynamiclist":
            yield from fields(part.get("components", []))
            if "." in part.get("key", "") and "key" in part:
                yield part


def uses(files: dict[str, bytes], key: str) -> set[str]:
    """The files that read a field by its whole path, outside of comments, tests, translations and its own key."""
    whole = re.compile(rf"(?<![\w.]){re.escape(key)}(?![\w(])")
    found = set()
    for path, content in files.items():
        if "/" in path:
            continue
        text = re.sub(r"<!--.*?-->", "", content.decode(), flags=re.DOTALL)
        text = re.sub(r'"key": "[^"]*"', "", text)
        text = re.sub(r"(?m)^\s*#(?!\s*\w+ \{).*$", "", text) if path.endswith(".toml") else text
        # A register and a run over it read the fields of its entries, which may be called the same.
        text = re.sub(r"(?ms)^\[(register|run)\..*?(?=^\[(?!register\.|run\.)|\Z)", "", text)
        if whole.search(text):
            found.add(path)
    return found


def cases() -> list[tuple[Path, str]]:
    return [
        (folder, one["key"])
        for folder in FOLDERS
        for one in fields(
            json.loads((folder / package.load(folder).start_form).with_suffix(".form").read_text())["components"]
        )
    ]


CASES = cases()


SAMPLE = CASES[::12]


def read_by_runs(folder: Path, key: str) -> set[str]:
    """Letters and tables of a run that read a field called the same of the register's entries, not of an application."""
    made, files = package.load(folder), collect(folder)
    found = set()
    for run in made.runs.values():
        if f'"key": "{key}"'.encode() in files[made.registers[run.register].entry]:
            found |= {f"{run.letter}.md"}
            found |= {path for path in files if path.endswith(".dmn") and f'"{run.decision}"'.encode() in files[path]}
    return found


def check_renaming(folder: Path, key: str) -> None:
    files = collect(folder)
    form = f"{package.load(folder).start_form}.form"
    renamed = files[form].replace(f'"key": "{key}"'.encode(), f'"key": "{key}_neu"'.encode())
    assert renamed != files[form]

    _, findings = package.check_source({**files, form: renamed}, on=date(2026, 3, 1))

    named = {one.place.file for one in findings if one.severity == "error"}
    assert uses(files, key) - read_by_runs(folder, key) - named == set(), [
        str(one) for one in findings if one.severity == "error"
    ]


@pytest.mark.parametrize(("folder", "key"), SAMPLE, ids=[f"{folder.name} {key}" for folder, key in SAMPLE])
def test_a_renamed_field_is_found_in_every_file_that_uses_it(folder: Path, key: str) -> None:
    check_renaming(folder, key)


@pytest.mark.nightly
@pytest.mark.parametrize(("folder", "key"), CASES, ids=[f"{folder.name} {key}" for folder, key in CASES])
def test_every_renamed_field_is_found(folder: Path, key: str) -> None:
    check_renaming(folder, key)


SETTINGS = [(folder, key) for folder in FOLDERS for key in package.load(folder).settings]
SOME_SETTINGS = SETTINGS[::5]


def check_renamed_setting(folder: Path, key: str) -> None:
    files = collect(folder)
    named = re.compile(rf"(?m)(?:(?<=\[settings\.)|^){key}(?=\]| = )")
    renamed = {
        path: named.sub(f"{key}_neu", content.decode()).encode() if path.endswith(".toml") else content
        for path, content in files.items()
    }

    _, findings = package.check_source(renamed, on=date(2026, 3, 1))

    places = {one.place.file for one in findings if one.severity == "error"}
    read = re.compile(rf"(?<!\w)(?:settings|satzung|by_law)\.{key}(?!\w)")
    used = {path for path, content in renamed.items() if "/" not in path and read.search(content.decode())}
    assert used - places == set(), [str(one) for one in findings if one.severity == "error"]


@pytest.mark.parametrize(
    ("folder", "key"), SOME_SETTINGS, ids=[f"{folder.name} {key}" for folder, key in SOME_SETTINGS]
)
def test_a_renamed_setting_is_found_in_every_file_that_uses_it(folder: Path, key: str) -> None:
    """Also where it has gone through the parameter of a knowledge model, as the by-law of a year does."""
    check_renamed_setting(folder, key)


@pytest.mark.nightly
@pytest.mark.parametrize(("folder", "key"), SETTINGS, ids=[f"{folder.name} {key}" for folder, key in SETTINGS])
def test_every_renamed_setting_is_found(folder: Path, key: str) -> None:
    check_renamed_setting(folder, key)


def test_most_fields_are_used_somewhere() -> None:
    """Otherwise the tests above would prove nothing."""
    used = [len(uses(collect(folder), key)) for folder, key in CASES]

    assert sum(count > 0 for count in used) >= len(CASES) * 0.7, used
    assert max(used) >= 4


@pytest.mark.parametrize(
    ("condition", "is_known"),
    [
        ("=name = null", True),
        ("=this.name = null", True),
        ('=parent.haushalt.weitere = "ja"', True),
        ('=haushalt.weitere = "ja" and i > 1', True),
        ("=nahme = null", False),
        ("=this.nahme = null", False),
        ('=parent.haushalt.andere = "ja"', False),
        ('=haushalt.andere = "ja"', False),
    ],
)
def test_inside_an_entry_its_own_answers_and_those_around_it_are_known(condition: str, is_known: bool) -> None:
    files = collect(ROOT / "services" / "corona-verdacht")
    form = json.loads(files["antrag.form"])
    asked = next(one for one in inside_lists(form["components"]) if one.get("key") == "naehe")
    asked["conditional"] = {"hide": condition}

    _, findings = package.check_source({**files, "antrag.form": json.dumps(form).encode()}, on=date(2026, 3, 1))

    wrong = [one.place.element for one in findings if one.severity == "error"]
    assert wrong == ([] if is_known else [f"{asked['id']}.hide"])


def inside_lists(parts: list[dict[str, Any]], *, is_inside: bool = False) -> Iterator[dict[str, Any]]:
    """The components of a form's entries."""
    for part in parts:
        if is_inside:
            yield part
        yield from inside_lists(part.get("components", []), is_inside=is_inside or part["type"] == "dynamiclist")


def test_a_placeholder_is_looked_up_in_both_languages() -> None:
    files = collect(ROOT / "services" / "corona-verdacht")
    english = files["texts/en.toml"].replace(b"at the moment: {{settings.gebiet}}", b"at the moment: {{settings.area}}")

    _, findings = package.check_source({**files, "texts/en.toml": english}, on=date(2026, 3, 1))

    assert [(one.code, one.place.file) for one in findings if one.severity == "error"] == [
        ("feel-unknown-field", "texts/en.toml")
    ]
