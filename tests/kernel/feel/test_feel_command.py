"""`laufzettel feel`."""

import io
from pathlib import Path

import pytest
from tests.kernel.feel.feel_support import NOW

from laufzettel.kernel.feel.command import run


def called(*arguments: str, stdin: str = "") -> tuple[int, str]:
    output = io.StringIO()
    return run(list(arguments), io.StringIO(stdin), output, now=NOW), output.getvalue()


def test_it_prints_the_value(tmp_path: Path) -> None:
    context = tmp_path / "f.json"
    context.write_text('{"hund": {"vor name": "Rex"}, "n": 1.50}', encoding="utf-8")

    assert called("1 + 2") == (0, "3\n")
    assert called("hund.vor name + string(n)", "--context", str(context)) == (0, '"Rex1.5"\n')
    assert called("today()", "--json") == (0, '{"@": "date", "v": "2026-01-15"}\n')
    assert called("-", stdin="[1,2][item > 1]") == (0, "[2]\n")
    assert called("a * 2", "--context", "-", stdin='{"a": 4}') == (0, "8\n")
    assert called("> 5", "--unary", "7") == (0, "true\n")
    assert called("now()", "--now", "2030-01-01T00:00:00+01:00") == (0, "2030-01-01T00:00:00+01:00\n")


def test_it_says_why_something_is_null() -> None:
    assert called("1 + x") == (
        0,
        "null\nHinweis :1:5: „x“ gibt es hier nicht\nHinweis :1:3: number + null gibt es nicht\n",
    )


def test_it_checks_types(tmp_path: Path) -> None:
    context = tmp_path / "f.json"
    context.write_text('{"alter": 17}', encoding="utf-8")

    code, output = called("altr > 18", "--context", str(context), "--types")

    assert code == 0
    assert "Prüfung :1:1: „altr“ gibt es hier nicht (Meinen Sie „alter“?)" in output


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["1 +"], 1, "Der Ausdruck endet zu früh"),
        (["for i in 1..1000000 return i"], 1, "überschreitet eine Grenze"),
        (["1", "--context", "/nicht/da.json"], 2, "No such file"),
        (["1", "--context", "-"], 2, "kein lesbares JSON"),
        (["1", "--now", "gestern"], 2, "keine Zeit"),
        (["1", "--now", "2026-01-01T00:00:00"], 2, "Zeitzone fehlt"),
        (["1", "--nix"], 2, "--nix"),
        ([], 2, "laufzettel feel"),
        (["--help"], 0, "--context"),
    ],
)
def test_it_says_what_is_wrong(arguments: list[str], code: int, message: str) -> None:
    got, output = called(*arguments)

    assert got == code
    assert message in output


def test_without_a_clock_it_asks_for_one() -> None:
    output = io.StringIO()

    assert run(["today()"], io.StringIO(), output) == 2
    assert "--now" in output.getvalue()
    assert run(["1"], io.StringIO(), output) == 0
