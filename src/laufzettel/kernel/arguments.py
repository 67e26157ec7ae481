"""How every command of `laufzettel` reads its line: help in German, and a mistake that says what to do instead."""

import argparse
import difflib
import re
from typing import Any, NoReturn


class Refused(Exception):
    """The arguments make no sense; the text says why, and where the help is."""


class Formatter(argparse.RawDescriptionHelpFormatter):
    """argparse's help with German words."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **(options | {"max_help_position": 28}))

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """The first line."""
        super().add_usage(usage, actions, groups, "Aufruf: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """argparse's parser with German headings; a misspelt word gets a proposal. A mistake is `Refused`."""

    def __init__(self, *, add_help: bool = True, **options: Any) -> None:
        # argparse's own -h speaks English, and abbreviations change their meaning when a switch is added.
        super().__init__(**{"formatter_class": Formatter, **options, "add_help": False, "allow_abbrev": False})
        self._positionals.title = "Angaben"
        self._optionals.title = "Schalter"
        if add_help:
            self.add_argument("-h", "--help", action="help", help="diese Hilfe zeigen")

    def error(self, message: str) -> NoReturn:
        """Refuse, with the way to the help."""
        raise Refused(f"{self.prog}: {in_german(message)}\nHilfe: {self.prog} --help")


_WORDS = {
    "the following arguments are required:": "Es fehlt:",
    "unrecognized arguments:": "Unbekannt:",
    "expected one argument": "erwartet eine Angabe",
    "expected at least one argument": "erwartet mindestens eine Angabe",
    "ignored explicit argument": "nimmt keine Angabe, hat aber",
    "invalid int value:": "erwartet eine ganze Zahl, nicht",
    "invalid fromisoformat value:": "erwartet Tag oder Zeit wie 2026-03-01 oder 2026-03-01T12:00+01:00, nicht",
    "argument ": "",
}


def in_german(message: str) -> str:
    """What argparse complains about."""
    found = re.fullmatch(r"(?:argument (\S+): )?invalid choice: ('.*') \(choose from (.*)\)", message, re.DOTALL)
    if found:
        where, wrong, choices = found.groups()
        known = [choice.strip(" '") for choice in choices.split(",")]
        near = difflib.get_close_matches(wrong.strip("'"), known, n=1)
        proposal = f" Meinten Sie „{near[0]}“?" if near else ""
        if where and where.startswith("-"):
            return f"{where}: {wrong} gibt es nicht.{proposal or f' Erlaubt: {", ".join(known)}.'}"
        return f"{wrong} gibt es nicht.{proposal}"
    for english, german in _WORDS.items():
        message = message.replace(english, german)
    return message
