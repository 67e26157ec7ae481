"""The command line helps a newcomer."""

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


def test_a_tool_gets_the_rest_of_the_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["feel", "1 + 1"]) == 0

    assert capsys.readouterr().out == "2\n"
