"""Forderungen: what the cash desk does not know yet, and what it was given."""

import re
import uuid
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from laufzettel.cases import queries as cases
from laufzettel.cases import reducing
from laufzettel.cases.models import Case
from laufzettel.office import words
from laufzettel.office.access import member, message, page, posted
from laufzettel.payments import actions as payments
from laufzettel.payments import queries
from laufzettel.payments.models import Claim, Export
from laufzettel.ui.downloads import file_response

MONEY = re.compile(r"\d{1,12}\.\d{2}")


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


@posted("office:claims")
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


@posted("office:case", "case_id")
def reduce(request: Any, case_id: uuid.UUID, claim_id: uuid.UUID) -> HttpResponse:
    """Take an amount off a claim whose notice was corrected or annulled."""
    found = cases.case_for(request.actor, case_id)
    if found is None:
        raise Http404
    back = f"{reverse('office:case', args=[found.id])}#forderungen"
    seen = Decimal(request.POST["offen"]) if MONEY.fullmatch(request.POST.get("offen", "")) else Decimal(-1)
    try:
        reducing.reduce(request.actor, found.id, claim_id, request.POST.get("betrag", "")[:30], seen=seen)
    except reducing.ReductionRefused as error:
        text = error.sentence.in_language(get_language() or "de")
        return message(request, gettext("Die Forderung ist nicht verringert"), text, back)
    return HttpResponseRedirect(back)


def rows_of(case: Case) -> list[dict[str, Any]]:
    """The claims of a case; those that a person may reduce with what is left of them."""
    claims = cases.claims_of(case)
    if not claims or not reducing.may_be_reduced(case):
        return [claim_row(claim) for claim in claims]
    return [claim_row(claim) | _reduction(case, claim) for claim in claims]


def _reduction(case: Case, claim: Claim) -> dict[str, Any]:
    left = reducing.left_of(case, claim) if claim.amount > 0 and claim.confirmed_at else Decimal(0)
    url = reverse("office:claim-reduce", args=[case.id, claim.id])
    return {
        "reduce": {"url": url, "left": f"{left:.2f}".replace(".", ","), "seen": f"{left:.2f}"} if left > 0 else None
    }


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
