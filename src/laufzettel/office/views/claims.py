"""Forderungen: what the cash desk does not know yet, and what it was given."""

import uuid
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from laufzettel.cases import queries as cases
from laufzettel.cases.models import Case
from laufzettel.office import words
from laufzettel.office.access import member, page
from laufzettel.payments import actions as payments
from laufzettel.payments import queries
from laufzettel.payments.models import Claim, Export
from laufzettel.ui.downloads import file_response


@require_safe
@member
def claims(request: Any) -> HttpResponse:
    """What waits for the cash desk, and the files it was given."""
    waiting = cases.waiting_claims(request.actor)
    total = sum((claim.amount for claim, _ in waiting), Decimal(0))
    done = request.GET.get("uebergeben", "")
    return page(
        request,
        "claims",
        "claims",
        claims=[claim_row(claim) | _case_link(case) for claim, case in waiting],
        total=words.money(total),
        export_url=reverse("office:claims-export"),
        exports=[_export_row(export) for export in cases.exports_for(request.actor)],
        done=gettext("Die Datei für die Kasse ist fertig.") if done else "",
    )


@require_POST
@member
def export(request: Any) -> HttpResponse:
    """Make the next file for the cash desk."""
    made = payments.export_claims(request.actor, [claim.id for claim, _ in cases.waiting_claims(request.actor)])
    return HttpResponseRedirect(reverse("office:claims") + ("?uebergeben=1" if made else ""))


@require_safe
@member
def export_file(request: Any, export_id: uuid.UUID) -> HttpResponse:
    """The file of an export, as it was made."""
    found = next((export for export in cases.exports_for(request.actor) if export.id == export_id), None)
    if found is None:
        raise Http404
    return file_response(queries.read_export(request.actor, found), found.file.name, "text/csv")


def claim_row(claim: Claim) -> dict[str, Any]:
    """A claim in words."""
    return {
        "reference": claim.reference,
        "debtor": claim.debtor.get("name", ""),
        "subject": claim.subject,
        "amount": words.money(claim.amount),
        "due": [f"{words.day(part.due_on)}: {words.money(part.amount)}" for part in claim.instalments.all()],
        "state": _claim_state(claim),
    }


def _claim_state(claim: Claim) -> str:
    if claim.export_id:
        return gettext("übergeben")
    if claim.withdrawn_at:
        return gettext("zurückgezogen: Der Bescheid ging nicht hinaus")
    return gettext("noch nicht übergeben") if claim.confirmed_at else gettext("wartet auf den Bescheid")


def _case_link(case: Case) -> dict[str, str]:
    return {"case_url": reverse("office:case", args=[case.id]), "case_number": case.number}


def _export_row(export: Export) -> dict[str, Any]:
    return {
        "number": export.number,
        "created": words.moment(export.created_at),
        "author": export.created_by.get("name", ""),
        "count": len(export.claims.all()),
        "total": words.money(sum((claim.amount for claim in export.claims.all()), Decimal(0))),
        "url": reverse("office:claims-file", args=[export.id]),
    }
