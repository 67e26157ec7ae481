"""The job worker: runs the background tasks that rooms have registered. `python -m laufzettel.site.serve.worker`."""

import os
import sys

from laufzettel.site.configuration import Configuration

GRACE = 20  # seconds a running task has after SIGTERM; what is cut is done again


def main() -> None:
    """Work until SIGTERM, then finish what is running."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laufzettel.site.settings")
    django.setup()
    from procrastinate.exceptions import ConnectorException

    from laufzettel.core.jobs import app_of_a_worker

    try:
        app_of_a_worker().run_worker(
            concurrency=Configuration.from_environment().worker_threads,
            shutdown_graceful_timeout=GRACE,
            fetch_job_polling_interval=2,
            delete_jobs="successful",
        )
    except ConnectorException as error:
        # A database that is full or away: the supervisor says what to do, and starts us again if that makes sense.
        cause = str(error.__cause__ or error).partition("\n")[0]
        sys.exit(f"Die Datenbank nimmt die Hintergrundverarbeitung nicht an: {cause}")


if __name__ == "__main__":
    main()
