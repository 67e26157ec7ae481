"""The command `laufzettel simulate`."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from laufzettel.kernel.arguments import Refused
from laufzettel.kernel.package.arguments import parser, say, text
from laufzettel.kernel.package.loading import load
from laufzettel.kernel.package.report import report
from laufzettel.kernel.package.simulation import Simulation, simulate
from laufzettel.kernel.package.testing import KIND_NAMES, KINDS
from laufzettel.kernel.problems import ProgramError


def run_simulate(argv: Sequence[str], stdout: TextIO) -> int:
    """`laufzettel simulate FOLDER`: 0 without a fault, 1 with one, 2 when the arguments make no sense."""
    arguments = parser("laufzettel simulate", "Schickt erzeugte Antragsteller durch ein Paket.")
    arguments.add_argument("--applicants", type=int, default=1000, metavar="ZAHL", help="wie viele (%(default)s)")
    arguments.add_argument("--seed", type=int, default=0, metavar="ZAHL", help="dieselbe Zahl, dieselben Antragsteller")
    arguments.add_argument("--format", choices=("text", "json"), default="text", help="wie ausgeben (%(default)s)")
    try:
        options = arguments.parse_args(argv)
    except Refused as refused:
        say(stdout, str(refused))
        return 2
    code = 0
    for folder in options.folders:
        try:
            package = load(Path(folder))
        except ProgramError as error:
            say(stdout, report(error.findings, options.format, language=options.lang, folder=folder))
            return 1
        if not package.examples:
            say(stdout, text(options.lang, f"{folder}: ohne examples/ keine Simulation.", f"{folder}: no examples/."))
            return 2
        result = simulate(package, options.applicants, seed=options.seed)
        if options.format == "json":
            say(stdout, json.dumps(_as_data(result, folder), ensure_ascii=False, indent=2))
        else:
            _write(result, options.lang, options.seed, stdout)
        code = max(code, 0 if result.ok else 1)
    return code


def _write(result: Simulation, language: str, seed: int, stdout: TextIO) -> None:
    for fault, count in result.faults:
        where = f"{fault.kind} {fault.element}".strip()
        message = fault.message.in_language(language)
        say(stdout, text(language, f"✗ {where}, {count}-mal: {message}", f"✗ {where}, {count} times: {message}"))
        say(stdout, "\n".join("    " + line for line in fault.scenario.splitlines()))
    refused = sum(result.refused.values())
    faults = len(result.faults)
    ends = ", ".join(f"{name} {count}" for name, count in sorted(result.ends.items()))
    say(
        stdout,
        text(
            language,
            f"{result.applicants} Antragsteller (seed {seed}), {faults} Störungen. Enden: {ends or 'keine'}.",
            f"{result.applicants} applicants (seed {seed}), {faults} faults. Ends: {ends or 'none'}.",
        ),
    )
    if refused:
        reasons = ", ".join(f"{name} {count}" for name, count in sorted(result.refused.items()))
        say(stdout, text(language, f"Nicht angenommen: {reasons}.", f"Not accepted: {reasons}."))
    shares = ", ".join(f"{KIND_NAMES[kind].in_language(language)} {result.coverage.share(kind):.0%}" for kind in KINDS)
    say(stdout, text(language, f"Erreicht: {shares}.", f"Reached: {shares}."))
    for kind, names in result.coverage.missing().items():
        title = KIND_NAMES[kind].in_language(language)
        say(stdout, text(language, f"Nicht erreicht, {title}: ", f"Not reached, {title}: ") + ", ".join(names))


def _as_data(result: Simulation, folder: str) -> dict[str, object]:
    return {
        "folder": folder,
        "applicants": result.applicants,
        "faults": [
            {
                "kind": fault.kind,
                "element": fault.element,
                "count": count,
                "message": {"de": str(fault.message), "en": fault.message.in_language("en")},
                "scenario": fault.scenario,
            }
            for fault, count in result.faults
        ],
        "ends": dict(result.ends),
        "refused": dict(result.refused),
        "coverage": {kind: round(result.coverage.share(kind), 4) for kind in KINDS},
        "missing": result.coverage.missing(),
    }
