"""Mein Bereich: what somebody who is signed in has sent and begun here, in this tenant."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from laufzettel.applications import actions as applications
from laufzettel.applications import queries
from laufzettel.applications.models import Draft
from laufzettel.applications.queries import Status
from laufzettel.catalogue import packages
from laufzettel.identity import oidc
from laufzettel.portal import access, words
from laufzettel.portal.drafts import Sitting
from laufzettel.portal.views.pages import language
from laufzettel.portal.views.signing_in import sign_in_address


@require_safe
def overview(request: Any) -> HttpResponse:
    """My applications with their state, and what I have begun."""
    if request.citizen is None:
        return _sign_in_first()
    actor = request.citizen.actor()
    context = {
        "level": words.level_words(request.citizen_trust),
        "account": request.citizen,
        "applications": [_application(status) for status in queries.own_statuses(actor)],
        "drafts": [_draft(draft) for draft in queries.own_drafts(actor)],
    }
    return access.private(render(request, "portal/account.html", context))


@require_POST
def go_on(request: Any, draft_id: uuid.UUID) -> HttpResponse:
    """Go on in this browser with a draft of mine."""
    if request.citizen is None:
        return _sign_in_first()
    draft = queries.own_draft(request.citizen.actor(), draft_id)
    if draft is None:
        return access.private(render(request, "portal/gone.html", {"reason": "unknown"}, status=404))
    access.keep_draft(request, draft, applications.another_token(draft))
    return HttpResponseRedirect(Sitting.of(draft).next_url())


@require_safe
def application(request: Any, application_id: uuid.UUID) -> HttpResponse:
    """Open an application of mine; signed in one needs no code."""
    if request.citizen is None:
        return _sign_in_first()
    found = queries.own_application(request.citizen.actor(), application_id)
    if found is None:
        raise Http404
    access.open_application(request, found)
    return HttpResponseRedirect(reverse("portal:status"))


def _sign_in_first() -> HttpResponse:
    if oidc.provider() is None:
        raise Http404
    return HttpResponseRedirect(sign_in_address(reverse("portal:account")))


def _application(status: Status) -> dict[str, Any]:
    application = status.application
    return {
        "title": packages.of_edition(application.case.edition).texts(language())["title"],
        "number": application.number,
        "received_at": application.received_at,
        "sentences": words.sentences(status),
        "is_closed": status.stage == "closed",
        "needs_answer": bool(status.questions),
        "url": reverse("portal:account-application", args=[application.id]),
    }


def _draft(draft: Draft) -> dict[str, Any]:
    return {
        "title": Sitting.of(draft).service()["title"],
        "saved_at": draft.saved_at,
        "until": draft.expires_at,
        "url": reverse("portal:account-draft", args=[draft.id]),
    }
