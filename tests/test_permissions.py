"""One table: every URL × every person × the expected status. A URL without a row fails the test."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver
from tests.files.scene import pdf
from tests.scenes import Scene, account_of, decided, issued, submitted, tenant

from laufzettel.applications import actions as applications
from laufzettel.cases import hearings, questions
from laufzettel.cases.models import Incident, Job, Task
from laufzettel.catalogue import queries as catalogue
from laufzettel.core.clock import now
from laufzettel.core.tenancy import in_tenant
from laufzettel.identity.models import Account
from laufzettel.payments import actions as payments
from laufzettel.payments.models import Claim, Export
from laufzettel.records.models import Document
from laufzettel.registers import importing
from laufzettel.registers import queries as registers
from laufzettel.registers.models import Entry
from laufzettel.runs import actions as runs
from laufzettel.runs import working

pytestmark = pytest.mark.django_db

BACKEND = "laufzettel.identity.backends.StaffBackend"
HERE, THERE = "frankenberg-eder", "viernheim"
PEOPLE = ("nobody", "clerk", "head", "administrator", "neighbour", "county", "platform")
type Statuses = dict[str, int]


NO_FORMS = ("language", "demo-account-token")
"""Choosing a language sets one cookie, and must work on error pages, which have no token; another server asks for the
tokens of the demo account, and proves itself by its secret.
"""


def everybody(status: int) -> Statuses:
    return dict.fromkeys(PEOPLE, status)


def members(status: int) -> Statuses:
    """Members of the tenant get `status`; nobody is sent to sign in, others are refused."""
    own = dict.fromkeys(("clerk", "head", "administrator"), status)
    return {"nobody": 302, **own, "neighbour": 403, "county": 403, "platform": 403}


@dataclass(frozen=True)
class Row:
    """What a URL answers to GET and to a POST without data; `at` fills its arguments from the scene."""

    get: Statuses
    post: Statuses
    at: Callable[["World"], str] = lambda world: ""


@dataclass(frozen=True)
class World:
    """What the addresses name: an issued and a prepared case in the tenant, an open one, a draft, an incident."""

    done: Scene
    prepared: Scene
    waiting: Scene
    incident: uuid.UUID
    export: uuid.UUID
    document: uuid.UUID
    draft_token: str
    draft: uuid.UUID
    question: uuid.UUID
    entry: uuid.UUID
    paper: uuid.UUID
    file: uuid.UUID
    hearing: uuid.UUID
    run: uuid.UUID

    def open_task(self) -> uuid.UUID:
        with in_tenant(self.waiting.tenant.id):
            return Task.objects.get(case_id=self.waiting.case.id).id


OFFICE_READ: dict[str, Any] = {"get": members(200), "post": everybody(405)}

TABLE: dict[str, Row] = {
    # the platform
    "platform:finder": Row(everybody(200), everybody(405)),
    "platform:imprint": Row(everybody(200), everybody(405)),
    "platform:privacy": Row(everybody(200), everybody(405)),
    "platform:accessibility": Row(everybody(200), everybody(405)),
    "health": Row(everybody(200), everybody(405)),
    "language": Row(everybody(405), everybody(302)),
    "demo-post": Row(everybody(200), everybody(405)),
    "platform:sign-in-returned": Row(everybody(502), everybody(405)),  # nothing answers as provider here
    "demo-account-metadata": Row(everybody(200), everybody(405)),
    "demo-account-authorize": Row(everybody(400), everybody(405)),
    "demo-account-token": Row(everybody(405), everybody(400)),
    "demo-account-person": Row(everybody(401), everybody(405)),
    "demo-account-keys": Row(everybody(200), everybody(405)),
    # the portal of a tenant
    "portal:colours": Row(everybody(200), everybody(405)),
    "portal:home": Row(everybody(200), everybody(405)),
    "portal:imprint": Row(everybody(200), everybody(405)),
    "portal:privacy": Row(everybody(200), everybody(405)),
    "portal:accessibility": Row(everybody(200), everybody(405)),
    "portal:account": Row(everybody(302), everybody(405)),
    "portal:account-draft": Row(everybody(302), everybody(302), lambda w: f"{w.document}"),
    "portal:account-application": Row(everybody(302), everybody(405), lambda w: f"{w.done.receipt.application.id}"),
    "portal:account-mailbox": Row(everybody(405), everybody(302), lambda w: f"{w.done.receipt.application.id}"),
    "portal:sign-in": Row(everybody(200), everybody(405)),
    "portal:sign-in-begin": Row(everybody(502), everybody(405)),
    "portal:sign-in-returned": Row(everybody(502), everybody(405)),
    "portal:sign-out": Row(everybody(200), everybody(302)),
    "portal:status-entry": Row(everybody(200), everybody(422)),
    "portal:status": Row(everybody(302), everybody(405)),
    "portal:status-application": Row(everybody(404), everybody(405)),
    "portal:status-answer": Row(everybody(302), everybody(404), lambda w: f"{w.question}"),
    "portal:status-comment": Row(everybody(302), everybody(404), lambda w: f"{w.hearing}"),
    "portal:status-letter": Row(everybody(404), everybody(405), lambda w: f"{w.done.letter.id}"),
    "portal:status-token": Row(everybody(200), everybody(405), lambda w: w.done.receipt.token),
    # Of whom is signed in as a citizen; what others get there says tests/portal/test_mailbox_pages.py.
    "portal:mailbox": Row(everybody(302), everybody(405)),
    "portal:mailbox-letter": Row(everybody(302), everybody(405), lambda w: f"{w.done.letter.id}"),
    "portal:mailbox-pdf": Row(everybody(302), everybody(405), lambda w: f"{w.done.letter.id}"),
    "portal:resume": Row(everybody(200), everybody(302), lambda w: w.draft_token),
    "portal:service": Row(everybody(200), everybody(405), lambda w: "hund-anmelden"),
    "portal:start": Row(everybody(200), everybody(302), lambda w: "hund-anmelden"),
    "portal:draft": Row(everybody(404), everybody(405), lambda w: "hund-anmelden"),
    "portal:check": Row(everybody(404), everybody(404), lambda w: "hund-anmelden"),
    "portal:table": Row(everybody(404), everybody(404), lambda w: "hund-anmelden seite_hund hunde"),
    "portal:sent": Row(everybody(302), everybody(405), lambda w: "hund-anmelden"),
    "portal:later": Row(everybody(404), everybody(404), lambda w: "hund-anmelden"),
    "portal:page": Row(everybody(404), everybody(404), lambda w: "hund-anmelden seite_hund"),
    "portal:upload": Row(everybody(404), everybody(405), lambda w: f"hund-anmelden {w.document}"),
    "portal:page-changes": Row(everybody(405), everybody(204), lambda w: "hund-anmelden seite_hund"),
    # the office
    "office:sign-in": Row(everybody(200) | dict.fromkeys(("clerk", "head", "administrator"), 302), everybody(422)),
    "office:sign-out": Row(everybody(405), everybody(302)),
    "office:worklist": Row(**OFFICE_READ),
    "office:cases": Row(**OFFICE_READ),
    "office:case": Row(**OFFICE_READ, at=lambda w: f"{w.done.case.id}"),
    "office:case-process": Row(**OFFICE_READ, at=lambda w: f"{w.done.case.id}"),
    "office:task": Row(members(302), members(422), lambda w: f"{w.open_task()}"),
    "office:task-file": Row(members(404), everybody(405), lambda w: f"{w.open_task()} {w.document}"),
    "office:task-take": Row(members(302), members(302), lambda w: f"{w.open_task()}"),
    "office:task-begin": Row(members(302), members(409), lambda w: f"{w.open_task()}"),
    "office:task-finish": Row(members(302), members(409), lambda w: f"{w.open_task()}"),
    "office:case-cancel": Row(members(302), members(422), lambda w: f"{w.waiting.case.id}"),
    "office:claim-reduce": Row(members(302), members(409), lambda w: f"{w.done.case.id} {w.done.case.id}"),
    "office:case-convert": Row(members(200), members(422), lambda w: f"{w.waiting.case.id}"),
    "office:question-ask": Row(members(302), members(422), lambda w: f"{w.waiting.case.id}"),
    "office:question-withdraw": Row(members(302), members(409), lambda w: f"{w.waiting.case.id} {w.question}"),
    "office:hearing-enter": Row(members(302), members(422), lambda w: f"{w.prepared.case.id} {w.hearing}"),
    "office:hearing-prolong": Row(members(302), members(422), lambda w: f"{w.prepared.case.id} {w.hearing}"),
    "office:incident-retry": Row(members(302), members(409), lambda w: f"{w.incident}"),
    "office:papers": Row(members(200), members(404)),
    "office:paper": Row(members(200), members(422), lambda w: f"{w.paper}"),
    "office:paper-file": Row(members(404), everybody(405), lambda w: f"{w.paper} {w.document}"),
    "office:letters": Row(members(200), members(422)),
    "office:letter": Row(members(200), members(422), lambda w: f"{w.prepared.letter.id}"),
    "office:letter-issue": Row(members(302), members(409), lambda w: f"{w.prepared.letter.id}"),
    "office:letter-submit": Row(members(302), members(422), lambda w: f"{w.prepared.letter.id}"),
    "office:letter-reject": Row(members(302), members(422), lambda w: f"{w.prepared.letter.id}"),
    "office:letter-returned": Row(members(302), members(422), lambda w: f"{w.done.letter.id}"),
    "office:letter-posting": Row(members(302), members(422), lambda w: f"{w.done.letter.id}"),
    "office:letter-delivered": Row(members(302), members(422), lambda w: f"{w.done.letter.id}"),
    "office:letter-again": Row(members(302), members(422), lambda w: f"{w.done.letter.id}"),
    "office:letter-paper": Row(members(302), members(422), lambda w: f"{w.prepared.letter.id}"),
    "office:letter-unnoticed": Row(members(302), members(422), lambda w: f"{w.done.letter.id}"),
    "office:letter-received": Row(members(302), members(422), lambda w: f"{w.done.letter.id}"),
    "office:letter-change": Row(members(200), members(422), lambda w: f"{w.done.letter.id}"),
    "office:letter-discard": Row(members(302), members(409), lambda w: f"{w.prepared.letter.id}"),
    "office:letter-pdf": Row(**OFFICE_READ, at=lambda w: f"{w.done.letter.id}"),
    "office:print-basket": Row(members(200), members(422)),
    "office:print-file": Row(members(302), members(422)),
    "office:claims": Row(**OFFICE_READ),
    "office:claims-export": Row(members(302), members(302)),
    "office:claims-file": Row(**OFFICE_READ, at=lambda w: f"{w.export}"),
    "office:records": Row(**OFFICE_READ),
    "office:record": Row(**OFFICE_READ, at=lambda w: f"{w.done.case.record_id}"),
    "office:document": Row(**OFFICE_READ, at=lambda w: f"{w.document}"),
    "office:registers": Row(**OFFICE_READ),
    "office:register": Row(**OFFICE_READ, at=lambda w: "hund-anmelden hunde"),
    "office:register-export": Row(**OFFICE_READ, at=lambda w: "hund-anmelden hunde"),
    "office:register-files": Row(members(200), members(422), lambda w: "hund-anmelden hunde"),
    "office:register-file": Row(**OFFICE_READ, at=lambda w: f"{w.file}"),
    "office:register-file-check": Row(members(302), members(422), lambda w: f"{w.file}"),
    "office:register-file-start": Row(members(302), members(409), lambda w: f"{w.file}"),
    "office:register-file-discard": Row(members(302), members(302), lambda w: f"{w.file}"),
    "office:register-file-report": Row(**OFFICE_READ, at=lambda w: f"{w.file}"),
    "office:runs": Row(**OFFICE_READ),
    "office:run-try": Row(members(302), members(422), lambda w: "hund-anmelden jahresbescheide"),
    "office:run": Row(**OFFICE_READ, at=lambda w: f"{w.run}"),
    "office:run-start": Row(members(302), members(409), lambda w: f"{w.run}"),
    "office:run-post": Row(members(302), members(422), lambda w: f"{w.run}"),
    "office:run-again": Row(members(302), members(409), lambda w: f"{w.run}"),
    "office:run-discard": Row(members(302), members(409), lambda w: f"{w.run}"),
    "office:run-report": Row(**OFFICE_READ, at=lambda w: f"{w.run}"),
    "office:run-print": Row(members(404), everybody(405), lambda w: f"{w.run} 1"),
    "office:register-add": Row(members(200), members(422), lambda w: "hund-anmelden hunde"),
    "office:register-entry": Row(**OFFICE_READ, at=lambda w: f"{w.entry}"),
    "office:register-change": Row(members(200), members(422), lambda w: f"{w.entry}"),
    "office:register-end": Row(members(302), members(422), lambda w: f"{w.entry}"),
    "office:register-resume": Row(members(302), members(422), lambda w: f"{w.entry}"),
}


def patterns(urlconf: str) -> Iterator[tuple[str, str]]:
    """Name and route of every address of a URL configuration."""

    def walk(entries: list[Any], prefix: str, space: str) -> Iterator[tuple[str, str]]:
        for entry in entries:
            route = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                inner = f"{entry.namespace}:" if entry.namespace else space
                yield from walk(entry.url_patterns, route, inner)
            elif isinstance(entry, URLPattern):
                yield f"{space}{entry.name}", route

    yield from walk(import_module(urlconf).urlpatterns, "", "")


ADDRESSES = {
    **{name: f"/{route}" for name, route in patterns("laufzettel.site.urls")},
    **{name: f"/{HERE}/{route}" for name, route in patterns("laufzettel.site.urls_tenant") if name != "language"},
}


@pytest.fixture
def world() -> World:
    waiting, prepared, done = submitted(HERE), decided(HERE), issued(HERE)
    with in_tenant(done.tenant.id):
        payments.export_claims(done.clerk, Claim.objects.values_list("id", flat=True))
        incident = Incident(case=waiting.case, instance=999, element="x", kind="x", message="x", raised_at=now())
        incident.save(force_insert=True)
        offering = catalogue.offering("hund-anmelden")
        assert offering is not None
        draft, token = applications.begin(offering, "de")
        applications.upload(draft, "Nachweis.pdf", pdf(), ["application/pdf"])
        paper = applications.begin_on_paper(done.clerk, offering)
        assert done.case.record is not None
        document = Document.objects.filter(record=done.case.record).first()
        assert document is not None
        asked = questions.ask(done.clerk, waiting.case.id, "Wie groß ist der Hund?", 14)
        questions.answer(waiting.case.id, asked.id, "Kniehoch.")
        export, listed = Export.objects.get(), Entry.objects.order_by("id").first()
        assert listed is not None
        shelf = registers.shelf_for(done.clerk, "hund-anmelden", "hunde")
        assert shelf is not None
        file = importing.begin(done.clerk, shelf, "x.csv", b"Nachname;Ort\nKuhn;Herborn\n").id
        job = Job.objects.get(case=prepared.case, type="letter.issue")
        heard = hearings.open_with(job, prepared.letter, "ao-kag", 14).id
        run = runs.try_out(done.clerk, shelf, "jahresbescheide", 2027).id
        working.try_batch(run)
        named = (incident.id, export.id, document.id, token, draft.id, asked.id, listed.id, paper.id, file, heard, run)
        return World(done, prepared, waiting, *named)


# Every client would look for all static files anew.
HANDLERS = {csrf: ClientHandler(enforce_csrf_checks=csrf) for csrf in (False, True)}


def browser(person: str, *, csrf: bool = False) -> Client:
    """A browser in which `person` has signed in to the office."""
    return browser_of(account_named(person), csrf=csrf)


def browsers() -> Iterator[tuple[str, Callable[[], Client]]]:
    """Everybody, with what opens a new browser of theirs."""
    for person in PEOPLE:
        yield person, partial(browser_of, account_named(person))


def browser_of(account: Account | None, *, csrf: bool = False) -> Client:
    """A browser in which the owner of the account has signed in to the office; without one nobody has."""
    client = Client(enforce_csrf_checks=csrf)
    client.handler = HANDLERS[csrf]
    if account is not None:
        session = SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = BACKEND
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.save()
        client.cookies["lz_amt"] = session.session_key or ""
    return client


def account_named(person: str) -> Account | None:
    if person == "nobody":
        return None
    if person == "platform":
        return Account.objects.get(email="plattform@laufzettel.example")
    slug = {"neighbour": THERE, "county": "lahn-dill-kreis"}.get(person, HERE)
    return account_of(tenant(slug), person if slug == HERE else "clerk")


def address(name: str, world: World, *, slug: str = HERE) -> str:
    import re

    parts = iter(TABLE[name].at(world).split())
    return re.sub(r"<[^>]+>", lambda _: next(parts), ADDRESSES[name]).replace(f"/{HERE}/", f"/{slug}/", 1)


def addresses(world: World) -> dict[str, str]:
    return {name: address(name, world) for name in TABLE}


def test_every_url_has_its_row() -> None:
    assert sorted(ADDRESSES) == sorted(TABLE)


@pytest.mark.slow
def test_reading(world: World) -> None:
    at = addresses(world)
    found = {(person, name): open_().get(at[name]).status_code for person, open_ in browsers() for name in TABLE}

    assert found == {(person, name): row.get[person] for person in PEOPLE for name, row in TABLE.items()}


@pytest.mark.slow
def test_writing(world: World) -> None:
    at = addresses(world)
    found = {(person, name): open_().post(at[name]).status_code for person, open_ in browsers() for name in TABLE}

    assert found == {(person, name): row.post[person] for person in PEOPLE for name, row in TABLE.items()}


def test_nothing_can_be_written_without_a_csrf_token(world: World) -> None:
    writable = [name for name, row in TABLE.items() if row.post["clerk"] != 405 and name not in NO_FORMS]
    found = {name: browser("clerk", csrf=True).post(address(name, world)).status_code for name in writable}

    assert found == dict.fromkeys(writable, 403)
