"""A session that cannot be written because the database is away is no session that has ended."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DjangosSessionStore
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection

from laufzettel.site.middleware import SessionStore

pytestmark = pytest.mark.django_db


def begun() -> SessionStore:
    session = SessionStore()
    session["begun"] = True
    session.save()
    return session


def test_a_session_of_djangos_own_store_is_read() -> None:
    of_django = DjangosSessionStore()
    of_django["begun"] = True
    of_django.save()

    assert SessionStore(of_django.session_key)["begun"] is True


def test_a_session_that_has_ended_meanwhile_is_told_as_such() -> None:
    session = begun()
    Session.objects.all().delete()

    with pytest.raises(UpdateError):
        session.save()


def test_a_database_that_went_away_is_told_as_such() -> None:
    def work() -> Any:
        """In a connection of its own, which is lost."""
        session = begun()
        try:
            with pytest.raises(OperationalError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
            with pytest.raises(OperationalError) as told:
                session.save()
            connection.close()
            Session.objects.filter(session_key=session.session_key).delete()
            return told.value
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        assert not isinstance(pool.submit(work).result(), UpdateError)
