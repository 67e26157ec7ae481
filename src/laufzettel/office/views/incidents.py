"""Trying again what could not go on, with what a person has put right."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext

from laufzettel.cases import engine, mending
from laufzettel.cases import queries as cases
from laufzettel.cases.models import Incident
from laufzettel.office.access import message, posted
from laufzettel.office.views.case import case_page
from laufzettel.office.views.case_rows import Mending


def _case_of_incident(request: Any, incident_id: uuid.UUID) -> str:
    incident = Incident.objects.filter(id=incident_id).first()
    found = cases.case_for(request.actor, incident.case_id) if incident else None
    return reverse("office:case", args=[found.id]) if found else ""


@posted(_case_of_incident)
def retry(request: Any, incident_id: uuid.UUID) -> HttpResponse:
    """Try again; a value that is put right needs a reason."""
    incident = Incident.objects.filter(id=incident_id, closed_at=None).first()
    found = cases.case_for(request.actor, incident.case_id) if incident else None
    if incident is None or found is None:
        raise Http404
    reason = request.POST.get("grund", "").strip()[:300]
    typed, errors, values = {}, {}, {}
    for value in mending.values_of(found, incident):
        text = request.POST.get(f"wert.{value.path}", value.text)[:1000]
        typed[value.path] = text
        try:
            new = mending.understood(value, text)
        except mending.NotUnderstood as error:
            errors[value.path] = error.text.in_language(get_language() or "de")
            continue
        if new != value.value:
            values[value.path] = new
    reason_error = gettext("Schreiben Sie, warum Sie etwas berichtigen.") if values and not reason else ""
    if errors or reason_error:
        return case_page(request, found, mending=Mending(incident.id, typed, errors, reason, reason_error))
    back = reverse("office:case", args=[found.id])
    try:
        mending.mend(request.actor, found, incident, values, reason)
    except engine.StimulusRejected:
        text = gettext("Die Störung ist schon behoben, oder der Schritt wird nicht mehr gebraucht.")
        return message(request, gettext("Nichts zu wiederholen"), text, back)
    return HttpResponseRedirect(back)
