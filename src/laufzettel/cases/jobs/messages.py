"""`message.send`: tells the applicant by e-mail that there is news; once, however often it is done."""

from laufzettel.cases import filing
from laufzettel.cases.jobs import Answer, Done, Work, register


@register("message.send")
def send(work: Work) -> Answer:
    """Put the e-mail down; without an address there is none."""
    is_sent = filing.tell_applicant(work.case, work.job.id, work.input.get("about") or "")
    return Done({"is_sent": is_sent})
