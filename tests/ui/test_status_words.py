"""Where an application stands, in words."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from laufzettel.applications.queries import Status
from laufzettel.core.clock import ZONE
from laufzettel.portal.words import sentences, timeline

RECEIVED = datetime(2026, 5, 4, 11, 12, 33, tzinfo=ZONE)


def status(
    stage: str, *, posted: date | None = None, letters: int = 0, closed: datetime | None = None, questions: Any = ()
) -> Status:
    application: Any = SimpleNamespace(received_at=RECEIVED, case=SimpleNamespace(closed_at=closed, mailbox_since=None))
    letter: Any = SimpleNamespace(
        title="Hundesteuerbescheid",
        issued_at=RECEIVED,
        posted_on=posted,
        returned_on=None,
        known_changes=[],
        channel="post",
        is_electronic=False,
        delivered_on=None,
    )
    return Status(application, stage, "Steueramt", date(2026, 6, 3), [letter] * letters, list(questions), [])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            status("received"),
            [
                "Ihr Antrag ist angekommen und liegt hier: Steueramt.",
                "Sie müssen nichts tun.",
                "Sie hören spätestens am 3. Juni 2026 von uns.",
            ],
        ),
        (
            status("in_progress"),
            [
                "Ihr Antrag wird gerade bearbeitet: Steueramt.",
                "Sie müssen nichts tun.",
                "Sie hören spätestens am 3. Juni 2026 von uns.",
            ],
        ),
        (
            status("letter_issued", letters=1),
            [
                "Über Ihren Antrag ist entschieden.",
                "Das Schreiben an Sie kommt mit der Post.",
                "Sie müssen nichts tun.",
            ],
        ),
        (
            status("letter_issued", letters=1, posted=date(2026, 5, 6)),
            [
                "Über Ihren Antrag ist entschieden.",
                "Das Schreiben an Sie ist mit der Post unterwegs oder schon bei Ihnen.",
            ],
        ),
        (
            status("in_progress", questions=[SimpleNamespace(answer_by=date(2026, 5, 18))]),
            [
                "Wir brauchen noch eine Antwort von Ihnen, dann geht es weiter: Steueramt.",
                "Bitte antworten Sie bis zum 18. Mai 2026.",
            ],
        ),
        (status("closed"), ["Ihr Antrag ist erledigt. Fragen dazu beantwortet Ihnen: Steueramt."]),
    ],
)
def test_the_first_sentence_says_where_it_is(given: Status, expected: list[str]) -> None:
    assert sentences(given) == expected


def test_the_line_of_time_shows_what_was_what_is_and_what_comes() -> None:
    states = [(entry["what"], entry["state"]) for entry in timeline(status("in_progress"))]

    assert states == [
        ("Ihr Antrag ist angekommen", "done"),
        ("Ihre Angaben werden geprüft", "current"),
        ("Sie bekommen Antwort mit der Post", "open"),
    ]


def test_a_letter_says_whether_it_was_posted() -> None:
    waiting = timeline(status("letter_issued", letters=1))[-1]
    posted = timeline(status("letter_issued", letters=1, posted=date(2026, 5, 6)))[-1]

    assert (waiting["more"], posted["more"]) == ("Liegt zum Versand bereit", "Zur Post gegeben am 6. Mai 2026")
