"""`message.publish`: a message for other cases of the tenant."""

from datetime import timedelta

from laufzettel.cases import correlation
from laufzettel.cases.jobs import Answer, Done, Work, register


@register("message.publish")
def publish(work: Work) -> Answer:
    """Publish it under the job's own id, unless the job names another: done again it is the same message."""
    given = work.input
    kept = given.get("time_to_live")
    correlation.publish(
        work.actor,
        given["message"],
        given["key"],
        given.get("payload") or {},
        message_id=given.get("id") or str(work.job.id),
        time_to_live=kept.to_python() if kept is not None else timedelta(0),
    )
    return Done({})
