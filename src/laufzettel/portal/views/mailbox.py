"""The mailbox of who is signed in: letters that are notified here, unread ones first; opening one is its retrieval."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from laufzettel.identity.trust import Trust
from laufzettel.kernel import law
from laufzettel.letters import days, mailbox
from laufzettel.letters import queries as letters
from laufzettel.letters.models import Letter
from laufzettel.portal import access
from laufzettel.portal.trusting import sign_in_first
from laufzettel.ui.dates import day
from laufzettel.ui.letters import changed_words


@require_safe
def mailbox_letters(request: Any) -> HttpResponse:
    """All letters in it. Of one that needs a surer sign-in it says no more than that it is there."""
    if request.citizen is None:
        return sign_in_first(request.path)
    found = letters.mailbox_of(request.citizen.actor())
    rows = [_row(request, letter) for letter in found]
    return access.private(render(request, "portal/mailbox.html", {"letters": rows}))


@require_safe
def mailbox_letter(request: Any, letter_id: uuid.UUID) -> HttpResponse:
    """One letter: from whom, since when, what the day of notification means, and the way to open it."""
    found = _found(request, letter_id)
    if isinstance(found, HttpResponse):
        return found
    context = {
        "letter": _row(request, found),
        "office": found.info.get("unit", ""),
        "reference": found.info.get("reference", ""),
        "changed": [changed_words(entry) for entry in found.known_changes],
        "sentences": _sentences(found),
        "pdf_url": reverse("portal:mailbox-pdf", args=[found.id]) if mailbox.is_open(found) else "",
    }
    return access.private(render(request, "portal/mailbox_letter.html", context))


@require_safe
def mailbox_pdf(request: Any, letter_id: uuid.UUID) -> HttpResponse:
    """The letter itself. With the first time it is retrieved; each time is logged. A HEAD retrieves nothing."""
    found = _found(request, letter_id)
    if isinstance(found, HttpResponse):
        return found
    if not mailbox.is_open(found):
        return HttpResponseRedirect(reverse("portal:mailbox-letter", args=[letter_id]))
    actor = request.citizen.actor()
    if request.method == "GET":
        mailbox.retrieve(actor, found.id)
    response = HttpResponse(letters.read_pdf(actor, found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.name}.pdf"'
    return access.private(response)


def _found(request: Any, letter_id: uuid.UUID) -> Letter | HttpResponse:
    """A letter in the mailbox of who is signed in surely enough; else the way to sign in, and 404 for any other."""
    if request.citizen is None:
        return sign_in_first(request.path)
    found = letters.in_mailbox(request.citizen.actor(), letter_id)
    if found is None:
        raise Http404
    needed = _needed(request, found)
    return found if request.citizen_trust.suffices(needed) else sign_in_first(request.path, needed)


def _needed(request: Any, letter: Letter) -> Trust:
    """How surely somebody has to be signed in to open a letter: as the norm of its way says."""
    way = letter.channel if letter.is_electronic else "mailbox"
    on = letter.provided_on
    assert on is not None  # noqa: S101 - else it is in no mailbox
    return Trust(law.needed_trust(days.procedure_of(letter), way, land=request.tenant.land, on=on))


def _row(request: Any, letter: Letter) -> dict[str, Any]:
    may_open = request.citizen_trust.suffices(_needed(request, letter))
    assert letter.provided_on is not None  # noqa: S101 - else it is in no mailbox
    return {
        "title": letter.title if may_open else gettext("Ein Schreiben, für das Sie sich sicherer anmelden müssen"),
        "url": reverse("portal:mailbox-letter", args=[letter.id]),
        "since": day(letter.provided_on),
        "state": _state(letter),
    }


def _state(letter: Letter) -> dict[str, str]:
    if not letter.is_electronic:
        return {"kind": "done", "label": gettext("kommt mit der Post")}
    if letter.retrieved_on is None:
        return {"kind": "new", "label": gettext("neu")}
    return {"kind": "done", "label": gettext("gelesen")}


def _sentences(letter: Letter) -> list[str]:
    """What its being here means for the person, in plain words."""
    if not mailbox.is_open(letter):
        return [
            gettext("Dieses Schreiben liegt nicht mehr in Ihrem Postfach. Es kommt mit der Post."),
            gettext("Es gilt erst als bekannt gegeben, wenn es auf diesem Weg bei Ihnen ist."),
        ]
    last = mailbox.last_day(letter)
    if last is not None:
        first = gettext("Öffnen Sie das Schreiben bis zum %(day)s. Sonst kommt es mit der Post.") % {"day": day(last)}
        return [first, gettext("Am Tag, nachdem Sie es geöffnet haben, gilt es als bekannt gegeben.")]
    if letter.notified_on is None:
        return []
    told = {"day": day(letter.notified_on)}
    sentences = [gettext("Das Schreiben gilt am %(day)s als bekannt gegeben, auch wenn Sie es nicht öffnen.") % told]
    if letter.retrieved_on is not None:
        sentences = [gettext("Das Schreiben gilt am %(day)s als bekannt gegeben.") % told]
    if letter.remedy_until is not None:
        until = {"day": day(letter.remedy_until)}
        text = gettext("Sie können sich bis zum %(day)s dagegen wehren. Wie das geht, steht im Schreiben.")
        sentences += [gettext("Ab diesem Tag laufen Fristen."), text % until]
    return sentences
