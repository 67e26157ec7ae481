"""Mein Bereich: what somebody who is signed in has sent and begun here, in this tenant."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laufzettel.applications import actions as applications
from laufzettel.applications import queries
from laufzettel.applications.models import Draft
from laufzettel.applications.queries import Status
from laufzettel.cases import senders
from laufzettel.cases.models import Case
from laufzettel.catalogue import packages
from laufzettel.letters import queries as letters
from laufzettel.portal import access, trusting, words
from laufzettel.portal.drafts import Sitting
from laufzettel.portal.views.pages import language
from laufzettel.ui.trust import level_words


@require_safe
def overview(request: Any) -> HttpResponse:
    """My applications with their state, and what I have begun."""
    if request.citizen is None:
        return trusting.sign_in_first(reverse("portal:account"))
    actor = request.citizen.actor()
    context = {
        "level": level_words(request.citizen_trust),
        "account": request.citizen,
        "applications": [_application(request, status) for status in queries.own_statuses(actor)],
        "unread": letters.unread(actor),
        "mailbox_url": reverse("portal:mailbox"),
        "drafts": [_draft(draft) for draft in queries.own_drafts(actor)],
    }
    return access.private(render(request, "portal/account.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def go_on(request: Any, draft_id: uuid.UUID) -> HttpResponse:
    """Go on in this browser with a draft of mine."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("portal:account"))
    if request.citizen is None:
        return trusting.sign_in_first(reverse("portal:account"))
    draft = queries.own_draft(request.citizen.actor(), draft_id)
    if draft is None:
        return access.private(render(request, "portal/gone.html", {"reason": "unknown"}, status=404))
    access.keep_draft(request, draft, applications.another_token(draft))
    return HttpResponseRedirect(Sitting.of(draft).next_url())


@require_safe
def application(request: Any, application_id: uuid.UUID) -> HttpResponse:
    """Open an application of mine; signed in one needs no code."""
    if request.citizen is None:
        return trusting.sign_in_first(reverse("portal:account"))
    found = queries.own_application(request.citizen.actor(), application_id)
    if found is None:
        raise Http404
    access.open_own_application(request, found)
    return HttpResponseRedirect(reverse("portal:status"))


@require_POST
def choose_mailbox(request: Any, application_id: uuid.UUID) -> HttpResponse:
    """Consent to letters in the mailbox, or revoke it: `postfach` is 1 or 0."""
    if request.citizen is None:
        return trusting.sign_in_first(reverse("portal:account"))
    actor = request.citizen.actor()
    found = queries.own_application(actor, application_id)
    if found is None:
        raise Http404
    if request.POST.get("postfach") == "0":
        senders.revoke(actor, found.case_id)
    elif request.POST.get("postfach") == "1" and _may_have_mailbox(request, found.case):
        senders.consent(actor, found.case_id)
    return HttpResponseRedirect(reverse("portal:account"))


def _may_have_mailbox(request: Any, case: Case) -> bool:
    """Whether letters of this case could go into the mailbox, as surely as the person was signed in when sending."""
    return trusting.may_have_mailbox(packages.of_edition(case.edition), case.trust, request.tenant.land)


def _application(request: Any, status: Status) -> dict[str, Any]:
    application = status.application
    case = application.case
    is_open = case.status == Case.Status.RUNNING
    return {
        "mailbox": "yes" if case.mailbox_since else "no" if is_open and _may_have_mailbox(request, case) else "",
        "mailbox_url": reverse("portal:account-mailbox", args=[application.id]),
        "title": packages.of_edition(application.case.edition).texts(language())["title"],
        "number": application.number,
        "received_at": application.received_at,
        "sentences": words.sentences(status, is_signed_in=True),
        "letters": [
            {"title": letter.title, "url": reverse("portal:mailbox-letter", args=[letter.id])}
            for letter in words.unread(status)
        ],
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
