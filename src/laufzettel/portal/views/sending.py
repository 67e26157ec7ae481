"""The end of filling in: check the answers, send them, keep number and code."""

from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from laufzettel.applications import actions as applications
from laufzettel.applications import queries
from laufzettel.applications.actions import Receipt
from laufzettel.cases.actions import NoReceiver
from laufzettel.catalogue import packages
from laufzettel.kernel.forms import Section
from laufzettel.kernel.forms.uploads import files_in
from laufzettel.portal import access, trusting
from laufzettel.portal.drafts import Sitting
from laufzettel.portal.views.pages import language
from laufzettel.portal.views.wizard import CHECK, gone, stale, uploads_of
from laufzettel.tenants import queries as tenants
from laufzettel.ui.dates import day
from laufzettel.ui.forms.markdown import as_html


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Any, key: str) -> HttpResponse:
    """All answers on one page, with ways back; a POST sends the application."""
    draft = access.draft(request, key)
    if draft is None:
        return gone(request, key)
    sitting = Sitting.of(draft)
    required = trusting.required_by(sitting.package)
    if not request.citizen_trust.suffices(required):
        return HttpResponseRedirect(trusting.sign_in_address(request.path, required))
    if any(page.id not in draft.done_pages for page in sitting.pages):
        return HttpResponseRedirect(sitting.next_url())
    if request.method != "POST":
        return _check(request, sitting)
    waiting = access.too_many(request, "submit", limit=20, seconds=600)
    if waiting:
        return waiting
    if request.POST.get("stand") != str(draft.version):
        return stale(request, reverse("portal:check", args=[key]))
    if "spaeter" in request.POST:
        return HttpResponseRedirect(reverse("portal:later", args=[key]))
    if request.POST.get("einverstanden") != "1":
        error = gettext("Bestätigen Sie, dass Ihre Angaben richtig sind.")
        errors = [{"id": "einverstanden", "message": error}]
        return _check(request, sitting, errors=errors, consent_error=error)
    return _submit(request, sitting)


@require_safe
def sent(request: Any, key: str) -> HttpResponse:
    """The receipt: number, code, what happens next. For an hour it can be loaded again."""
    kept = access.receipt(request)
    application = access.opened_application(request) if kept else None
    if kept is None or application is None or str(application.id) != kept["id"]:
        return HttpResponseRedirect(reverse("portal:status-entry"))
    status = queries.status_of(application)
    sentence = gettext("Ihr Antrag liegt jetzt hier: %(unit)s. Dort werden Ihre Angaben geprüft.") % {
        "unit": status.unit
    }
    if status.due_on:
        sentence += " " + gettext("Sie hören spätestens am %(day)s von uns.") % {"day": day(status.due_on)}
    context = {
        "service": {"title": packages.of_edition(application.case.edition).texts(language())["title"]},
        "number": application.number,
        "code": kept["code"],
        "received_at": application.received_at,
        "next_sentence": sentence,
        "status_url": reverse("portal:status"),
        "status_link": tenants.url(request.tenant, f"status/{kept['token']}/"),
        "pdf_url": reverse("portal:status-application"),
        "email": application.case.email,
    }
    return access.private(render(request, "portal/confirmation.html", context))


def _submit(request: Any, sitting: Sitting) -> HttpResponse:
    try:
        with transaction.atomic():
            wants = "postfach" in request.POST and _offers_mailbox(request, sitting)
            result = applications.submit(sitting.draft.id, sitting.settings, sender=access.sender(request, wants))
            if isinstance(result, Receipt):
                access.keep_receipt(request, result.application, result.code, result.token)
    except UpdateError:
        return _signed_out(request)
    except applications.Incomplete:
        return HttpResponseRedirect(_page_with_infected_file(sitting) or sitting.next_url())
    except NoReceiver:
        text = gettext(
            "Dieses vertrauliche Fach hat hier noch niemanden, der es liest. Wir haben nichts abgeschickt. Ihre Angaben"
            " sind noch da: Wählen Sie einen anderen Empfänger, oder rufen Sie an."
        )
        return _check(request, sitting, errors=[{"id": "einverstanden", "message": text}], consent_error="")
    if not isinstance(result, Receipt):  # sent by another request meanwhile, which has put the receipt into the session
        return HttpResponseRedirect(reverse("portal:draft", args=[sitting.key]))
    return HttpResponseRedirect(reverse("portal:sent", args=[sitting.key]))


def _signed_out(request: Any) -> HttpResponse:
    """The session ended while the application was on its way: without it nobody would get to see number and code."""
    text = gettext(
        "Sie haben sich inzwischen in einem anderen Fenster abgemeldet. Wir haben nichts abgeschickt."
        " Ihre Angaben sind noch da."
    )
    link = gettext("Melden Sie sich wieder an. Ihr Antrag liegt dann in „Mein Bereich“: Von dort senden Sie ihn ab.")
    context = {"message": text, "url": reverse("portal:account"), "link": link}
    return render(request, "ui/errors/409.html", context, status=409)


def _offers_mailbox(request: Any, sitting: Sitting) -> bool:
    """Whether letters about this application could go into the mailbox of who is signed in."""
    trust, land = request.citizen_trust.value, request.tenant.land
    return request.citizen is not None and trusting.may_have_mailbox(sitting.package, trust, land)


def _page_with_infected_file(sitting: Sitting) -> str:
    """The page of a file in which the scanner has found something meanwhile; it says so there."""
    infected = uploads_of(sitting).infected
    for page in sitting.pages:
        if any(str(file["id"]) in infected for item in page.fields for file in files_in(item.value)):
            return f"{sitting.page_url(page.id)}?von={CHECK}"
    return ""


def _check(
    request: Any, sitting: Sitting, *, errors: list[dict[str, str]] | None = None, **context: Any
) -> HttpResponse:
    sections = sitting.form.summary(sitting.values, sitting.context, now=sitting.moment)
    fees = sitting.package.texts(language()).get("fees", "")
    context |= sitting.frame("") | {
        "groups": [group for section in sections for group in _groups(sitting, section)],
        "fee": as_html(fees, 3),
        "mailbox_offered": _offers_mailbox(request, sitting),
        "mailbox_chosen": "postfach" in request.POST,
        "errors": errors or [],
        "has_errors": bool(errors),
    }
    return access.private(render(request, "portal/check.html", context, status=422 if errors else 200))


def _groups(sitting: Sitting, section: Section, title: str = "") -> list[dict[str, Any]]:
    """A page's answers, and those of its parts under their own titles."""
    own = section.title.in_language(language())
    url = f"{sitting.page_url(section.page)}?von={CHECK}"
    answers = [
        {"label": row.label.in_language(language()), "value": "" if row.blank else row.value.in_language(language())}
        for row in section.rows
    ]
    name = f"{title}: {own}" if title and own else own or title
    groups = [{"title": name, "url": url, "answers": answers}] if answers else []
    return groups + [group for part in section.parts for group in _groups(sitting, part, name)]
