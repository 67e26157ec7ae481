"""`hearing.open`: prepares the letter of a hearing; the answer, or the end of the time for it, answers the job."""

from collections.abc import Mapping
from typing import Any

from laufzettel.cases import hearings
from laufzettel.cases.jobs import Answer, Failed, Waits, Work, follows, register
from laufzettel.cases.jobs.letters import prepare
from laufzettel.cases.models import Job
from laufzettel.core.actors import Actor
from laufzettel.kernel.package import HEARING_DAYS
from laufzettel.kernel.problems import Text


@register("hearing.open")
def open_hearing(work: Work) -> Answer:
    """Prepare the letter that says what the office intends, with the words of its procedure."""
    act = work.package.acts.get(work.input["act"])
    if act is None:
        name = work.input["act"]
        return Failed(
            Text(f"Das Leistungspaket hat keinen Verwaltungsakt „{name}“.", f"The package has no act “{name}”.")
        )
    days = int(work.input.get("days") or HEARING_DAYS)
    opens = {"procedure": act.procedure, "issuing_body": act.issuing_body, "days": days}
    letter = prepare(work, {"hearing": opens}, act)
    if isinstance(letter, Failed):
        return letter
    hearings.open_with(work.job, letter, act.procedure, days)
    return Waits()


@follows("hearing.open")
def letter_went(job: Job, what: str, _: Mapping[str, Any], actor: Actor) -> None:
    """What became of the letter: the time for the answer follows from it."""
    hearings.heard_of(job, what, actor)
