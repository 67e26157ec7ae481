"""The command line helps a newcomer."""

import re
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from inspect import signature

import pytest

from laufzettel.site import cli


def test_help_names_every_command_in_german(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.run(["--help"])

    text = capsys.readouterr().out
    assert end.value.code == 0
    services = "serve demo web worker"
    upkeep = "migrate backup restore tenants audit manage"
    tools = "new check test simulate fmt upgrade schema diff feel dmn tck"
    for command in f"{services} {upkeep} {tools}".split():
        assert f"\n    {command} " in text
    assert text.startswith("Aufruf: laufzettel ")
    assert "usage" not in text
    assert "options" not in text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "laufzettel: Es fehlt: BEFEHL"),
        (["serv"], "laufzettel: 'serv' gibt es nicht. Meinten Sie „serve“?"),
        (["audit"], "laufzettel audit: Es fehlt: BEFEHL"),
        (["serve", "--grace", "acht"], "laufzettel serve: --grace: erwartet eine ganze Zahl, nicht 'acht'"),
        (
            ["serve", "--port", "acht"],
            "laufzettel serve: --port: erwartet eine ganze Zahl von 1 bis 65535, nicht 'acht'",
        ),
        (
            ["preview", ".", "--port", "0"],
            "laufzettel preview: --port: erwartet eine ganze Zahl von 1 bis 65535, nicht '0'",
        ),
        (["serve", "--prot", "1"], "laufzettel: Unbekannt: --prot 1"),
    ],
)
def test_a_mistake_is_explained_in_german(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        cli.run(arguments)

    assert end.value.code == 2
    assert capsys.readouterr().err.splitlines()[0] == sentence


@pytest.mark.parametrize("tool", cli.TOOLS, ids=lambda tool: str(tool.name))
def test_every_tool_is_there(tool: cli.Tool) -> None:
    assert callable(getattr(import_module(tool.module), tool.function))
    assert "stdout" in signature(getattr(import_module(tool.module), tool.function)).parameters


@pytest.mark.parametrize("tool", cli.TOOLS, ids=lambda tool: str(tool.name))
def test_the_help_of_every_tool_is_german(tool: cli.Tool, capsys: pytest.CaptureFixture[str]) -> None:
    with suppress(SystemExit):
        cli.run([tool.name, "--help"])

    text = capsys.readouterr().out
    assert text.startswith(f"Aufruf: laufzettel {tool.name} ")
    assert "\nSchalter:\n" in text
    assert [word for word in ("usage", "options", "positional", "show this") if word in text] == []
    # every argument says what it is for
    bare = re.findall(r"^  (?:-\S+|[A-ZÄÖÜ]+)(?: \S+)?(?: \[.*\])?$(?!\n {10})", text, re.MULTILINE)
    assert bare == []


@pytest.mark.parametrize("tool", cli.TOOLS, ids=lambda tool: str(tool.name))
def test_a_mistake_with_a_tool_is_explained_in_german(tool: cli.Tool, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([tool.name, "--nix"]) == 2

    complaint, help_line = capsys.readouterr().out.splitlines()
    assert complaint in (
        f"laufzettel {tool.name}: Unbekannt: --nix",
        f"laufzettel {tool.name}: Es fehlt: {MISSING[tool.name]}",
    )
    assert help_line == f"Hilfe: laufzettel {tool.name} --help"


MISSING = {"new": "SCHLÜSSEL", "feel": "AUSDRUCK", "dmn": "DATEI", "schema": ""} | dict.fromkeys(
    ("check", "test", "simulate", "fmt", "upgrade", "diff", "tck"), "ORDNER"
)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["check"], "laufzettel check: Es fehlt: ORDNER"),
        (["check", "x", "--lang", "fr"], "laufzettel check: --lang: 'fr' gibt es nicht. Erlaubt: de, en."),
        (["check", "x", "--format", "txt"], "laufzettel check: --format: 'txt' gibt es nicht. Meinten Sie „text“?"),
        (
            ["check", "x", "--on", "morgen"],
            "laufzettel check: --on: erwartet Tag oder Zeit wie 2026-03-01 oder 2026-03-01T12:00+01:00, nicht 'morgen'",
        ),
        (["simulate", "x", "--seed", "a"], "laufzettel simulate: --seed: erwartet eine ganze Zahl, nicht 'a'"),
        (["tck", "x", "--at-least"], "laufzettel tck: --at-least: erwartet eine Angabe"),
    ],
)
def test_what_is_wrong_with_the_arguments_of_a_tool_is_said(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(arguments) == 2

    assert capsys.readouterr().out.splitlines() == [sentence, f"Hilfe: laufzettel {arguments[0]} --help"]


def test_a_tool_gets_the_rest_of_the_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["feel", "1 + 1"]) == 0

    assert capsys.readouterr().out == "2\n"


def test_who_has_read_enough_ends_a_command_without_a_traceback() -> None:
    command = [sys.executable, "-m", "laufzettel.site.cli", "schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()

    assert (running.returncode, said) == (141, b"")
