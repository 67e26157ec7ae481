"""The commands `laufzettel new`, `laufzettel fmt` and `laufzettel diff`."""

import argparse
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from laufzettel.kernel.arguments import Parser, Refused
from laufzettel.kernel.package.arguments import LANGUAGE, parser, say, text
from laufzettel.kernel.package.beginning import blank
from laufzettel.kernel.package.difference import Change, difference
from laufzettel.kernel.package.files import collect
from laufzettel.kernel.package.formatting import formatted
from laufzettel.kernel.package.loading import load
from laufzettel.kernel.package.report import report
from laufzettel.kernel.problems import ProgramError

_KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def run_new(argv: Sequence[str], stdout: TextIO) -> int:
    """`laufzettel new KEY`: a folder that passes check and test."""
    arguments = Parser(prog="laufzettel new", description="Legt ein Leistungspaket an, das besteht.")
    arguments.add_argument("key", metavar="SCHLÜSSEL", help="wie die Leistung in Adressen heißt: hund-anmelden")
    arguments.add_argument("--title", default="", metavar="TITEL", help="wie sie auf Seiten heißt")
    arguments.add_argument(
        "--folder", type=Path, default=Path("services"), metavar="ORDNER", help="wohin (%(default)s)"
    )
    arguments.add_argument("--lang", choices=("de", "en"), default="de", help=LANGUAGE)
    options = _options(arguments, argv, stdout)
    if options is None:
        return 2
    language, target = options.lang, options.folder / options.key
    if not _KEY.fullmatch(options.key):
        say(stdout, text(language, "Der Schlüssel: klein, a–z, 0–9, Bindestriche.", "The key: lower case, hyphens."))
        return 2
    if target.exists():
        say(stdout, text(language, f"{target} gibt es schon.", f"{target} exists already."))
        return 1
    title = options.title or options.key.replace("-", " ").capitalize()
    if re.search(r'["\\<>&\n]', title):
        say(stdout, text(language, "Der Titel: ohne Anführungszeichen und < > &.", 'The title: without " < > &.'))
        return 2
    _write(target, blank(options.key, title))
    say(stdout, text(language, f"{target} ist angelegt.", f"{target} is there."))
    return 0


def run_fmt(argv: Sequence[str], stdout: TextIO) -> int:
    """`laufzettel fmt FOLDER… [--check]`: writes what is written otherwise; with --check only says so (1)."""
    arguments = parser("laufzettel fmt", "Schreibt ein Paket in der einen üblichen Form.")
    arguments.add_argument("--check", action="store_true", help="nichts schreiben")
    options = _options(arguments, argv, stdout)
    if options is None:
        return 2
    changed = 0
    for folder in options.folders:
        try:
            before = collect(Path(folder))
        except ProgramError as error:
            say(stdout, report(error.findings, "text", language=options.lang, folder=folder))
            return 1
        after = formatted(before)
        different = [path for path in before if (Path(folder) / path).read_bytes() != after[path]]
        changed += len(different)
        for path in different:
            say(stdout, f"{folder}/{path}")
        if not options.check:
            _write(Path(folder), {path: after[path] for path in different})
    return int(options.check and changed > 0)


def run_diff(argv: Sequence[str], stdout: TextIO) -> int:
    """`laufzettel diff OLD NEW`: 0 when they are the same, 1 when not, as `diff` does."""
    arguments = parser("laufzettel diff", "Sagt, was an zwei Fassungen eines Pakets anders ist.")
    arguments.add_argument("--format", choices=("text", "json"), default="text", help="wie ausgeben (%(default)s)")
    options = _options(arguments, argv, stdout)
    if options is None:
        return 2
    if len(options.folders) != 2:
        say(stdout, text(options.lang, "Nennen Sie zwei Ordner.", "Name two folders."))
        return 2
    try:
        old, new = (load(Path(folder)) for folder in options.folders)
    except ProgramError as error:
        say(stdout, report(error.findings, "text", language=options.lang))
        return 2
    changes = difference(old, new)
    if options.format == "json":
        say(stdout, json.dumps([change.as_data() for change in changes], ensure_ascii=False, indent=2))
        return int(bool(changes))
    _write_changes(changes, options.lang, stdout)
    return int(bool(changes))


def _write_changes(changes: list[Change], language: str, stdout: TextIO) -> None:
    legal = [change for change in changes if change.is_legal]
    others = [change for change in changes if not change.is_legal]
    for title, listed in (
        (text(language, "Wirkt rechtlich, braucht eine Freigabe", "Has legal effect, needs a release"), legal),
        (text(language, "Ohne rechtliche Wirkung", "Without legal effect"), others),
    ):
        if listed:
            say(stdout, f"{title} ({len(listed)}):")
        for change in listed:
            say(stdout, ("§ " if change.is_legal else "  ") + change.in_language(language))


def _options(arguments: Parser, argv: Sequence[str], stdout: TextIO) -> argparse.Namespace | None:
    try:
        return arguments.parse_args(argv)
    except Refused as refused:
        say(stdout, str(refused))
        return None


def _write(folder: Path, contents: dict[str, bytes]) -> None:
    for path, content in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
