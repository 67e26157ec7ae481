"""The command `laufzettel dmn`."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from laufzettel.kernel.dmn.command import run_dmn

FILE = str(Path(__file__).parent / "examples" / "hundesteuer.dmn")
INPUT = json.dumps({"Anzahl der Hunde": 3, "gefährlich": False, "Monate": 6})


def run(*argv: str, given: str = "", now: Any = None) -> tuple[int, str]:
    out = io.StringIO()
    code = run_dmn(argv, io.StringIO(given), out, now=now)
    return code, out.getvalue()


def test_it_decides_the_last_decision_of_the_file_and_says_why() -> None:
    code, text = run(FILE, "--input", "-", "--why", "--reference-date", "2026-07-01", given=INPUT)
    assert code == 0
    conditions = "Anzahl der Hunde ist 3 (mehr als 2) und gefährlich ist nein"
    assert text.splitlines() == [
        "100",
        f"Jahresbetrag – Regel 4: {conditions} → Jahresbetrag: 200 (§ 5 Abs. 1 Nr. 3)",
        "Betrag ergibt 100",
    ]


def test_it_takes_another_decision_day_and_language(tmp_path: Path) -> None:
    given = tmp_path / "eingabe.json"
    given.write_text(INPUT, encoding="utf-8")
    options = ["--decision", "Jahresbetrag", "--reference-date", "2021-05-01", "--language", "en", "--why"]
    code, text = run(FILE, "--input", str(given), *options)
    assert (code, text) == (0, "84\nRule 2: gefährlich is no → Jahresbetrag: 84 (§ 5 Abs. 1)\n")


def test_texts_are_read_as_what_the_input_is_declared_as(models: Any, tmp_path: Path) -> None:
    inputs = [
        models.input_data("tag", "date"),
        models.input_data("frist", "dayTimeDuration"),
        models.input_data("um", "time"),
    ]
    logic = models.literal("{tag: tag + frist, um: um.hour}")
    path = tmp_path / "frist.dmn"
    path.write_text(models.definitions(*inputs, models.decision("D", logic, needs=["tag", "frist", "um"])))
    given = json.dumps({"tag": "2026-03-01", "frist": "P14D", "um": "10:30:00"})
    code, text = run(str(path), "--input", "-", given=given)
    assert code == 0
    assert json.loads(text) == {"tag": {"@": "date", "v": "2026-03-15"}, "um": 10}


def test_now_is_what_the_caller_says(models: Any, tmp_path: Path) -> None:
    path = tmp_path / "heute.dmn"
    path.write_text(models.definitions(models.decision("D", models.literal("string(today())"))))
    assert run(str(path), now=models.now) == (0, '"2026-03-02"\n')
    assert run(str(path), "--now", "2025-01-01T12:00") == (0, '"2025-01-01"\n')


def test_it_imports_what_lies_beside_the_file(models: Any, tmp_path: Path) -> None:
    base = models.definitions(models.decision("Satz", models.literal("96")), own="urn:base")
    (tmp_path / "satz.dmn").write_text(base)
    required = '<informationRequirement><requiredDecision href="urn:base#Satz"/></informationRequirement>'
    top = models.definitions(
        '<import name="b" namespace="urn:base" importType="x"/>',
        f'<decision id="D" name="D"><variable name="D"/>{required}{models.literal("b.Satz / 2")}</decision>',
    )
    (tmp_path / "oben.dmn").write_text(top)
    assert run(str(tmp_path / "oben.dmn")) == (0, "48\n")


def test_the_check_names_findings_and_fails(models: Any, tmp_path: Path) -> None:
    assert run(FILE, "--check") == (0, "In Ordnung.\n")
    table = models.table([("a", "number")], [("o", "number")], [["> 1", "1"]])
    path = tmp_path / "luecke.dmn"
    path.write_text(models.definitions(models.input_data("a"), models.decision("D", table, needs=["a"])))
    code, text = run(str(path), "--check")
    assert code == 1
    assert text.startswith("Fehler: luecke.dmn:")
    assert "Für diese Eingabe gilt keine Regel: a = 1." in text


@pytest.mark.parametrize(
    ("argv", "given", "expected"),
    [
        ([FILE, "--decision", "fehlt"], "", "Fehler: hundesteuer.dmn: Die Entscheidung „fehlt“ gibt es nicht."),
        ([FILE, "--input", "-"], "{", "Die Eingaben sind kein JSON: "),
        ([FILE, "--input", "-"], "[1]", "Die Eingaben müssen ein JSON-Objekt sein."),
        ([FILE, "--input", "-"], '{"a": {"@": "date", "v": "x"}}', "Die Eingaben sind kein JSON: "),
        (["/nirgends.dmn"], "", "Die Datei lässt sich nicht lesen: /nirgends.dmn"),
        ([__file__], "", "Fehler: test_dmn_command.py:1:1: Die Datei ist kein gültiges XML: "),
    ],
)
def test_what_is_wrong_is_said_in_a_line(argv: list[str], given: str, expected: str) -> None:
    code, text = run(*argv, given=given)
    assert code == 1
    assert text.startswith(expected)
