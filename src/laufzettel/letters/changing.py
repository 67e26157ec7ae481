"""An issued notice is corrected or annulled by another letter, which goes the same way; the first stays readable."""

import uuid
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from laufzettel.core import audit
from laufzettel.core.actors import Actor
from laufzettel.core.clock import ZONE, today
from laufzettel.kernel import feel, law
from laufzettel.kernel.problems import Text
from laufzettel.letters import actions
from laufzettel.letters.actions import TEXT_LIMIT, Content, LetterRefused, Mailbox
from laufzettel.letters.models import Letter
from laufzettel.tenants.models import Tenant

TEXTS = Path(__file__).parent / "texts"
HEARINGS = ("no-burden", "heard", "dispensed")
"""Before a burden the person is heard: there is none, it was done, or it could be left out."""


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants to change about an issued notice.

    `way` is the key of a row of `law.ways_to_change`; `text` what the letter says of the change ("Statt … muss es
    heißen: …"), `reason` why; `from_day` from when an annulment works, None for from the start; `hearing` one of
    `HEARINGS` with its day or its reason.
    """

    way: str
    text: str
    reason: str
    from_day: date | None = None
    hearing: str = ""
    heard_on: date | None = None
    dispensed: str = ""


class Incomplete(Exception):
    """Fields of the change that are missing or wrong, each with its sentence."""

    def __init__(self, fields: dict[str, Text]) -> None:
        self.fields = fields
        super().__init__(", ".join(fields))


def ways(letter: Letter, tenant: Tenant) -> tuple[law.ChangeRule, ...]:
    """On what this letter can be changed; nothing for one that is no issued notice, or is annulled already."""
    if letter.act is None or letter.state != Letter.State.ISSUED or letter.is_annulled:
        return ()
    return law.ways_to_change(letter.act["procedure"], land=tenant.land, on=today())


def open_change(letter: Letter) -> Letter | None:
    """The letter that will change this one and is not issued yet."""
    return Letter.objects.filter(changes=letter, state=Letter.State.PREPARED).first()


def begin(actor: Actor, letter_id: uuid.UUID, change: Change, tenant: Tenant, mailbox: Mailbox | None = None) -> Letter:
    """Prepare the letter that corrects or annuls an issued notice. Until it is issued itself, nothing has changed.

    It has the address, the act and so the second person, the issuing body and the remedy of the first. `mailbox` is
    where it goes if the first lies there and the person still wants it.
    Raises `LetterRefused`, or `Incomplete` with what is wrong in which field.
    """
    first: Letter = Letter.objects.select_for_update().get(id=letter_id)
    known = {way.key: way for way in ways(first, tenant)}
    if not known:
        raise LetterRefused(why_not(first))
    if open_change(first) is not None:
        raise LetterRefused(IS_OPEN)
    wrong = dict(_wrong(change, known.get(change.way)))
    if wrong:
        raise Incomplete(wrong)
    number = Letter.objects.filter(changes=first).count() + 1
    made = actions.prepare(
        actor, uuid.uuid5(first.id, f"change {number}"), _content(first, change, known[change.way], mailbox)
    )
    made.changes, made.change = first, _kept(actor, change, known[change.way])
    made.save(update_fields=["changes", "change"])
    audit.record(actor, "letter-change-begun", kind="letter", object_id=first.id, reason=change.reason)
    return made


def discard(actor: Actor, letter_id: uuid.UUID, version: int) -> Letter:
    """Give up a correction or annulment that is not issued. The notice stays as it is."""
    letter = actions.lock(letter_id, version)
    if letter.changes_id is None:
        raise LetterRefused(
            Text(
                "Dieses Schreiben gehört zum Ablauf des Vorgangs und lässt sich nicht verwerfen.",
                "This letter belongs to the process of the case and cannot be discarded.",
            )
        )
    letter.state = Letter.State.DISCARDED
    letter.version += 1
    letter.note("discarded", actor)
    letter.save(update_fields=["state", "version", "trail"])
    audit.record(actor, "letter-discarded", kind="letter", object_id=letter.id)
    return letter


def _wrong(change: Change, way: law.ChangeRule | None) -> list[tuple[str, Text]]:
    if way is None:
        return [("way", NEEDS_WAY)]
    found: list[tuple[str, Text]] = []
    if way.kind == "correction" and not change.text:
        found.append(("text", NEEDS_TEXT))
    if not change.reason:
        found.append(("reason", NEEDS_REASON))
    found += [(name, TOO_LONG) for name in ("text", "reason") if len(getattr(change, name)) > TEXT_LIMIT]
    if way.from_day and change.from_day is None:
        found.append(("from_day", NEEDS_DAY))
    return found + _wrong_hearing(change, way)


def _wrong_hearing(change: Change, way: law.ChangeRule) -> list[tuple[str, Text]]:
    if not way.hearing:
        return []
    if change.hearing not in HEARINGS:
        return [("hearing", NEEDS_HEARING)]
    if change.hearing == "heard" and (change.heard_on is None or change.heard_on > today()):
        return [("heard_on", NEEDS_HEARD_ON)]
    if change.hearing == "dispensed" and not change.dispensed:
        return [("dispensed", NEEDS_DISPENSED)]
    return []


def _content(first: Letter, change: Change, way: law.ChangeRule, mailbox: Mailbox | None) -> Content:
    assert first.issued_at is not None  # noqa: S101 - it is issued
    issued_on = first.issued_at.astimezone(ZONE).date()
    hearing = change.hearing if way.hearing else ""
    context: dict[str, Any] = {
        "wort": way.word,
        "titel": first.title,
        "vom": feel.Date.from_python(issued_on),
        "aktenzeichen": first.info.get("reference", ""),
        "aenderung": change.text or "",
        "grund": change.reason,
        "norm": way.norm,
        "ab": _day(change.from_day if way.kind == "annulment" else None),
        "angehoert": _day(change.heard_on if hearing == "heard" else None),
        "verzicht": change.dispensed if hearing == "dispensed" else None,
    }
    return Content(
        name=f"{first.name}-{way.word.lower()}"[:80],
        source=(TEXTS / f"{way.kind}.md").read_text("utf-8"),
        context=feel.to_json(context),
        address=first.address,
        act=first.act,
        info={key: value for key, value in first.info.items() if key in ("pairs", "unit", "reference", "signature")},
        marks=tuple(first.marks),
        language="de",
        channel=first.paper if first.is_electronic else first.channel,
        mailbox=mailbox,
    )


def _day(day: date | None) -> feel.Date | None:
    return None if day is None else feel.Date.from_python(day)


def _kept(actor: Actor, change: Change, way: law.ChangeRule) -> dict[str, Any]:
    is_for_later = way.kind == "annulment" and change.from_day is not None
    return {
        "kind": way.kind,
        "word": way.word,
        "way": way.key,
        "norm": way.norm,
        "is_verified": way.verified,
        "reason": change.reason,
        "from_day": change.from_day.isoformat() if is_for_later and change.from_day else "",
        "hearing": change.hearing if way.hearing else "",
        "heard_on": change.heard_on.isoformat() if way.hearing and change.heard_on else "",
        "dispensed": change.dispensed if way.hearing else "",
        "by": actor.to_json(),
    }


def why_not(letter: Letter) -> Text:
    """Why `ways` has nothing for it."""
    if letter.state != Letter.State.ISSUED:
        return Text(
            "Das Schreiben ist noch nicht erlassen. Ändern Sie seinen Text, bevor Sie es erlassen.",
            "The letter has not been issued yet. Change its text before you issue it.",
        )
    if letter.act is None:
        return Text(
            "Das Schreiben ist kein Bescheid. Es braucht weder Berichtigung noch Aufhebung; schreiben Sie ein neues.",
            "The letter is no notice. It needs neither correction nor annulment; write another one.",
        )
    if letter.is_annulled:
        return Text("Das Schreiben ist schon aufgehoben.", "The letter has been annulled already.")
    return Text(
        "Für dieses Verfahren kennt Laufzettel keine Norm, auf der Sie den Bescheid ändern könnten.",
        "For this procedure Laufzettel knows no norm on which you could change the notice.",
    )


IS_OPEN = Text(
    "Es gibt schon einen Entwurf, der dieses Schreiben ändert. Erlassen oder verwerfen Sie ihn zuerst.",
    "There is a draft already that changes this letter. Issue or discard it first.",
)
NEEDS_WAY = Text("Wählen Sie aus, worauf sich die Änderung stützt.", "Choose what the change rests on.")
NEEDS_TEXT = Text(
    "Schreiben Sie, was falsch ist und wie es richtig heißt.", "Write what is wrong and how it reads correctly."
)
NEEDS_REASON = Text("Schreiben Sie, warum der Bescheid geändert wird.", "Write why the notice is changed.")
TOO_LONG = Text(
    f"Kürzen Sie den Text auf höchstens {TEXT_LIMIT} Zeichen.",
    f"Please shorten the text to at most {TEXT_LIMIT} characters.",
)
NEEDS_DAY = Text(
    "Auf dieser Grundlage wirkt die Aufhebung nur für die Zukunft. Geben Sie den Tag ein, ab dem sie gilt, zum Beispiel"
    " 1.3.2026.",
    "On this basis the annulment works for the future only. Enter the day from which it applies, for example 1.3.2026.",
)
NEEDS_HEARING = Text(
    "Sagen Sie, ob die Änderung die Person belastet und ob sie angehört wurde.",
    "Say whether the change burdens the person, and whether she was heard.",
)
NEEDS_HEARD_ON = Text(
    "Geben Sie den Tag der Anhörung ein; er liegt nicht in der Zukunft.",
    "Enter the day of the hearing; it does not lie in the future.",
)
NEEDS_DISPENSED = Text(
    "Schreiben Sie, warum die Anhörung entbehrlich war. Das steht im Schreiben.",
    "Write why the hearing could be left out. The letter says so.",
)
