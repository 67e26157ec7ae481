"""What the commands of this room share: a parser over folders, and writing."""

from typing import TextIO

from laufzettel.kernel.arguments import Parser

LANGUAGE = "Sprache der Ausgabe (%(default)s)"


def parser(name: str, description: str) -> Parser:
    """A parser for a command over folders."""
    made = Parser(prog=name, description=description)
    made.add_argument("folders", nargs="+", metavar="ORDNER", help="ein Leistungspaket, auch mehrere")
    made.add_argument("--lang", choices=("de", "en"), default="de", help=LANGUAGE)
    return made


def text(language: str, german: str, english: str) -> str:
    """One of two languages."""
    return english if language == "en" else german


def say(stdout: TextIO, line: str) -> None:
    """A line, unless it is empty."""
    if line:
        stdout.write(line + "\n")
