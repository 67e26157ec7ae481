"""The print basket: what goes by post, printed in one go, until the day is recorded on which the post took it."""

import uuid
from typing import Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from laufzettel.cases import queries as cases
from laufzettel.core.clock import today
from laufzettel.kernel import feel
from laufzettel.kernel.forms.dates import parse_date
from laufzettel.letters import delivery
from laufzettel.letters.actions import LetterRefused
from laufzettel.office import words
from laufzettel.office.access import member, page, posted
from laufzettel.ui.downloads import pdf_response


@require_http_methods(["GET", "HEAD", "POST"])
@member
def print_basket(request: Any) -> HttpResponse:
    """What is in it; a POST records the day of posting for the letters that are marked, or for all that were shown."""
    if request.method != "POST":
        return _page(request)
    chosen, typed = _chosen(request), request.POST.get("posted_on", "")
    posted_on = parse_date(typed, feel.Date.from_python(today()))
    if posted_on is None:
        error = gettext("Geben Sie den Tag ein, an dem die Post das Haus verlassen hat.")
        return _page(request, date_error=error, posted_on=typed, chosen=chosen, status=422)
    if not chosen:
        return _nothing_chosen(request, posted_on=typed)
    try:
        with transaction.atomic():  # all of them or none
            for letter_id in chosen:
                delivery.record_posting(request.actor, uuid.UUID(letter_id), posted_on.to_python(), request.tenant)
    except LetterRefused as refused:
        error = refused.sentence.in_language(get_language() or "de")
        return _page(request, date_error=error, posted_on=typed, chosen=chosen, status=422)
    return HttpResponseRedirect(f"{reverse('office:print-basket')}?gebucht={len(chosen)}")


@posted("office:print-basket")
def print_file(request: Any) -> HttpResponse:
    """One PDF for the printer, of the letters that are marked or of all that were shown, in the order of the page."""
    chosen, typed = _chosen(request), request.POST.get("posted_on", "")
    if not chosen:
        return _nothing_chosen(request, posted_on=typed)
    both_sides = "beidseitig" in request.POST
    try:
        pdf = delivery.print_out(request.actor, [uuid.UUID(one) for one in chosen], both_sides=both_sides)
    except LetterRefused as refused:
        sentence = refused.sentence.in_language(get_language() or "de")
        errors = [{"href": "#schreiben", "text": sentence}]
        return _page(request, errors=errors, posted_on=typed, chosen=chosen, status=422)
    return pdf_response(pdf, f"druckkorb-{today().isoformat()}.pdf")


def _chosen(request: Any) -> list[str]:
    """The ids of letters of the basket, in its order: those that are marked, or all that the page has shown."""
    wanted = request.POST.getlist("gezeigt" if "alle" in request.POST else "letter")
    return [str(letter.id) for letter, _ in cases.print_basket(request.actor) if str(letter.id) in set(wanted)]


def _nothing_chosen(request: Any, *, posted_on: str) -> HttpResponse:
    error = gettext("Wählen Sie mindestens ein Schreiben aus.")
    return _page(request, errors=[{"href": "#schreiben", "text": error}], posted_on=posted_on, status=422)


def _page(request: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    rows = [
        {
            "id": str(found.id),
            "title": found.title,
            "recipient": found.address["lines"],
            "case_number": case.number,
            "case_url": reverse("office:case", args=[case.id]),
            "pdf_url": reverse("office:letter-pdf", args=[found.id]),
            "issued": words.moment(found.issued_at),
            "printed": words.printed(found),
            "note": words.from_mailbox(found),
        }
        for found, case in cases.print_basket(request.actor)
    ]
    done = request.GET.get("gebucht", "")
    context = {
        "letters": rows,
        "posted_on": f"{today():%d.%m.%Y}",
        "chosen": [],
        "errors": [],
        "post_url": reverse("office:print-basket"),
        "print_url": reverse("office:print-file"),
        "done": gettext("Der Tag der Aufgabe zur Post ist vermerkt.") if done.isdecimal() else "",
    }
    if "date_error" in more:
        context["errors"] = [{"href": "#posted_on", "text": more["date_error"]}]
    return page(request, "print_basket", "basket", status=status, **(context | more))
