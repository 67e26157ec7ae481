"""A command line parser whose help and complaints are German."""

import argparse
import difflib
import sys
from typing import Any, NoReturn

from laufzettel.site.serve.problems import ExitCode


class GermanFormatter(argparse.RawDescriptionHelpFormatter):
    """argparse's help with German words."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **(options | {"max_help_position": 28}))

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """The first line."""
        super().add_usage(usage, actions, groups, "Aufruf: " if prefix is None else prefix)


class GermanParser(argparse.ArgumentParser):
    """argparse's parser with German headings; a misspelt command gets a proposal."""

    def __init__(self, *, add_help: bool = True, **options: Any) -> None:
        # argparse's own -h speaks English, and abbreviations change their meaning when a switch is added.
        super().__init__(**{"formatter_class": GermanFormatter, **options, "add_help": False, "allow_abbrev": False})
        self._positionals.title = "Angaben"
        self._optionals.title = "Schalter"
        if add_help:
            self.add_argument("-h", "--help", action="help", help="diese Hilfe zeigen")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with exit code 2."""
        sys.stderr.write(f"{self.prog}: {_in_german(message)}\nHilfe: {self.prog} --help\n")
        sys.exit(ExitCode.USAGE)


def _in_german(message: str) -> str:
    rest = message.partition("invalid choice: ")[2]
    if rest:
        wrong, _, choices = rest.partition(" (choose from ")
        known = [choice.strip(" ')") for choice in choices.split(",")]
        near = difflib.get_close_matches(wrong.strip("'"), known, n=1)
        return f"{wrong} gibt es nicht." + (f" Meinten Sie „{near[0]}“?" if near else "")
    words = {
        "the following arguments are required:": "Es fehlt:",
        "unrecognized arguments:": "Unbekannt:",
        "expected one argument": "erwartet eine Angabe",
        "invalid int value:": "erwartet eine ganze Zahl, nicht",
        "argument ": "",
    }
    for english, german in words.items():
        message = message.replace(english, german)
    return message
