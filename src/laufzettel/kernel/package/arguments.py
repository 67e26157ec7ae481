"""What the commands of this room share: arguments that are refused with a sentence, and writing."""

import argparse
from typing import NoReturn, TextIO


class Refused(Exception):
    """The arguments make no sense; the text says why."""


class Parser(argparse.ArgumentParser):
    """An argument parser that never ends the program with an error."""

    def error(self, message: str) -> NoReturn:
        """Refuse, with the usage before the reason."""
        raise Refused(f"{self.format_usage()}{message}")


def parser(name: str, description: str) -> Parser:
    """A parser for a command over folders."""
    made = Parser(prog=name, description=description)
    made.add_argument("folders", nargs="+", metavar="ORDNER")
    made.add_argument("--lang", choices=("de", "en"), default="de")
    return made


def text(language: str, german: str, english: str) -> str:
    """One of two languages."""
    return english if language == "en" else german


def say(stdout: TextIO, line: str) -> None:
    """A line, unless it is empty."""
    if line:
        stdout.write(line + "\n")
