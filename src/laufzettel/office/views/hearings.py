"""Hearings, from the case's page: what came on paper, and more time."""

import uuid
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from laufzettel.cases import hearings
from laufzettel.cases import queries as cases
from laufzettel.cases.models import Case, Hearing
from laufzettel.core.clock import today
from laufzettel.kernel import feel
from laufzettel.kernel.forms.dates import parse_date
from laufzettel.office.access import message, posted
from laufzettel.office.views.case import case_page
from laufzettel.office.views.case_rows import Heard


@posted("office:case", "case_id")
def enter(request: Any, case_id: uuid.UUID, hearing_id: uuid.UUID) -> HttpResponse:
    """Enter an answer that came on paper."""
    found, hearing = _found(request, case_id, hearing_id)
    text, typed_day = _text(request, "aeusserung"), _text(request, "eingang")
    day, errors = _day(typed_day), {}
    if not text:
        errors["aeusserung"] = gettext(
            "Schreiben Sie, was vorgebracht wurde, oder dass das Schreiben in der Akte liegt."
        )
    elif len(text) > hearings.LONGEST:
        errors["aeusserung"] = gettext("Kürzen Sie den Text auf höchstens %(number)s Zeichen.") % {
            "number": hearings.LONGEST
        }
    opened = hearing.opened_at
    if day is None:
        errors["eingang"] = gettext("Geben Sie den Tag des Eingangs ein, zum Beispiel 1.3.2026.")
    elif opened is not None and not opened.date() <= day <= today():
        errors["eingang"] = gettext("Der Eingang liegt zwischen dem Tag des Schreibens und heute.")
    if errors or day is None:
        typed = {"aeusserung": text, "eingang": typed_day}
        return case_page(request, found, heard=Heard(hearing.id, typed, errors))
    try:
        hearings.enter(request.actor, found.id, hearing.id, text, day)
    except hearings.HearingRefused:
        return _too_late(request, found)
    return HttpResponseRedirect(_back(found))


@posted("office:case", "case_id")
def prolong(request: Any, case_id: uuid.UUID, hearing_id: uuid.UUID) -> HttpResponse:
    """Give more time for the answer."""
    found, hearing = _found(request, case_id, hearing_id)
    typed_day, reason = _text(request, "bis"), _text(request, "grund")[:500]
    day, errors = _day(typed_day), {}
    until = hearing.answer_by
    if day is None or (until is not None and day <= max(until, today())):
        errors["bis"] = gettext("Geben Sie einen Tag nach dem bisherigen Ende ein, zum Beispiel 1.3.2026.")
    if not reason:
        errors["grund"] = gettext("Schreiben Sie den Grund auf.")
    if errors or day is None:
        return case_page(request, found, heard=Heard(hearing.id, {"bis": typed_day, "grund": reason}, errors))
    try:
        hearings.prolong(request.actor, found.id, hearing.id, day, reason)
    except hearings.HearingRefused:
        return _too_late(request, found)
    return HttpResponseRedirect(_back(found))


def _found(request: Any, case_id: uuid.UUID, hearing_id: uuid.UUID) -> tuple[Case, Hearing]:
    found = cases.case_for(request.actor, case_id)
    hearing = next((one for one in cases.hearings_of(found) if one.id == hearing_id), None) if found else None
    if found is None or hearing is None:
        raise Http404
    return found, hearing


def _day(typed: str) -> date | None:
    day = parse_date(typed, feel.Date.from_python(today()))
    return day.to_python() if day else None


def _text(request: Any, name: str) -> str:
    return str(request.POST.get(name, "")).strip()


def _back(found: Case) -> str:
    return f"{reverse('office:case', args=[found.id])}#anhoerung"


def _too_late(request: Any, found: Case) -> HttpResponse:
    text = gettext("Die Anhörung ist schon zu Ende, oder sie hat noch nicht begonnen. Es wurde nichts geändert.")
    return message(request, gettext("Das geht jetzt nicht"), text, _back(found))
