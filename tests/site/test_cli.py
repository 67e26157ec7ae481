"""The command line helps a newcomer."""

import pytest

from laufzettel.site import cli


def test_help_names_every_command_in_german(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.run(["--help"])

    text = capsys.readouterr().out
    assert end.value.code == 0
    commands = ("serve", "demo", "web", "worker", "migrate", "tenants", "audit", "check", "test", "feel", "dmn", "tck")
    for command in commands:
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
        (["serve", "--port", "acht"], "laufzettel serve: --port: erwartet eine ganze Zahl, nicht 'acht'"),
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
