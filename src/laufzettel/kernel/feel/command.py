"""`laufzettel feel`: evaluate an expression at the command line."""

import argparse
import json
import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TextIO

from laufzettel.kernel.arguments import Parser, Refused
from laufzettel.kernel.feel.budget import BudgetExceeded
from laufzettel.kernel.feel.expression import Expression, compile, compile_unary  # noqa: A004
from laufzettel.kernel.feel.nodes import Name, Node, children
from laufzettel.kernel.feel.run import Warning  # noqa: A004
from laufzettel.kernel.feel.tagged import from_json, to_json
from laufzettel.kernel.feel.text import quoted_text
from laufzettel.kernel.feel.types import FeelType, type_of
from laufzettel.kernel.feel.values import Value
from laufzettel.kernel.problems import ProgramError


def _parser() -> Parser:
    parser = Parser(prog="laufzettel feel", description="Wertet einen FEEL-Ausdruck aus.")
    parser.add_argument("expression", metavar="AUSDRUCK", help="der Ausdruck; - liest ihn von der Standardeingabe")
    parser.add_argument("--context", metavar="DATEI", help="JSON-Datei mit den Variablen; - liest die Standardeingabe")
    parser.add_argument("--unary", metavar="WERT", help="als Zelle einer Entscheidungstabelle, mit diesem Eingabewert")
    parser.add_argument("--now", metavar="ZEIT", help="was now() und today() lesen, mit Zeitzone nach ISO 8601")
    parser.add_argument("--json", action="store_true", help="das Ergebnis als JSON ausgeben")
    parser.add_argument("--types", action="store_true", help="den Ausdruck gegen die Typen der Variablen prüfen")
    return parser


def run(
    argv: list[str], stdin: TextIO | None = None, stdout: TextIO | None = None, *, now: datetime | None = None
) -> int:
    """Evaluate what `argv` says and print the value, then why something in it became null.

    Reads and writes the standard streams unless others are given. `now` is the caller's clock, `--now` goes before
    it. Gives 0, 1 when the expression cannot be read or costs too much, 2 when the command was called wrongly.
    """
    stdin, stdout = stdin or sys.stdin, stdout or sys.stdout
    try:
        if not argv or "--help" in argv or "-h" in argv:
            stdout.write(_parser().format_help())
            return 0 if argv else 2
        return _evaluate(_parser().parse_args(argv), stdin, stdout, now)
    except Refused as error:
        stdout.write(f"{error}\n")
        return 2
    except ProgramError as error:
        stdout.writelines(f"{finding}\n" for finding in error.findings)
        return 1
    except BudgetExceeded as error:
        stdout.write(f"{error.finding}\n")
        return 1


def _evaluate(arguments: argparse.Namespace, stdin: TextIO, stdout: TextIO, now: datetime | None) -> int:
    text = stdin.read() if arguments.expression == "-" else str(arguments.expression)
    context = _context(arguments.context, stdin) if arguments.context else {}
    if arguments.unary is not None:
        context["?"] = compile(arguments.unary).evaluate({}, now=_moment(arguments, now, None))
    names = _names(context)
    types: dict[str, FeelType] | None = None
    if arguments.types:
        types = {name: type_of(value) for name, value in context.items()}
    compiler = compile if arguments.unary is None else compile_unary
    expression = compiler(text, names=names, types=types)
    warnings: list[Warning] = []
    value = expression.evaluate(context, now=_moment(arguments, now, expression), warnings=warnings)
    stdout.write(json.dumps(to_json(value), ensure_ascii=False) if arguments.json else quoted_text(value))
    stdout.write("\n")
    stdout.writelines(f"Prüfung {finding}\n" for finding in expression.findings)
    stdout.writelines(f"Hinweis {warning}\n" for warning in warnings)
    return 0


def _context(file: str, stdin: TextIO) -> dict[str, Value]:
    try:
        text = stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        value = from_json(json.loads(text, parse_float=Decimal))
    except OSError as error:
        raise Refused(f"{file}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise Refused(f"{file}: kein lesbares JSON ({error})") from error
    if not isinstance(value, dict):
        raise Refused(f'{file}: erwartet wird ein JSON-Objekt mit den Variablen, zum Beispiel {{"alter": 17}}')
    return value


def _names(value: Value) -> set[str]:
    """All keys on any level: the names that may hold spaces."""
    if isinstance(value, list):
        return {name for item in value for name in _names(item)}
    if isinstance(value, dict):
        return set(value) | {name for item in value.values() for name in _names(item)}
    return set()


def _moment(arguments: argparse.Namespace, now: datetime | None, expression: Expression | None) -> datetime:
    if arguments.now:
        try:
            moment = datetime.fromisoformat(arguments.now)
        except ValueError:
            raise Refused(f"--now: {arguments.now} ist keine Zeit wie 2026-01-31T12:00:00+01:00") from None
        if moment.tzinfo is None:
            raise Refused("--now: die Zeitzone fehlt, zum Beispiel 2026-01-31T12:00:00+01:00")
        return moment
    if now is None and expression is not None and _asks_clock(expression.tree):
        raise Refused("Der Ausdruck fragt nach der Zeit: geben Sie sie mit --now an")
    return now or datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def _asks_clock(node: Node) -> bool:
    return (isinstance(node, Name) and node.name in {"now", "today"}) or any(map(_asks_clock, children(node)))
