"""Reading is strict: whatever is wrong in a file is found, with file and line."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from laufzettel.kernel import package
from laufzettel.kernel.problems import Finding, ProgramError

CAT = Path(__file__).parents[2] / "data" / "services" / "katze-anmelden"
FILES = {path.relative_to(CAT).as_posix(): path.read_bytes() for path in CAT.rglob("*") if path.is_file()}


def findings_with(path: str, change: Callable[[str], str]) -> list[Finding]:
    text = FILES[path].decode()
    changed = change(text)
    assert changed != text, "the change hits nothing"
    with pytest.raises(ProgramError) as error:
        package.load({**FILES, path: changed.encode()})
    return list(error.value.findings)


def swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("path", "old", "new", "code", "line_of"),
    [
        ("service.toml", "trust =", "thrust =", "toml-unknown-key", "thrust ="),
        ("service.toml", 'trust = "none"', 'trust = "some"', "toml-value", 'trust = "some"'),
        ("service.toml", 'trust = "none"', "trust = 3", "toml-type", "trust = 3"),
        ("service.toml", 'version = "1.0.0"', 'version = "1.0"', "toml-value", 'version = "1.0"'),
        ("service.toml", 'title = "Katze anmelden"\n', "", "toml-missing-key", "[service]"),
        ("service.toml", "[fee]", "[fees]", "toml-unknown-key", "[fees]"),
        ("service.toml", 'model = "katzen.bpmn"', 'model = "x.bpmn"', "package-missing-file", 'model = "x.bpmn"'),
        ("service.toml", "tier.seit", "tier.(", "feel-syntax", "reference_date"),
        ("service.toml", "event.katzen_weg", "event.ende", "record-retention", "retention ="),
        ("service.toml", 'from = "event.katzen_weg"', 'from = "case.closed"', "toml-value", "retention ="),
        ("service.toml", 'example = "12.00"', 'example = "neunzig"', "setting-value", 'example = "neunzig"'),
        ("service.toml", "trust =", "trust = =", "toml-syntax", "trust = ="),
        ("examples/viernheim.toml", '"12.00"', '"12.001"', "setting-value", "12.001"),
        ("examples/viernheim.toml", "satz_wohnung", "satz_wonung", "setting-unknown", "wonung"),
        ("scenarios/wohnungskatze.toml", "now = ", "when = ", "toml-unknown-key", "when = "),
        ("scenarios/wohnungskatze.toml", "+01:00", "", "toml-type", "now ="),
        ("texts/en.toml", "\nde = ", "\ndeutsch = ", "toml-unknown-key", "deutsch ="),
    ],
)
def test_a_wrong_toml_file_names_the_line(path: str, old: str, new: str, code: str, line_of: str) -> None:
    findings = findings_with(path, swap(old, new))

    found = next((one for one in findings if one.code == code or one.code.startswith("feel")), None)
    assert found is not None, [str(one) for one in findings]
    changed = FILES[path].decode().replace(old, new, 1)
    lines = changed.split("\n")
    assert found.place.file == path
    assert line_of in lines[found.place.line - 1]


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("antrag.form", swap('"type": "textfield"', '"type": "html"')),
        ("antrag.form", swap('"type": "textfield"', '"tüp": "textfield"')),
        ("antrag.form", lambda text: text[: len(text) // 2]),
        ("katzen.bpmn", swap("<bpmn:userTask", "<bpmn:userTusk")),
        ("katzen.bpmn", lambda text: text[: len(text) // 2]),
        ("katzen.bpmn", swap("katzensteuer", "hundesteuer")),
        ("katzen.bpmn", swap('=entscheidung.gilt = "ja"', "=import os")),
        ("katzensteuer.dmn", swap("today().year", "today(.year")),
        ("katzensteuer.dmn", lambda text: text[: len(text) // 2]),
        ("katzenbescheid.md", swap("{{euro(abgabe.gesamt)}}", "{{euro(}}")),
        ("katzenbescheid.md", swap("{{tier.rufname}}", "{{#if tier}}")),
    ],
)
def test_a_wrong_model_is_refused_with_its_file(path: str, change: Callable[[str], str]) -> None:
    findings = findings_with(path, change)

    assert path in {one.place.file for one in findings}


def test_all_files_are_read_before_anything_is_refused() -> None:
    broken = {
        **FILES,
        "antrag.form": b"{",
        "katzenbescheid.md": b"no subject",
        "service.toml": FILES["service.toml"].replace(b"trust", b"thrust"),
    }

    with pytest.raises(ProgramError) as error:
        package.load(broken)

    assert {one.place.file for one in error.value.findings} >= {"antrag.form", "katzenbescheid.md", "service.toml"}


def test_every_message_is_bilingual() -> None:
    findings = findings_with("service.toml", swap("trust =", "thrust ="))

    found = next(one for one in findings if one.code == "toml-unknown-key")
    assert found.in_language("de") == (
        "service.toml:8 (service.thrust): „thrust“ ist nicht bekannt. (Meinten Sie „trust“?)"
    )
    assert re.search(r'"thrust" is not known\. \(Did you mean "trust"\?\)', found.in_language("en"))
