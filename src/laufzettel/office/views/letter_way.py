"""What happens to a letter beside being issued: the second person, returned mail, a later receipt."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext

from laufzettel.core.clock import today
from laufzettel.kernel import feel
from laufzettel.kernel.forms.dates import parse_date
from laufzettel.letters import actions as letters
from laufzettel.letters import delivery, mailbox
from laufzettel.office.access import posted
from laufzettel.office.views.letters import found_letter, letter_page, seen_version
from laufzettel.tenants import queries as tenants


@posted("office:letter", "letter_id")
def submit(request: Any, letter_id: uuid.UUID) -> HttpResponse:
    """Give the letter to the second person."""
    return _done(request, letter_id, {}, lambda: letters.submit(request.actor, letter_id, seen_version(request)))


@posted("office:letter", "letter_id")
def reject(request: Any, letter_id: uuid.UUID) -> HttpResponse:
    """The second person gives it back, with a reason."""
    reason = _text(request, "grund")
    errors = {} if reason else {"grund": gettext("Schreiben Sie, was zu ändern ist.")}
    return _done(
        request, letter_id, errors, lambda: letters.reject(request.actor, letter_id, seen_version(request), reason)
    )


@posted("office:letter", "letter_id")
def returned(request: Any, letter_id: uuid.UUID) -> HttpResponse:
    """The letter came back."""
    reason = request.POST.get("ursache", "")
    day, errors = _day(request, "zurueck_am")
    if reason not in delivery.REASONS:
        errors["ursache"] = gettext("Wählen Sie aus, was auf dem Umschlag steht.")
    return _done(
        request,
        letter_id,
        errors,
        lambda: delivery.record_return(request.actor, letter_id, day, reason, request.tenant),
        place="zurueck_am",
    )


@posted("office:letter", "letter_id")
def posting(request: Any, letter_id: uuid.UUID) -> HttpResponse:
    """The day of posting was recorded wrongly."""
    reason = _text(request, "posttag_grund")
    day, errors = _day(request, "posttag")
    if not reason:
        errors["posttag_grund"] = gettext("Schreiben Sie, warum der Tag falsch war.")
    return _done(
        request,
        letter_id,
        errors,
        lambda: delivery.correct_posting(request.actor, letter_id, day, reason, request.tenant),
        place="posttag",
    )


@posted("office:letter", "letter_id")
def delivered(request: Any, letter_id: uuid.UUID) -> HttpResponse:
    """It was served by certificate, or handed over."""
    day, errors = _day(request, "zugestellt_am")
    return _done(
        request,
        letter_id,
        errors,
        lambda: delivery.record_delivery(request.actor, letter_id, day, request.tenant),
        place="zugestellt_am",
    )


@posted("office:letter", "letter_id")
def again(request: Any, letter_id: uuid.UUID) -> HttpResponse:
    """It goes out again, perhaps to another address."""
    profile = tenants.profile()
    if profile is None:
        raise Http404
    lines = request.POST.get("anschrift", "").splitlines()
    return _done(
        request,
        letter_id,
        {},
        lambda: delivery.send_again(request.actor, letter_id, lines, request.tenant, profile),
        place="anschrift",
    )


@posted("office:letter", "letter_id")
def received(request: Any, letter_id: uuid.UUID) -> HttpResponse:
    """A later receipt is proven."""
    reason = _text(request, "zugang_grund")
    day, errors = _day(request, "zugang_am")
    if not reason:
        errors["zugang_grund"] = gettext("Schreiben Sie, womit der spätere Zugang belegt ist.")
    return _done(
        request,
        letter_id,
        errors,
        lambda: delivery.record_receipt(request.actor, letter_id, day, reason, request.tenant),
        place="zugang_am",
    )


@posted("office:letter", "letter_id")
def paper(request: Any, letter_id: uuid.UUID) -> HttpResponse:
    """It goes on paper though it could go into the mailbox."""
    reason = _text(request, "papier_grund")
    errors = {} if reason else {"papier_grund": gettext("Schreiben Sie, warum es mit der Post gehen soll.")}
    return _done(
        request,
        letter_id,
        errors,
        lambda: mailbox.choose_paper(request.actor, letter_id, seen_version(request), reason),
        place="papier_grund",
    )


@posted("office:letter", "letter_id")
def unnoticed(request: Any, letter_id: uuid.UUID) -> HttpResponse:
    """The e-mail about a letter in the mailbox did not arrive."""
    profile = tenants.profile()
    if profile is None:
        raise Http404
    reason = _text(request, "mail_grund")
    errors = {} if reason else {"mail_grund": gettext("Schreiben Sie, woher Sie das wissen.")}
    return _done(
        request,
        letter_id,
        errors,
        lambda: mailbox.not_noticed(request.actor, letter_id, reason, request.tenant, profile),
        place="mail_grund",
    )


def _done(
    request: Any, letter_id: uuid.UUID, errors: dict[str, str], work: Callable[[], object], *, place: str = "grund"
) -> HttpResponse:
    """Do it and show the letter; what was wrong stands at its field, with what was typed."""
    found, case = found_letter(request, letter_id)
    if not errors:
        try:
            work()
        except letters.LetterRefused as refused:
            errors = {place: refused.sentence.in_language(get_language() or "de")}
    if errors:
        return letter_page(request, found, case, way_errors=errors, way_typed=request.POST.dict(), status=422)
    return HttpResponseRedirect(f"{reverse('office:letter', args=[found.id])}?vermerkt=1")


def _day(request: Any, name: str) -> tuple[date, dict[str, str]]:
    day = parse_date(request.POST.get(name, ""), feel.Date.from_python(today()))
    if day is None:
        return today(), {name: gettext("Geben Sie einen Tag ein, zum Beispiel 1.3.2026.")}
    return day.to_python(), {}


def _text(request: Any, name: str) -> str:
    return str(request.POST.get(name, "")).strip()[:500]
