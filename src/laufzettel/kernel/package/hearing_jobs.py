"""`hearing.open`: what goes in and comes out of a hearing before a burdensome act."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from laufzettel.kernel import law
from laufzettel.kernel.feel import types
from laufzettel.kernel.package.job_types import PARTY, JobType, context, optional
from laufzettel.kernel.package.model import Package
from laufzettel.kernel.package.schema import unknown
from laufzettel.kernel.problems import Finding, Place, Text

HEARING_DAYS = 14
"""How long there is time if the package does not say."""

HEARING_JOBS = (
    JobType(
        "hearing.open",
        Text("Anhören", "Hear the person concerned"),
        input=context(
            {
                "letter": types.STRING,
                "act": types.STRING,
                "recipient": PARTY,
                "days": optional(types.NUMBER),
                "texts": optional(types.ANY_CONTEXT),
            }
        ),
        output=context(
            {
                "letter_id": types.STRING,
                "answer": types.union(types.STRING, types.NULL),
                "is_answered": types.BOOLEAN,
                "answer_by": types.DATE,
            }
        ),
        doc=Text(
            "Das Schreiben `letter` sagt, was das Amt vorhat; es ist selbst kein Verwaltungsakt. `act` nennt den, der"
            " danach kommt ([act.…]): aus dessen Verfahren folgen Norm, Worte und Fristende (§ 28 VwVfG, § 91 AO,"
            " § 24 SGB X), die die Plattform ans Ende des Schreibens setzt. `days` (ohne Angabe 14, mindestens 7,"
            " höchstens 90) zählen ab der Bekanntgabe, also ab dem vermerkten Tag der Aufgabe zur Post. Geantwortet"
            " wird beim Stand des Antrags oder auf Papier; dann, oder nach dem letzten Tag (`answer_by`), geht es"
            " weiter. Ohne Antwort ist `answer` null und `is_answered` false.",
            "The letter `letter` says what the office intends; it is no act itself. `act` names the one that comes"
            " after it ([act.…]): its procedure gives norm, words and end of the time (§ 28 VwVfG, § 91 AO,"
            " § 24 SGB X), which the platform puts at the end of the letter. `days` (14 if not given, at least 7, at"
            " most 90) count from notification, so from the recorded day of posting. The answer comes where the"
            " application stands, or on paper; then, or after the last day (`answer_by`), the process goes on. Without"
            " an answer `answer` is null and `is_answered` false.",
        ),
    ),
)


def hearing_misfits(values: Mapping[str, object]) -> list[Text]:
    """Why the time that is given for an answer cannot be meant."""
    days = values.get("days")
    if days is None:
        return []
    if isinstance(days, Decimal) and days == int(days) and law.SHORTEST_HEARING <= days <= law.LONGEST_HEARING:
        return []
    return [
        Text(
            f"Die Frist der Anhörung ist {days} statt {law.SHORTEST_HEARING} bis {law.LONGEST_HEARING} ganze Tage.",
            f"The time for the hearing is {days} instead of {law.SHORTEST_HEARING} to {law.LONGEST_HEARING} days.",
        )
    ]


def hearing_findings(package: Package, sources: Mapping[str, str], place: Place) -> Iterator[Finding]:
    """What is wrong with a hearing: it names the act that comes after it, and its letter is none."""
    letter, act = (constant(sources.get(name, "")) for name in ("letter", "act"))
    if letter in package.acts:
        message = Text(
            f"„{letter}“ ist ein Verwaltungsakt. Angehört wird, bevor es einen gibt.",
            f'"{letter}" is an act. A hearing comes before there is one.',
        )
        hint = Text("Ein eigenes Schreiben ohne [act.…].", "A letter of its own without [act.…].")
        yield Finding("hearing-letter-act", message, place, hint=hint)
    if "act" not in sources:
        return
    if act is None:
        message = Text("„act“ steht als fester Text da.", '"act" is a constant text.')
        yield Finding("hearing-act-constant", message, place, hint=Text('="bescheid"', '="bescheid"'))
    elif act not in package.acts:
        message, hint = unknown(act, list(package.acts))
        yield Finding("hearing-act-unknown", message, place, hint=hint)
    elif not law.knows_hearing(package.acts[act].procedure):
        procedure = package.acts[act].procedure
        message = Text(
            f"Für das Verfahren {procedure} steht keine Anhörung in den Tabellen.",
            f"The tables have no hearing for the procedure {procedure}.",
        )
        yield Finding("hearing-procedure", message, place)


def constant(source: str) -> str | None:
    """The text that a mapping gives whatever happens; None where it computes."""
    text = source.removeprefix("=").strip()
    is_text = len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1]
    return text[1:-1] if is_text else None
