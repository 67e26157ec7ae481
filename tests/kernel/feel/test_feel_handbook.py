"""`docs/feel.md`: every function is there, and every example gives what the page says."""

import re
from pathlib import Path

import pytest
from tests.kernel.feel.feel_support import shown

from laufzettel.kernel.feel.builtins import FUNCTIONS

PAGE = (Path(__file__).parents[3] / "docs" / "feel.md").read_text(encoding="utf-8")
CELL = r"(?:``(?P<{0}2>.+?)\s?``|`(?P<{0}>[^`]+)`)"
ROW = re.compile(
    rf"^\| (?P<name>.+?) \| (?P<meaning>.+?) \| {CELL.format('example')} \| {CELL.format('result')} \|$", re.M
)
ROWS = [(row["example"] or row["example2"], row["result"], row["name"]) for row in ROW.finditer(PAGE)]


@pytest.mark.parametrize(("example", "result", "name"), ROWS, ids=[row[0] for row in ROWS])
def test_the_example_gives_what_the_page_says(example: str, result: str, name: str) -> None:
    assert shown(example) == result


def test_no_row_of_the_page_is_left_out() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.endswith("| ergibt |")]

    assert len(ROWS) == len(rows)


def test_every_function_stands_on_the_page_with_its_parameters() -> None:
    for function in FUNCTIONS.values():
        first = function.overloads[0]
        assert f"| `{function.name}({', '.join(first.parameters)})`" in PAGE, function.name
