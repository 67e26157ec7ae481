"""The kit of the standard, case by case, and the command that scores it."""

import io
from pathlib import Path

import pytest

from laufzettel.kernel.dmn import tck
from laufzettel.kernel.dmn.command import run_tck
from laufzettel.kernel.dmn.program import read

KIT = Path(__file__).parents[2] / "data" / "dmn-tck"
CASES = list(tck.cases(KIT))
MODELS = sorted({case.model for case in CASES})


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_the_kit_of_the_standard(path: Path) -> None:
    model = read(path.read_bytes(), file=path.name, lenient=True)
    outcomes = {str(case): tck.run_case(case, model) for case in CASES if case.model == path}
    assert {name: outcome.got for name, outcome in outcomes.items() if not outcome.passed} == {}


def test_the_kit_is_all_there() -> None:
    levels = [case.level for case in CASES]
    assert (levels.count("compliance-level-2"), levels.count("compliance-level-3")) == (116, 1993)


def test_the_command_prints_scores_with_and_without_null(tmp_path: Path) -> None:
    out, table = io.StringIO(), tmp_path / "tck.csv"
    code = run_tck([str(KIT / "compliance-level-2"), "--at-least", "116", "--csv", str(table)], out)
    assert code == 0
    lines = out.getvalue().splitlines()
    assert lines[-2].split() == ["compliance-level-2", "116", "/", "116", "100.00", "%"]
    assert lines[-1].endswith("105 /   105  100.00 %")
    rows = table.read_text(encoding="utf-8").splitlines()
    assert len(rows) == 117
    assert rows[1] == "compliance-level-2,0001-input-data-string,001,False,True,"


def test_the_command_fails_when_too_few_cases_pass() -> None:
    out = io.StringIO()
    folder = KIT / "compliance-level-2" / "0004-simpletable-U"
    assert run_tck([str(folder), "--at-least", "4"], out) == 1
    assert out.getvalue().endswith("Zu wenige: 3 statt mindestens 4\n")


def test_the_command_fails_on_a_folder_without_cases(tmp_path: Path) -> None:
    assert run_tck([str(tmp_path)], io.StringIO()) == 1
