"""A serial run on the pure kernel, over the registers of a play: letters, claims, and what could not be done."""

from collections.abc import Mapping
from typing import Any

from laufzettel.kernel.package import serial_runs
from laufzettel.kernel.package.model import SerialRun
from laufzettel.kernel.package.playing import Play
from laufzettel.kernel.package.playing_registers import Entry
from laufzettel.kernel.package.values import merged
from laufzettel.kernel.problems import Text


def play_run(play: Play, run: SerialRun, year: int) -> list[Text]:
    """Go through the entries that have not ended; why some could not be done comes back, in their order."""
    hindered = []
    context = serial_runs.context_of(play.series, year)
    for entry in play.registers.open_entries(run.register):
        if serial_runs.concerns(run, entry.values, context, play.now):
            problem = settle(play, run, entry.values, context, entry)
            hindered += [problem] if problem else []
    return hindered


def settle(
    play: Play, run: SerialRun, values: Mapping[str, Any], context: Mapping[str, Any], entry: Entry | None = None
) -> Text | None:
    """One entry: its letters are issued, its claim raised and the entry written, or it is said why not."""
    settled = serial_runs.settle(play.package, run, values, context, play.now)
    file = play.package.decisions[run.decision].definitions.file
    play.coverage.rules |= {(file, fired.rule_id) for fired in settled.fired}
    if settled.hindrance is not None or not settled.is_due:
        return settled.hindrance
    reference = None
    if settled.claim is not None:
        play.jobs.append(("claim.raise", settled.claim))
        reference = f"REFERENCE-{len(play.jobs):04}"
    for recipient in settled.recipients:
        given = {"letter": run.letter, "recipient": recipient}
        seen = merged(settled.variables, {"reference": reference, "recipient": recipient})
        issued = play.issue(run.letter, seen, {}, given)
        if issued.tree["gaps"]:
            names = ", ".join(issued.tree["gaps"])
            return Text(f"Dem Schreiben fehlen Werte: {names}.", f"The letter lacks values: {names}.")
        play.letters.append(issued)
        play.jobs.append(("letter.issue", given))
    if settled.written is None or entry is None:
        return None
    return play.registers.change(run.register, entry, settled.written, play.now)
