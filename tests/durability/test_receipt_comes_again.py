"""When the answer to "Verbindlich absenden" gets lost, pressing it again leads to number and code, not to a second case."""

import uuid
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import set_script_prefix, set_urlconf
from tests import scenes

from laufzettel.applications import actions
from laufzettel.applications.models import Draft
from laufzettel.cases.models import Case
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel import feel
from laufzettel.kernel.package.values import to_feel
from laufzettel.portal.drafts import Sitting
from laufzettel.site.middleware import TreeSessions

TOWN = "frankenberg-eder"
SERVICE = f"/{TOWN}/hund-anmelden/"
RECEIPT = f"{SERVICE}antrag/abgeschickt/"
SEND = {"einverstanden": "1", "absenden": "1"}


def ready_to_send() -> tuple[Client, dict[str, str]]:
    """A browser before "Verbindlich absenden", and what it will send."""
    client = Client(raise_request_exception=False)
    client.post(f"{SERVICE}beginnen/")
    with in_tenant(scenes.tenant(TOWN).id):
        draft = Draft.objects.select_related("edition", "offering").order_by("id").last()
        assert draft is not None
        sitting = Sitting.of(draft)
        draft.values = feel.to_json(to_feel(sitting.package.scenarios["erster-hund"].data["application"]))
        draft.done_pages = [page.id for page in sitting.pages]
        draft.save()
    return client, {**SEND, "stand": str(draft.version)}


def leads_to_the_receipt(answer: Any) -> bool:
    """Whether it says that it was sent already, and where number and code are."""
    text = answer.content.decode()
    return answer.status_code == 410 and "schon abgeschickt" in text and f'href="{RECEIPT}"' in text


def number_of_cases() -> int:
    with in_tenant(scenes.tenant(TOWN).id):
        return Case.objects.count()


@pytest.mark.django_db
def test_the_button_pressed_again_shows_the_receipt() -> None:
    client, form = ready_to_send()
    before = number_of_cases()
    first = client.post(f"{SERVICE}antrag/pruefen/", form)

    again = client.post(f"{SERVICE}antrag/pruefen/", form)

    assert (first.status_code, again.status_code) == (302, 410)
    assert leads_to_the_receipt(again)
    assert "Ihr Antrag ist angekommen" in client.get(RECEIPT).content.decode()
    assert number_of_cases() == before + 1


@pytest.mark.django_db
def test_the_receipt_is_kept_when_the_server_ends_right_after_the_application_was_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client, form = ready_to_send()

    def killed(*_: Any) -> None:
        raise OperationalError("the connection is lost")

    with monkeypatch.context() as broken:
        broken.setattr(TreeSessions, "_save", killed)
        first = client.post(f"{SERVICE}antrag/pruefen/", form)

    again = client.post(f"{SERVICE}antrag/pruefen/", form)

    assert first.status_code == 503
    assert leads_to_the_receipt(again)
    assert "Ihr Antrag ist angekommen" in client.get(RECEIPT).content.decode()


@pytest.mark.django_db
def test_a_double_click_leads_both_to_the_receipt(monkeypatch: pytest.MonkeyPatch) -> None:
    client, form = ready_to_send()
    before = number_of_cases()
    answers: list[Any] = []
    submit = actions.submit

    def second_click_is_faster(draft_id: uuid.UUID, *more: Any, **named: Any) -> Any:
        monkeypatch.undo()
        other = Client()
        other.cookies = client.cookies
        answers.append(other.post(f"{SERVICE}antrag/pruefen/", form, follow=True))
        # What belongs to the thread is the outer request's again.
        set_urlconf("laufzettel.site.urls_tenant")
        set_script_prefix(f"/{TOWN}/")
        return submit(draft_id, *more, **named)

    monkeypatch.setattr(actions, "submit", second_click_is_faster)
    answers.append(client.post(f"{SERVICE}antrag/pruefen/", form, follow=True))

    faster, slower = answers
    assert faster.redirect_chain[-1][0] == RECEIPT
    assert leads_to_the_receipt(slower)
    assert number_of_cases() == before + 1
