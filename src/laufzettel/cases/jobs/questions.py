"""`question.ask`: the process asks the applicant, and waits for the answer."""

from laufzettel.cases import questions
from laufzettel.cases.jobs import Answer, Failed, Waits, Work, register
from laufzettel.kernel.problems import Text

DAYS = 14


@register("question.ask")
def ask(work: Work) -> Answer:
    """Ask; the answer, or that none is needed any more, comes from `cases.questions`."""
    days = int(work.input.get("days") or DAYS)
    if not 1 <= days <= 365:
        return Failed(
            Text(
                "Für eine Antwort ist zwischen einem Tag und einem Jahr Zeit.",
                "An answer may take between one day and one year.",
            )
        )
    questions.ask(work.actor, work.case.id, work.input["text"], days, work.job)
    return Waits()
