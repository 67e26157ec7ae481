"""What a careless or a hostile hand puts into a package: refused with place and reason, never a crash."""

import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import jsonschema
import pytest

from laufzettel.kernel import package
from laufzettel.kernel.package.command import run_check
from laufzettel.kernel.package.files import collect
from laufzettel.kernel.problems import Finding

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
CAT = ROOT / "tests" / "data" / "services" / "katze-anmelden"
DOG = ROOT / "services" / "hund-anmelden"
FILES = collect(CAT)
MODEL, TABLE, LETTER = "katzen.bpmn", "katzensteuer.dmn", "katzenbescheid.md"
READ = [path for path in FILES if not path.startswith("docs/")]


def checked(files: dict[str, bytes]) -> list[Finding]:
    return package.check_source(files, on=date(2026, 3, 1))[1]


def changed(path: str, old: str, new: str) -> list[Finding]:
    text = FILES[path].decode()
    assert old in text
    return checked({**FILES, path: text.replace(old, new, 1).encode()})


@pytest.mark.parametrize("path", READ)
def test_a_file_cut_anywhere_is_refused_at_its_place_or_still_a_package(path: str) -> None:
    whole = FILES[path]
    for size in range(0, len(whole), max(1, len(whole) // 15)):
        loaded, findings = package.check_source({**FILES, path: whole[:size]}, on=date(2026, 3, 1))

        named = {one.place.file for one in findings if one.severity == "error"}
        assert loaded is not None or path in named, (size, [str(one) for one in findings])
        assert all(one.message and one.message.en for one in findings)


@pytest.mark.parametrize("folder", [CAT, DOG], ids=["katze-anmelden", "hund-anmelden"])
def test_bytes_that_were_turned_over_never_crash_the_check(folder: Path) -> None:
    random = Random(7)
    files = collect(folder)
    for _ in range(60 if folder is CAT else 20):
        path = random.choice(sorted(files))
        content = bytearray(files[path])
        for _ in range(random.randint(1, 6)):
            content[random.randrange(len(content))] = random.choice(b"<>{}[]\"='&;#\x00\xff \n0aZ")

        findings = checked({**files, path: bytes(content)})

        assert all(one.code and one.message for one in findings)


SCRIPTS: dict[str, tuple[str, str, str]] = {
    "Python in a condition": (MODEL, '=entscheidung.gilt = "ja"', '=__import__("os").system("id")'),
    "an import in a mapping": (MODEL, "=abgabe.gesamt", "=import os"),
    "JUEL of Camunda 7": (MODEL, '=entscheidung.gilt = "ja"', "${entscheidung.gilt}"),
    "JavaScript in a process": (MODEL, '<bpmn:userTask id="entscheiden"', '<bpmn:scriptTask id="js" scriptFormat="javascript"><bpmn:script>alert(1)</bpmn:script></bpmn:scriptTask>\n<bpmn:userTask id="entscheiden"'),
    "a listener in Java": (MODEL, "<zeebe:userTask />", '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="x" /></zeebe:executionListeners>'),
    "JavaScript in a table": (TABLE, '<literalExpression id="katzensteuer_gesamt_ausdruck">', '<literalExpression id="katzensteuer_gesamt_ausdruck" expressionLanguage="javascript">'),
    "a Java function in a table": (TABLE, "satz_je_katze * tier.anzahl", 'function(x) external {java: {class: "java.lang.Runtime", method signature: "exec(x)"}}'),
    "Python in a table": (TABLE, "settings.satz_draussen * 2", "lambda: 2"),
    "Jinja in a letter": (LETTER, "{{tier.rufname}}", "{% import os %}{{ os.environ }}"),
    "an attribute of Python in a letter": (LETTER, "{{tier.rufname}}", "{{tier.rufname.__class__.__mro__}}"),
    "a script in a letter": (LETTER, "Die Steuer steht", "<script>alert(1)</script> Die Steuer steht"),
    "an expression in a record title": ("service.toml", '"Katzensteuer, " + tier.rufname', 'open("/etc/passwd")'),
    "JavaScript in a form": ("antrag.form", '"id": "tier_rufname"', '"id": "tier_rufname", "conditional": {"hide": "=() => true"}'),
    "an HTML component": ("antrag.form", '"type": "textfield"', '"type": "html", "content": "<script>alert(1)</script>"'),
    "a frame": ("antrag.form", '"type": "textfield"', '"type": "iframe", "url": "https://example.org"'),
}  # fmt: skip


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_where_feel_belongs_is_refused_with_its_line(name: str) -> None:
    path, old, new = SCRIPTS[name]

    errors = [one for one in changed(path, old, new) if one.severity == "error" and one.place.file == path]

    assert errors, name
    assert errors[0].place.line > 0, str(errors[0])
    assert str(errors[0].message)


DEEP = "(" * 400 + "1" + ")" * 400
LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
LIMITS: dict[str, Callable[[], dict[str, bytes]]] = {
    "an expression over 64 KB": lambda: swapped("service.toml", "tier.seit", "1 + " * 30_000 + "1"),
    "an expression 400 deep": lambda: swapped("service.toml", "tier.seit", DEEP),
    "a form 3,000 deep": lambda: {**FILES, "antrag.form": b'{"components": ' + b"[" * 3_000 + b"]" * 3_000 + b"}"},
    "TOML 3,000 deep": lambda: {**FILES, "texts/en.toml": b"a = " + b"[" * 3_000 + b"]" * 3_000},
    "a process of 2,001 elements": lambda: swapped(
        MODEL, '<bpmn:userTask id="entscheiden"', "\n".join(f'<bpmn:task id="t{n}" />' for n in range(2_001)) + '<bpmn:userTask id="entscheiden"'
    ),
    "entities that grow in a process": lambda: swapped(MODEL, "<bpmn:definitions", f"{LAUGHS}<bpmn:definitions"),
    "entities that grow in a table": lambda: swapped(TABLE, "<definitions", f"{LAUGHS}<definitions"),
    "a file of the machine in a process": lambda: swapped(MODEL, "<bpmn:definitions", '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><bpmn:definitions'),
    "a file over 4 MB": lambda: {**FILES, LETTER: b"x" * 4_000_001},
    "a package over 32 MB": lambda: {**FILES, **{f"docs/d{n}.md": b"x" * 3_990_000 for n in range(9)}},
    "1,001 files": lambda: {**FILES, **{f"docs/d{n}.md": b"x" for n in range(1_001)}},
    "a letter of a million characters": lambda: swapped(LETTER, "Die Steuer steht in der Satzung.", "Wort " * 200_000),
}  # fmt: skip


def swapped(path: str, old: str, new: str) -> dict[str, bytes]:
    text = FILES[path].decode()
    assert old in text
    return {**FILES, path: text.replace(old, new, 1).encode()}


@pytest.mark.parametrize("name", LIMITS)
def test_what_is_over_the_limits_is_refused_with_a_reason(name: str) -> None:
    findings = [one for one in checked(LIMITS[name]()) if one.severity == "error"]

    assert findings
    assert str(findings[0].message)
    assert findings[0].place.file or findings[0].code in ("package-too-large", "package-too-many-files")


def test_two_packages_with_one_key_and_findings_of_several_folders_are_told_apart(tmp_path: Path) -> None:
    for name in ("eins", "zwei"):
        for path, content in FILES.items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_bytes(content)
    out = io.StringIO()

    assert run_check([str(tmp_path / "eins"), str(tmp_path / "zwei"), "--format", "json"], out) == 1

    [found] = json.loads(out.getvalue())
    assert (found["code"], found["file"]) == ("package-double-key", f"{tmp_path}/zwei/service.toml")


# What SARIF 2.1.0 requires of the parts that we write (OASIS, sections 3.13 to 3.28), in our own words.
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "$schema": {"type": "string", "format": "uri"},
        "runs": {"type": "array", "items": {"$ref": "#/$defs/run"}},
    },
    "$defs": {
        "run": {
            "type": "object",
            "required": ["tool"],
            "properties": {
                "tool": {
                    "type": "object",
                    "required": ["driver"],
                    "properties": {"driver": {"$ref": "#/$defs/driver"}},
                },
                "results": {"type": "array", "items": {"$ref": "#/$defs/result"}},
            },
        },
        "driver": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "rules": {"type": "array", "uniqueItems": True, "items": {"type": "object", "required": ["id"]}}
            },
        },
        "result": {
            "type": "object",
            "required": ["message", "ruleId", "locations"],
            "properties": {
                "ruleIndex": {"type": "integer", "minimum": 0},
                "level": {"enum": ["none", "note", "warning", "error"]},
                "message": {"type": "object", "required": ["text"], "properties": {"text": {"minLength": 1}}},
                "locations": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/location"}},
            },
        },
        "location": {
            "type": "object",
            "properties": {
                "physicalLocation": {
                    "type": "object",
                    "required": ["artifactLocation"],
                    "properties": {
                        "artifactLocation": {
                            "type": "object",
                            "properties": {"uri": {"type": "string", "pattern": "^[!#-;=?-~]+$"}},
                        },
                        "region": {
                            "type": "object",
                            "properties": {
                                "startLine": {"type": "integer", "minimum": 1},
                                "startColumn": {"type": "integer", "minimum": 1},
                            },
                        },
                    },
                },
                "logicalLocations": {"type": "array", "items": {"properties": {"name": {"minLength": 1}}}},
            },
        },
    },
}


@pytest.mark.parametrize("folder", ["kaputt", "Ordner mit Ümlaut"])
def test_sarif_has_all_that_its_standard_requires(tmp_path: Path, folder: str) -> None:
    for path, content in FILES.items():
        broken = re.sub(rb"(secrecy|leika) = \[.*?\]", rb"\1 = []", content).replace(b"{{tier.rufname}}", b"{{tier.x}}")
        (tmp_path / folder / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / path).write_bytes(broken)
    out = io.StringIO()

    run_check([str(tmp_path / folder), "--format", "sarif", "--lang", "en"], out)

    log = json.loads(out.getvalue())
    jsonschema.Draft202012Validator(SARIF).validate(log)
    results = log["runs"][0]["results"]
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert {one["ruleId"] for one in results} == {"privacy-secrecy", "service-leika", "feel-unknown-field"}
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in results)
    assert 'The LeiKa key is missing. leika = ["99…"], 14 digits.' in {one["message"]["text"] for one in results}
