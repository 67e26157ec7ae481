"""Tasks are enqueued in the transaction that needs them; a database that goes away meanwhile is told as such."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from tests.scenes import tenant

from laufzettel.core import jobs
from laufzettel.core.ids import new_id

pytestmark = pytest.mark.django_db


def test_a_database_that_goes_away_while_a_task_is_enqueued_is_told_as_such() -> None:
    here, nothing = tenant("herborn").id, new_id()

    def work() -> Any:
        """In a connection of its own, which is lost."""
        try:
            with transaction.atomic():
                with pytest.raises(OperationalError), connection.cursor() as cursor:
                    cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                jobs.enqueue("cases.file_letter", nothing, tenant=here)
        except Exception as error:  # noqa: BLE001 - which one it is is asked
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        assert type(pool.submit(work).result()) is OperationalError
