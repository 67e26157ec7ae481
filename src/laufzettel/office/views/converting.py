"""An application of another service is made of a case: the right form, and the time of receipt that counts."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from laufzettel.applications import actions as applications
from laufzettel.cases import queries as cases
from laufzettel.cases.models import Case
from laufzettel.catalogue import packages
from laufzettel.catalogue import queries as catalogue
from laufzettel.catalogue.models import Offering
from laufzettel.office import words
from laufzettel.office.access import member, message, page


@require_http_methods(["GET", "HEAD", "POST"])
@member
def convert(request: Any, case_id: uuid.UUID) -> HttpResponse:
    """Which service it belongs to, and what allows passing it on; a POST begins to enter it there."""
    found = cases.case_for(request.actor, case_id)
    if found is None:
        raise Http404
    if found.status != Case.Status.RUNNING:
        text = gettext("Der Vorgang ist schon zu Ende. Es wurde nichts geändert.")
        return message(request, gettext("Schon zu Ende"), text, reverse("office:case", args=[found.id]))
    offered = [one for one in catalogue.offerings() if one.id != found.offering_id]
    if request.method != "POST":
        return _page(request, found, offered, {})
    chosen = next((one for one in offered if one.key == request.POST.get("leistung")), None)
    basis = request.POST.get("grundlage", "").strip()[:300]
    errors = {}
    if chosen is None:
        errors["leistung"] = gettext("Wählen Sie aus, zu welcher Leistung es gehört.")
    elif catalogue.missing_settings(chosen):
        errors["leistung"] = gettext("Für diese Leistung fehlen noch Satzungswerte.")
    if not basis:
        errors["grundlage"] = gettext("Nennen Sie die Rechtsgrundlage der Weitergabe.")
    if errors or chosen is None:
        return _page(request, found, offered, errors)
    draft = applications.begin_from_case(request.actor, chosen, found, basis)
    return HttpResponseRedirect(reverse("office:paper", args=[draft.id]))


def _page(request: Any, found: Case, offered: list[Offering], errors: dict[str, str]) -> HttpResponse:
    chosen = request.POST.get("leistung", "")
    rows = [
        {
            "key": one.key,
            "title": packages.of_edition(one.edition).texts("de")["title"],
            "unit": one.unit.name,
            "is_chosen": one.key == chosen,
        }
        for one in offered
    ]
    first = f"leistung-{rows[0]['key']}" if rows else "grundlage"
    return page(
        request,
        "convert",
        "cases",
        status=422 if errors else 200,
        case={"number": found.number, "title": found.title, "url": reverse("office:case", args=[found.id])},
        received=words.second(found.received_at),
        services=rows,
        basis=request.POST.get("grundlage", ""),
        field_errors=errors,
        errors=[{"id": first if name == "leistung" else name, "message": text} for name, text in errors.items()],
        has_errors=bool(errors),
        url=reverse("office:case-convert", args=[found.id]),
    )
