"""The commands `laufzettel dmn` and `laufzettel tck`, without the command line around them."""

import argparse
import csv
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from laufzettel.kernel.arguments import Parser, Refused
from laufzettel.kernel.dmn import tck
from laufzettel.kernel.dmn.decisions import Decisions
from laufzettel.kernel.dmn.program import read
from laufzettel.kernel.feel.budget import BudgetExceeded
from laufzettel.kernel.feel.tagged import from_json, to_json
from laufzettel.kernel.feel.temporal_text import parse_date, parse_date_time, parse_duration, parse_time
from laufzettel.kernel.feel.types import (
    DATE,
    DATE_TIME,
    DAYS,
    MONTHS,
    TIME,
    FeelType,
    members,
)
from laufzettel.kernel.feel.values import Function, Value
from laufzettel.kernel.problems import Finding, ProgramError, Text

OK, FAILED, WRONG_USE = 0, 1, 2
_ZONE = ZoneInfo("Europe/Berlin")
_READERS = (
    ({DATE}, parse_date),
    ({DATE_TIME}, parse_date_time),
    ({TIME}, parse_time),
    ({DAYS, MONTHS}, parse_duration),
)


class _InputError(Exception):
    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message)


def run_dmn(
    argv: Sequence[str], stdin: TextIO | None = None, stdout: TextIO | None = None, *, now: datetime | None = None
) -> int:
    """Decide, explain or check a DMN file. Gives 0, 1 when something is wrong with the model or input, 2 for misuse."""
    out = stdout or sys.stdout
    try:
        options = _dmn_options(argv)
    except Refused as refused:
        out.write(f"{refused}\n")
        return WRONG_USE
    language: str = options.language
    try:
        decisions = _load(options.file)
        if options.check:
            return _print_findings(decisions.check(), out, language)
        return _decide(decisions, options, stdin or sys.stdin, out, now)
    except ProgramError as error:
        _print_findings(error.findings, out, language)
    except BudgetExceeded as error:
        _print_findings([error.finding], out, language)
    except _InputError as error:
        out.write(error.message.in_language(language) + "\n")
    except OSError as error:
        said = Text(f"Die Datei lässt sich nicht lesen: {error.filename}", f"Cannot read the file: {error.filename}")
        out.write(said.in_language(language) + "\n")
    return FAILED


def _dmn_options(argv: Sequence[str]) -> argparse.Namespace:
    parser = Parser(prog="laufzettel dmn", description="Eine Entscheidung aus einer DMN-Datei auswerten.")
    parser.add_argument("file", type=Path, metavar="DATEI", help="die DMN-Datei")
    parser.add_argument("--decision", metavar="NAME", help="welche Entscheidung; ohne Angabe die letzte der Datei")
    parser.add_argument("--input", metavar="DATEI", help="Eingaben als JSON; „-“ liest die Standardeingabe")
    parser.add_argument("--why", action="store_true", help="auch sagen, warum")
    parser.add_argument("--check", action="store_true", help="Lücken, Überschneidungen und tote Regeln suchen")
    parser.add_argument("--reference-date", type=date.fromisoformat, metavar="TAG", help="der Tag, dessen Recht gilt")
    parser.add_argument("--now", type=datetime.fromisoformat, metavar="ZEIT", help="was now() ergibt")
    parser.add_argument("--language", default="de", choices=("de", "en"), help="Sprache der Ausgabe")
    return parser.parse_args(argv)


def _load(path: Path) -> Decisions:
    """A file and, for its imports, the other DMN files beside it."""
    return read(path.read_bytes(), file=path.name, imports=tck.neighbours(path))


def _decide(decisions: Decisions, options: argparse.Namespace, stdin: TextIO, out: TextIO, now: datetime | None) -> int:
    name = options.decision or _last(decisions)
    # The command is the kernel's edge: whoever calls it without a time means this moment.
    moment = options.now or now or datetime.now(_ZONE)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=_ZONE)
    inputs = _inputs(options.input, stdin, decisions.inputs(name))
    decided = decisions.decide(name, inputs, now=moment, reference_date=options.reference_date)
    out.write(_shown(decided.value) + "\n")
    if options.why:
        out.write(decided.why(options.language) + "\n")
    return OK


def _last(decisions: Decisions) -> str:
    if not decisions.names:
        raise _InputError(Text("Die Datei enthält keine Entscheidung.", "The file has no decision."))
    return decisions.names[-1]


def _inputs(source: str | None, stdin: TextIO, wanted: Mapping[str, FeelType]) -> dict[str, Value]:
    if source is None:
        return {}
    text = stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
    try:
        data = json.loads(text, parse_float=Decimal)
        values = from_json(data)
    except (ValueError, RecursionError) as error:
        raise _InputError(Text(f"Die Eingaben sind kein JSON: {error}", f"The inputs are no JSON: {error}")) from error
    if not isinstance(values, dict):
        raise _InputError(Text("Die Eingaben müssen ein JSON-Objekt sein.", "The inputs must be a JSON object."))
    return {name: _typed(value, wanted.get(name)) for name, value in values.items()}


def _typed(value: Value, kind: FeelType | None) -> Value:
    """A text where a date or its kin is wanted, read as one."""
    if not isinstance(value, str) or kind is None:
        return value
    for kinds, reader in _READERS:
        if kinds & members(kind):
            read_value = reader(value)
            return value if read_value is None else read_value
    return value


def _shown(value: Value) -> str:
    if isinstance(value, Function):
        return str(value)
    return json.dumps(to_json(value), ensure_ascii=False, default=str)


def _print_findings(findings: Sequence[Finding], out: TextIO, language: str) -> int:
    words = {"error": Text("Fehler", "error"), "warning": Text("Warnung", "warning")}
    for finding in findings:
        out.write(f"{words[finding.severity].in_language(language)}: {finding.in_language(language)}\n")
    if not findings:
        out.write(Text("In Ordnung.", "All right.").in_language(language) + "\n")
    return FAILED if any(finding.severity == "error" for finding in findings) else OK


# ---- the kit of the standard -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Score:
    passed: int = 0
    total: int = 0

    def add(self, passed: bool) -> None:
        self.passed += passed
        self.total += 1

    def __str__(self) -> str:
        share = 100 * self.passed / self.total if self.total else 100.0
        return f"{self.passed:5} / {self.total:5}  {share:6.2f} %"


def run_tck(argv: Sequence[str], stdout: TextIO | None = None) -> int:
    """Run the kit in a folder and print the score per level and folder, in all and without what expects null.

    Gives 1 when fewer cases pass than `--at-least` says, or when the folder holds none.
    """
    out = stdout or sys.stdout
    try:
        options = _tck_options(argv)
    except Refused as refused:
        out.write(f"{refused}\n")
        return WRONG_USE
    outcomes = list(tck.run(options.folder))
    if not outcomes:
        out.write(f"Keine Testfälle in {options.folder}\n")
        return FAILED
    if options.csv is not None:
        _write_csv(options.csv, outcomes)
    _print_scores(outcomes, out)
    passed = sum(outcome.passed for outcome in outcomes)
    wanted: int | None = options.at_least
    if wanted is not None and passed < wanted:
        out.write(f"Zu wenige: {passed} statt mindestens {wanted}\n")
        return FAILED
    return OK


def _tck_options(argv: Sequence[str]) -> argparse.Namespace:
    parser = Parser(prog="laufzettel tck", description="Die Konformitätstests für DMN ausführen.")
    parser.add_argument("folder", type=Path, metavar="ORDNER", help="der Ordner des Testpakets oder ein Teil davon")
    parser.add_argument("--at-least", type=int, metavar="ZAHL", help="so viele Fälle müssen bestehen")
    parser.add_argument("--csv", type=Path, metavar="DATEI", help="das Ergebnis jedes Falls in eine Datei schreiben")
    return parser.parse_args(argv)


def _print_scores(outcomes: Sequence[tck.Outcome], out: TextIO) -> None:
    levels = sorted({outcome.case.level for outcome in outcomes})
    for level in levels:
        own = [outcome for outcome in outcomes if outcome.case.level == level]
        folders: dict[str, _Score] = {}
        everything, telling = _Score(), _Score()
        for outcome in own:
            folders.setdefault(outcome.case.folder, _Score()).add(outcome.passed)
            everything.add(outcome.passed)
            if not outcome.case.expects_null:
                telling.add(outcome.passed)
        for folder, score in folders.items():
            out.write(f"  {folder:50}{score}\n")
        out.write(f"{level or 'alle':52}{everything}\n")
        out.write(f"{'  davon ohne die, die null oder einen Fehler wollen':52}{telling}\n")
    for outcome in outcomes:
        if not outcome.passed:
            out.write(f"nicht bestanden: {outcome.case}: {outcome.got}\n")


def _write_csv(path: Path, outcomes: Sequence[tck.Outcome]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows: Any = csv.writer(file)
        rows.writerow(["level", "folder", "case", "expects_null", "passed", "got"])
        for outcome in outcomes:
            case = outcome.case
            rows.writerow([case.level, case.folder, case.id, case.expects_null, outcome.passed, outcome.got])
