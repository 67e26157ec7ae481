"""Who is signed in on the citizens' pages: kept in their own session, never the office's `request.user`."""

import uuid

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory

from laufzettel.identity import citizens
from laufzettel.identity.models import Account
from laufzettel.identity.trust import Trust
from laufzettel.kernel.law import TRUST
from laufzettel.site.middleware import Citizen, TreeSessions

pytestmark = pytest.mark.django_db


def citizen(subject: str = "4711", email: str = "sena@example.org") -> Account:
    return Account.objects.create(
        kind="citizen", issuer="https://konto.example", subject=subject, email=email, name="Şenay Yıldız-Müller"
    )


def at(path: str, **cookies: str) -> tuple[Account | None, Trust]:
    """What `request.citizen` and its trust level are for a browser with these cookies."""
    seen: list[tuple[Account | None, Trust]] = []

    def view(request: object) -> HttpResponse:
        seen.append((request.citizen, request.citizen_trust))  # type: ignore[attr-defined]
        return HttpResponse()

    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    TreeSessions(Citizen(view))(request)
    return seen[0]


def session_of(account: Account, trust: Trust = Trust.SUBSTANTIAL) -> str:
    session = SessionStore()
    citizens.sign_in(session, account, trust)
    session.save()
    assert session.session_key is not None
    return session.session_key


def test_the_levels_are_those_of_a_package_in_their_order() -> None:
    assert tuple(Trust) == TRUST
    assert [[one.suffices(other) for other in Trust] for one in Trust] == [
        [True, False, False, False],
        [True, True, False, False],
        [True, True, True, False],
        [True, True, True, True],
    ]


def test_a_citizen_is_one_on_the_citizens_pages_alone() -> None:
    account = citizen()
    key = session_of(account)

    assert at("/frankenberg-eder/", lz_buerger=key) == (account, Trust.SUBSTANTIAL)
    assert at("/frankenberg-eder/") == (None, Trust.NONE)
    assert at("/amt/", lz_buerger=key) == (None, Trust.NONE)
    assert at("/amt/", lz_amt=key) == (None, Trust.NONE)


def test_a_closed_account_is_signed_in_nowhere() -> None:
    account = citizen()
    key = session_of(account)
    Account.objects.filter(id=account.id).update(is_active=False)

    assert at("/frankenberg-eder/", lz_buerger=key) == (None, Trust.NONE)


def test_a_citizens_account_opens_no_office_whatever_the_session_says() -> None:
    account = citizen()
    session = SessionStore()
    session[SESSION_KEY] = str(account.id)
    session[BACKEND_SESSION_KEY] = "laufzettel.identity.backends.StaffBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    client = Client()
    client.cookies["lz_amt"] = session.session_key or ""

    response = client.get("/frankenberg-eder/amt/")

    assert (response.status_code, response.headers["Location"].split("?")[0]) == (
        302,
        "/frankenberg-eder/amt/anmelden/",
    )


def test_signing_in_changes_the_key_of_the_session_and_keeps_what_was_begun() -> None:
    session = SessionStore()
    session["drafts"] = {"frankenberg-eder/hund-anmelden": {"id": "1"}}
    session.save()
    before = session.session_key

    citizens.sign_in(session, citizen(), Trust.BASIC)

    assert session.session_key != before
    assert not SessionStore().exists(before or "")
    assert session["drafts"] == {"frankenberg-eder/hund-anmelden": {"id": "1"}}


def test_another_person_finds_nothing_of_the_one_before() -> None:
    session = SessionStore(session_of(citizen()))
    session["drafts"] = {"frankenberg-eder/hund-anmelden": {"id": "1"}}

    citizens.sign_in(session, citizen("4712"), Trust.BASIC)

    assert "drafts" not in session


def test_signing_out_ends_the_session() -> None:
    key = session_of(citizen())

    citizens.sign_out(SessionStore(key))

    assert not SessionStore().exists(key)


def test_citizens_are_known_by_issuer_and_subject_and_may_share_an_address() -> None:
    citizen("4711", "familie@example.org")
    citizen("4712", "FAMILIE@example.org")
    citizen("4713", "")

    with pytest.raises(IntegrityError, match="account_citizen_subject"), transaction.atomic():
        citizen("4711", "andere@example.org")


def test_staff_are_known_by_their_address_alone() -> None:
    Account.objects.create(kind="staff", email="Weber@example.org", name="Weber")

    with pytest.raises(IntegrityError, match="account_staff_email"), transaction.atomic():
        Account.objects.create(kind="staff", email="weber@example.org", name="Weber")
    with pytest.raises(IntegrityError, match="account_known_by"), transaction.atomic():
        Account.objects.create(kind="staff", email="", name="Weber")
    with pytest.raises(IntegrityError, match="account_known_by"), transaction.atomic():
        Account.objects.create(kind="citizen", issuer="", subject=str(uuid.uuid4()), name="Weber")
