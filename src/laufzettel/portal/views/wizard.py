"""Filling in: start, the pages one by one, stop and go on later."""

import uuid
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laufzettel.applications import actions as applications
from laufzettel.applications import queries
from laufzettel.applications.models import Draft
from laufzettel.catalogue import queries as catalogue
from laufzettel.catalogue.models import Offering
from laufzettel.core.clock import now
from laufzettel.files import queries as files
from laufzettel.files import uploads
from laufzettel.kernel import feel
from laufzettel.kernel.forms import Answers, Page
from laufzettel.kernel.package import Package
from laufzettel.messages import actions as messages
from laufzettel.portal import access, prefilling, tables, trusting
from laufzettel.portal.drafts import Sitting
from laufzettel.portal.views.pages import language, offering_or_404
from laufzettel.tenants import queries as tenants
from laufzettel.ui.downloads import file_response
from laufzettel.ui.forms import Uploads, raw_of, receiving, render_changes, render_page
from laufzettel.ui.forms.markdown import as_html
from laufzettel.ui.forms.receiving import Received, receive
from laufzettel.ui.forms.rendering import Raw

CHECK = "pruefen"


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Any, key: str) -> HttpResponse:
    """What to have at hand; a POST begins a draft, or goes on with the one this browser has."""
    offering = offering_or_404(key)
    required = trusting.required_by(catalogue.package_of(offering))
    if catalogue.missing_settings(offering) or not trusting.can_be_met(required):
        return HttpResponseRedirect(reverse("portal:service", args=[key]))
    if request.method == "POST":
        if not request.citizen_trust.suffices(required):
            return HttpResponseRedirect(trusting.sign_in_address(reverse("portal:start", args=[key]), required))
        waiting = access.too_many(request, "begin", limit=30, seconds=600)
        if waiting:
            return waiting
        draft = None if "neu" in request.POST else access.draft(request, key)
        if draft is None:
            draft, token = applications.begin(offering, language(), request.citizen)
            access.keep_draft(request, draft, token)
        return HttpResponseRedirect(Sitting.of(draft).next_url())
    context = _before_you_start(request, offering) | trusting.choice(request, required)
    return render(request, "portal/start.html", context)


@require_safe
def go_on(request: Any, key: str) -> HttpResponse:
    """The page where this browser's draft goes on."""
    draft = access.draft(request, key)
    return gone(request, key) if draft is None else HttpResponseRedirect(Sitting.of(draft).next_url())


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Any, key: str, page: str) -> HttpResponse:
    """A page of the form. A POST checks and saves it, and leads on."""
    draft = access.draft(request, key)
    if draft is None:
        return gone(request, key)
    sitting = Sitting.of(draft)
    shown = sitting.page(page)
    if shown is None:
        return HttpResponseRedirect(sitting.next_url())
    if request.method != "POST":
        return _page(request, sitting, shown)
    waiting = access.too_many(request, "page", limit=300, seconds=600)
    if waiting:
        return waiting
    if request.POST.get("stand") != str(draft.version):
        return stale(request, sitting.page_url(page))
    if "verwerfen" in request.POST:
        return _discard(request, sitting)
    return _save(request, sitting, shown)


@require_POST
def changes(request: Any, key: str, page: str) -> HttpResponse:
    """What an answer changes on the open page; nothing is saved."""
    draft = access.draft(request, key)
    sitting = Sitting.of(draft) if draft else None
    shown = sitting.page(page) if sitting else None
    if sitting is None or shown is None:
        return HttpResponse(status=204)
    waiting = access.too_many(request, "changes", limit=600, seconds=600)
    if waiting:
        return HttpResponse(status=204)
    html = render_changes(
        sitting.form,
        page,
        prefilling.filled(request.citizen_attributes, sitting, shown)[0],
        raw_of(request.POST),
        context=sitting.context,
        now=sitting.moment,
        update_url=reverse("portal:page-changes", args=[key, page]),
        uploads=uploads_of(sitting),
    )
    return access.private(HttpResponse(html))


@require_safe
def upload(request: Any, key: str, file_id: uuid.UUID) -> HttpResponse:
    """A file that was uploaded to this browser's draft, once it may be opened."""
    draft = access.draft(request, key)
    own = {file.id: file for file in uploads.of_owner(draft.id)} if draft else {}
    file = own.get(file_id)
    if file is None or file.is_locked:
        raise Http404
    return access.private(file_response(files.content(file), file.name, file.media_type))


@require_http_methods(["GET", "HEAD", "POST"])
def later(request: Any, key: str) -> HttpResponse:
    """The link with which one goes on elsewhere; a POST sends it by e-mail."""
    draft = access.draft(request, key)
    if draft is None:
        return gone(request, key)
    sitting = Sitting.of(draft)
    if applications.leaves_nothing(sitting.package):
        return HttpResponseRedirect(sitting.next_url())
    context: dict[str, Any] = {
        "service": sitting.service(),
        "until": draft.expires_at,
        "back_url": sitting.next_url(),
        "errors": [],
    }
    status = 200
    link = tenants.url(request.tenant, f"weiter/{access.draft_token(request, key)}/")
    if request.method == "POST":
        waiting = access.too_many(request, "later", limit=10, seconds=3600)
        if waiting:
            return waiting
        email = request.POST.get("email", "").strip()
        error = _email_error(email)
        context |= {"email": email, "email_error": error, "is_sent": not error, "has_errors": bool(error)}
        if error:
            context["errors"], status = [{"id": "email", "message": error}], 422
        else:
            _send_link(request, draft, email, link)
    return access.private(render(request, "portal/later.html", {**context, "resume_link": link}, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: Any, token: str) -> HttpResponse:
    """Go on with a draft by its link. Only a POST changes anything: mail scanners open links too."""
    waiting = access.too_many(request, "resume", limit=60, seconds=600)
    if waiting:
        return waiting
    draft = queries.draft_by_token(token)
    if draft is None:
        return access.private(render(request, "portal/gone.html", {"reason": "unknown"}, status=404))
    if request.method == "POST":
        access.keep_draft(request, draft, token)
        return HttpResponseRedirect(Sitting.of(draft).next_url())
    context = {"service": Sitting.of(draft).service(), "saved_at": draft.saved_at, "until": draft.expires_at}
    return access.private(render(request, "portal/resume.html", context))


def gone(request: Any, key: str) -> HttpResponse:
    """There is no open draft: it was sent, has expired, or never was."""
    draft_id = access.draft_id(request, key)
    reason = "sent" if draft_id and applications.find(draft_id) else "expired"
    kept = access.receipt(request)
    # When the answer to what was sent got lost, the button is pressed again: number and code are still to be had.
    has_receipt = kept is not None and kept["id"] == str(draft_id)
    context = {
        "reason": reason,
        "service_url": reverse("portal:service", args=[key]),
        "receipt_url": reverse("portal:sent", args=[key]) if has_receipt else "",
    }
    return access.private(render(request, "portal/gone.html", context, status=410 if draft_id else 404))


def stale(request: Any, url: str) -> HttpResponse:
    """Another tab has saved meanwhile; nothing was overwritten."""
    message = gettext("Sie haben diesen Antrag in einem zweiten Fenster weiter ausgefüllt. Dort gilt der neuere Stand.")
    return access.private(render(request, "ui/errors/409.html", {"message": message, "url": url}, status=409))


def _before_you_start(request: Any, offering: Offering) -> dict[str, Any]:
    package = catalogue.package_of(offering)
    texts = package.texts(language())
    privacy = package.privacy
    return {
        "service": {"title": texts["title"], "url": reverse("portal:service", args=[offering.key])},
        "needed": as_html(texts.get("documents", ""), 3),
        **_how_long(offering, package),
        "draft_days": privacy.draft_days,
        "draft_hours": applications.SESSION_HOURS if applications.leaves_nothing(package) else 0,
        "has_draft": access.draft(request, offering.key) is not None,
        "privacy": [
            {"label": gettext("Wer verantwortlich ist"), "text": request.tenant.official_name},
            {"label": gettext("Wozu"), "text": package.purpose(language())},
            {"label": gettext("Rechtsgrundlage"), "text": privacy.legal_basis},
            {
                "label": gettext("Wer es sieht"),
                "text": ", ".join([offering.unit.name, *package.recipients(language())]),
            },
            {
                "label": gettext("Wie lange"),
                "text": gettext("%(years)s Jahre, danach entscheidet das Archiv.")
                % {"years": package.record.retention.years},
            },
        ],
        "begin_url": reverse("portal:start", args=[offering.key]),
    }


def _how_long(offering: Offering, package: Package) -> dict[str, Any]:
    """The minutes people here took; as long as too few have, how many pages there are at the beginning."""
    minutes = queries.minutes_to_fill(offering.key)
    if minutes is not None:
        return {"minutes": ngettext("%(number)d Minute", "%(number)d Minuten", minutes) % {"number": minutes}}
    moment = now()
    settings = catalogue.settings_series(offering).at(feel.Date.from_python(moment.date()))
    return {"page_count": len(package.application.pages({}, settings, now=moment))}


def _page(
    request: Any, sitting: Sitting, shown: Page, answers: Answers | None = None, raw: Raw | None = None
) -> HttpResponse:
    page_id = shown.id
    values, from_account = prefilling.filled(request.citizen_attributes, sitting, shown)
    rendered = render_page(
        sitting.form,
        page_id,
        values,
        answers.errors if answers else (),
        context=sitting.context,
        now=sitting.moment,
        raw=raw,
        update_url=reverse("portal:page-changes", args=[sitting.key, page_id]),
        uploads=uploads_of(sitting) if shown.may_ask_for_files else Uploads(),
    )
    context = sitting.frame(page_id) | {
        "page_title": rendered.page.title.in_language(language()),
        "fields": rendered,
        "errors": rendered.errors,
        "has_errors": bool(rendered.errors),
        "is_end": rendered.page.exclusion,
        "leaves_nothing": applications.leaves_nothing(sitting.package),
        "is_multipart": rendered.has_files,
        "tables": [
            {
                "label": node.label.render({}, None).in_language(language()),
                "url": reverse("portal:table", args=[sitting.key, page_id, node.id]),
            }
            for node in tables.lists_of(shown)
        ],
        "taken": _taken(request),
        "from_account": from_account if raw is None else [],
    }
    return access.private(render(request, "portal/page.html", context, status=422 if rendered.errors else 200))


def _taken(request: Any) -> int:
    """How many rows of a file have just become entries."""
    number = request.GET.get("uebernommen", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 5 else 0


def _save(request: Any, sitting: Sitting, shown: Page) -> HttpResponse:
    received = _received(request, sitting, shown)
    answers = sitting.form.validate(
        shown,
        received.raw,
        values=sitting.values,
        context=sitting.context,
        now=sitting.moment,
        files=uploads_of(sitting).files,
    )
    answers = received.judged(answers)
    leaves_nothing = applications.leaves_nothing(sitting.package)
    wants_break = "spaeter" in request.POST and not leaves_nothing
    if not answers.ok and not wants_break:
        return _page(request, sitting, shown, answers, received.raw)
    if leaves_nothing and (end := _end_after(sitting, shown, answers)) is not None:
        return _end(request, sitting, end, answers)
    try:
        draft = applications.save_page(
            sitting.draft,
            shown.id,
            answers.values,
            is_done=answers.ok,
            language=language(),
            account=request.citizen,
        )
    except applications.Stale:
        return stale(request, sitting.page_url(shown.id))
    if wants_break:
        return HttpResponseRedirect(reverse("portal:later", args=[sitting.key]))
    after = Sitting(draft, sitting.moment)
    return HttpResponseRedirect(after.next_url(shown.id, back_to_check=request.GET.get("von") == CHECK))


def _end_after(sitting: Sitting, shown: Page, answers: Answers) -> Page | None:
    """The page that ends the application with these answers, if it comes next."""
    pages = sitting.form.pages(answers.values, sitting.context, now=sitting.moment)
    after = [page.id for page in pages].index(shown.id) + 1 if shown.id in {page.id for page in pages} else 0
    return pages[after] if after < len(pages) and pages[after].exclusion else None


def _end(request: Any, sitting: Sitting, end: Page, answers: Answers) -> HttpResponse:
    """Where it does not apply nothing is kept: the answers are not saved, and those before them are deleted."""
    rendered = render_page(sitting.form, end.id, answers.values, (), context=sitting.context, now=sitting.moment)
    frame = {
        "page_title": rendered.page.title.in_language(language()),
        "fields": rendered,
        "service": sitting.service(),
    }
    applications.discard(sitting.draft)
    access.forget_draft(request, sitting.key)
    return access.private(render(request, "portal/ended.html", frame))


def _discard(request: Any, sitting: Sitting) -> HttpResponse:
    """The person does not go on: what was answered is deleted."""
    applications.discard(sitting.draft)
    access.forget_draft(request, sitting.key)
    return HttpResponseRedirect(f"{reverse('portal:service', args=[sitting.key])}?geloescht=1")


def _received(request: Any, sitting: Sitting, shown: Page) -> Received:
    """What was posted, with the files that came along kept for the draft."""
    raw = raw_of(request.POST)
    if not sitting.form.has_files:
        return Received(raw)
    before = uploads_of(sitting)
    posted = sitting.form.posted_page(
        shown.id,
        receiving.without_buttons(raw),
        values=sitting.values,
        context=sitting.context,
        now=sitting.moment,
        files=before.files,
    )
    return receive(posted, raw, request.FILES, before.infected, partial(applications.upload, sitting.draft))


def uploads_of(sitting: Sitting) -> Uploads:
    """The files of a draft, as its pages show them."""
    if not sitting.form.has_files:
        return Uploads()
    return receiving.uploads_of(sitting.draft.id, lambda file: reverse("portal:upload", args=[sitting.key, file.id]))


def _email_error(email: str) -> str:
    if not email:
        return gettext("Geben Sie die E-Mail-Adresse ein, an die wir den Link schicken sollen.")
    try:
        validate_email(email)
    except ValidationError:
        return gettext("Prüfen Sie die E-Mail-Adresse. Sie sieht zum Beispiel so aus: name@beispiel.de.")
    return ""


def _send_link(request: Any, draft: Draft, email: str, link: str) -> None:
    subject = gettext("Ihr Link zum Weitermachen")
    body = gettext(
        "Guten Tag,\n\nmit diesem Link machen Sie dort weiter, wo Sie aufgehört haben:\n%(link)s\n\n"
        "Er gilt bis zum %(day)s. Geben Sie ihn nicht weiter.\n\n%(tenant)s"
    ) % {"link": link, "day": f"{draft.expires_at:%d.%m.%Y}", "tenant": request.tenant.name}
    messages.put_email(email, subject, body)
