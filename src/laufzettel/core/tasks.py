"""What runs by the clock for the whole platform: wake-ups, stalled tasks, sweeping."""

import logging

from django.db import connection
from procrastinate.contrib.django import app as procrastinate_app
from procrastinate.utils import utcnow

from laufzettel.core import jobs, rates, tokens, wakeups

log = logging.getLogger("laufzettel.core")

STALLED_AFTER = 15
"""Seconds without a sign of life of its worker, after which a task is done again."""

STALLED = """
    SELECT job.id, job.task_name FROM procrastinate_jobs job
    LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
    WHERE job.status = 'doing'
      AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s))
"""


@jobs.periodic("core.fire_wake_ups", "* * * * * */5")
def fire_wake_ups() -> None:
    """Every five seconds: what is due."""
    while wakeups.fire():
        pass


@jobs.periodic("core.retry_stalled", "* * * * * */5")
def retry_stalled() -> None:
    """Tasks whose worker died would stay `doing` for ever: Procrastinate by itself does not do them again."""
    with connection.cursor() as cursor:
        cursor.execute(STALLED, [STALLED_AFTER])
        stalled = cursor.fetchall()
    for job_id, name in stalled:
        log.warning("task %s (%s) stalled, done again", job_id, name)
        procrastinate_app.job_manager.retry_job_by_id(job_id, retry_at=utcnow())


@jobs.periodic("core.sweep", "17 3 * * *")
def sweep() -> None:
    """Nightly: expired tokens, rate limits that are over, and tasks that were done a week ago."""
    rates.sweep()
    tokens.sweep()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE status = 'succeeded' AND id NOT IN "
            "(SELECT job_id FROM procrastinate_events WHERE at > now() - interval '7 days')"
        )
