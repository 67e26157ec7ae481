"""The commands `laufzettel upgrade` and `laufzettel schema`: the format of packages."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from laufzettel.kernel.arguments import Parser, Refused
from laufzettel.kernel.package.arguments import LANGUAGE, parser, say, text
from laufzettel.kernel.package.files import collect
from laufzettel.kernel.package.format import schemas
from laufzettel.kernel.package.report import report
from laufzettel.kernel.package.upgrading import taken, upgraded
from laufzettel.kernel.problems import ProgramError


def run_upgrade(argv: Sequence[str], stdout: TextIO) -> int:
    """`laufzettel upgrade FOLDER… [--check]`: writes the newest format; with --check only says so (1)."""
    arguments = parser("laufzettel upgrade", "Bringt ein Paket in das neueste Format.")
    arguments.add_argument("--check", action="store_true", help="nichts schreiben")
    try:
        options = arguments.parse_args(argv)
    except Refused as refused:
        say(stdout, str(refused))
        return 2
    waiting = 0
    for folder in options.folders:
        try:
            before = collect(Path(folder))
            after = upgraded(before)
        except ProgramError as error:
            say(stdout, report(error.findings, "text", language=options.lang, folder=folder))
            return 1
        steps = taken(before)
        waiting += len(steps)
        for step in steps:
            say(stdout, f"{folder}: {step.in_language(options.lang)}")
        if not steps:
            say(stdout, text(options.lang, f"{folder}: schon im neuesten Format.", f"{folder}: newest format already."))
        elif not options.check:
            _write(Path(folder), before, after)
    return int(options.check and waiting > 0)


def run_schema(argv: Sequence[str], stdout: TextIO) -> int:
    """`laufzettel schema NAME` prints a JSON Schema of the format; `--folder` writes all of them there, for editors."""
    known = schemas()
    arguments = Parser(prog="laufzettel schema", description="Gibt das Format der Leistungspakete als JSON Schema aus.")
    arguments.add_argument("name", nargs="?", choices=sorted(known), metavar="NAME", help=", ".join(sorted(known)))
    arguments.add_argument("--folder", type=Path, metavar="ORDNER", help="alle hierhin schreiben")
    arguments.add_argument("--lang", choices=("de", "en"), default="de", help=LANGUAGE)
    try:
        options = arguments.parse_args(argv)
    except Refused as refused:
        say(stdout, str(refused))
        return 2
    if options.folder is not None:
        options.folder.mkdir(parents=True, exist_ok=True)
        for name, schema in known.items():
            (options.folder / f"{name}.schema.json").write_text(_text(schema), "utf-8")
            say(stdout, str(options.folder / f"{name}.schema.json"))
        return 0
    if options.name is None:
        names = ", ".join(sorted(known))
        say(stdout, text(options.lang, f"Nennen Sie eines: {names}.", f"Name one: {names}."))
        return 2
    say(stdout, _text(known[options.name]).rstrip("\n"))
    return 0


def _text(schema: object) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _write(folder: Path, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    for path in before.keys() - after.keys():
        (folder / path).unlink()
    for path, content in after.items():
        if before.get(path) != content:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
