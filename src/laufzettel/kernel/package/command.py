"""The commands `laufzettel check` and `laufzettel test`: they read folders and write text, without clock or network."""

import argparse
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TextIO

from laufzettel.kernel.arguments import Refused
from laufzettel.kernel.package.arguments import parser, say, text
from laufzettel.kernel.package.checking import check_source
from laufzettel.kernel.package.loading import load
from laufzettel.kernel.package.model import Package
from laufzettel.kernel.package.report import FORMATS, as_data, as_line, report, report_all
from laufzettel.kernel.package.scenarios import Result
from laufzettel.kernel.package.testing import KIND_NAMES, KINDS, Report, run_all
from laufzettel.kernel.problems import Finding, Place, ProgramError, Text

NEWEST_LAW = date.max
"""Without another day, a package is checked against the newest law that the tables know."""


def run_check(argv: Sequence[str], stdout: TextIO) -> int:
    """`laufzettel check FOLDER…`: 0 without an error, 1 with one, 2 when the arguments make no sense."""
    arguments = parser("laufzettel check", "Prüft Leistungspakete wie ein Programm.")
    arguments.add_argument("--format", choices=FORMATS, default="text", help="wie ausgeben (%(default)s)")
    arguments.add_argument(
        "--on", type=date.fromisoformat, default=NEWEST_LAW, metavar="TAG", help="Tag, dessen Recht gilt"
    )
    try:
        options = arguments.parse_args(argv)
    except Refused as refused:
        say(stdout, str(refused))
        return 2
    found: list[tuple[str, Finding]] = []
    keys: dict[str, str] = {}
    for folder in options.folders:
        package, findings = check_source(Path(folder), on=options.on)
        if package is not None:
            findings += _same_key(package, folder, keys)
        found += [(folder, finding) for finding in findings]
    _write_findings(found, options, stdout)
    return int(any(finding.severity == "error" for _, finding in found))


def _same_key(package: Package, folder: str, keys: dict[str, str]) -> list[Finding]:
    key = package.service.key
    if key not in keys:
        keys[key] = folder
        return []
    other = keys[key]
    message = Text(f"„{key}“ ist schon der Schlüssel von {other}.", f'"{key}" is already the key of {other}.')
    return [Finding("package-double-key", message, Place("service.toml", "service.key", 1))]


def _write_findings(found: list[tuple[str, Finding]], options: argparse.Namespace, stdout: TextIO) -> None:
    if options.format != "text":
        say(stdout, report_all(found, options.format, language=options.lang))
        return
    for folder, finding in found:
        say(stdout, as_line(finding, options.lang, folder))
    errors = sum(finding.severity == "error" for _, finding in found)
    warnings = len(found) - errors
    say(stdout, text(options.lang, f"{errors} Fehler, {warnings} Hinweise.", f"{errors} errors, {warnings} warnings."))


def run_test(argv: Sequence[str], stdout: TextIO) -> int:
    """`laufzettel test FOLDER…`: 0 when every scenario is green, 1 when not, 2 when the arguments make no sense."""
    arguments = parser("laufzettel test", "Spielt die Szenarien eines Pakets ohne Server.")
    arguments.add_argument("--scenario", action="append", default=[], metavar="NAME", help="nur dieses Szenario")
    arguments.add_argument("--format", choices=("text", "json"), default="text", help="wie ausgeben (%(default)s)")
    try:
        options = arguments.parse_args(argv)
    except Refused as refused:
        say(stdout, str(refused))
        return 2
    codes = [_test_one(folder, options, stdout) for folder in options.folders]
    return max(codes)


def _test_one(folder: str, options: argparse.Namespace, stdout: TextIO) -> int:
    try:
        package = load(Path(folder))
    except ProgramError as error:
        say(stdout, report(error.findings, options.format, language=options.lang, folder=folder))
        return 1
    unknown = [name for name in options.scenario if name not in package.scenarios]
    if unknown:
        say(stdout, text(options.lang, f"Kein Szenario: {', '.join(unknown)}", f"No scenario: {', '.join(unknown)}"))
        return 2
    tested = run_all(package, options.scenario)
    if options.format == "json":
        say(stdout, json.dumps(_as_data(tested, folder), ensure_ascii=False, indent=2))
    else:
        _write_report(tested, folder, options, stdout)
    return 0 if tested.ok else 1


def _write_report(tested: Report, folder: str, options: argparse.Namespace, stdout: TextIO) -> None:
    for result in tested.results:
        say(stdout, f"{'✓' if result.ok else '✗'} {result.scenario}: {result.title}")
        if not result.ok:
            _write_failure(result, folder, options, stdout)
    good = sum(result.ok for result in tested.results)
    total = len(tested.results)
    say(stdout, text(options.lang, f"{good} von {total} Szenarien grün.", f"{good} of {total} scenarios green."))
    shares = ", ".join(
        f"{KIND_NAMES[kind].in_language(options.lang)} {tested.coverage.share(kind):.0%}" for kind in KINDS
    )
    say(stdout, text(options.lang, f"Erreicht: {shares}.", f"Reached: {shares}."))
    for kind, names in tested.coverage.missing().items():
        title = KIND_NAMES[kind].in_language(options.lang)
        listed = ", ".join(names)
        say(stdout, text(options.lang, f"Nicht erreicht, {title}: {listed}", f"Not reached, {title}: {listed}"))


def _write_failure(result: Result, folder: str, options: argparse.Namespace, stdout: TextIO) -> None:
    for failure in result.failures:
        say(stdout, "    " + as_line(failure, options.lang, folder))
    say(stdout, text(options.lang, "    Was geschah:", "    What happened:"))
    for line in result.trace:
        say(stdout, "      " + line.in_language(options.lang))


def _as_data(tested: Report, folder: str) -> dict[str, object]:
    return {
        "folder": folder,
        "scenarios": [
            {
                "name": result.scenario,
                "title": result.title,
                "ok": result.ok,
                "failures": [as_data(failure, folder) for failure in result.failures],
            }
            for result in tested.results
        ],
        "coverage": {kind: round(tested.coverage.share(kind), 4) for kind in KINDS},
        "missing": tested.coverage.missing(),
    }
