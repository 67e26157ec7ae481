"""Where an application stands: by number and code, or by a link. Letters need the code."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from laufzettel.applications import queries as applications
from laufzettel.applications.models import Application
from laufzettel.applications.queries import Status
from laufzettel.cases import filing, hearings, questions
from laufzettel.cases.models import Hearing, Question
from laufzettel.catalogue import packages
from laufzettel.core import audit
from laufzettel.letters import sheets
from laufzettel.letters.models import Letter
from laufzettel.portal import access, words
from laufzettel.portal.views.pages import language
from laufzettel.tenants import queries as tenants
from laufzettel.ui.dates import day
from laufzettel.ui.letters import changed_words


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: Any) -> HttpResponse:
    """Number and code; when they fit, the page behind them."""
    if request.method != "POST":
        return access.private(render(request, "portal/status_entry.html", {"errors": []}))
    waiting = access.too_many(request, "status", limit=10, seconds=600)
    if waiting:
        return waiting
    number, code = (request.POST.get(name, "").strip()[:60] for name in ("nummer", "code"))
    context: dict[str, Any] = {"number": number, "errors": [], "has_errors": True}
    if not number:
        _need(context, "nummer", "number_error", gettext("Geben Sie die Nummer aus Ihrer Bestätigung ein."))
    if not code:
        _need(context, "code", "code_error", gettext("Geben Sie den Code aus Ihrer Bestätigung ein."))
    found = None if context["errors"] else applications.application_by_code(number, code)
    if found is None:
        context["refused"] = not context["errors"]
        return access.private(render(request, "portal/status_entry.html", context, status=422))
    access.open_application(request, found)
    return HttpResponseRedirect(reverse("portal:status"))


@require_safe
def opened(request: Any) -> HttpResponse:
    """The application whose code this browser has shown."""
    application = access.opened_application(request)
    if application is None:
        return HttpResponseRedirect(reverse("portal:status-entry"))
    return _status(request, application, may_read_letters=True)


@require_safe
def by_token(request: Any, token: str) -> HttpResponse:
    """The application of a status link. Its letters ask for the code."""
    waiting = access.too_many(request, "status-link", limit=60, seconds=600)
    if waiting:
        return waiting
    application = applications.application_by_token(token)
    if application is None:
        return access.private(render(request, "portal/gone.html", {"reason": "unknown"}, status=404))
    mine = access.opened_application(request)
    return _status(request, application, may_read_letters=mine is not None and mine.id == application.id)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Any, question_id: uuid.UUID) -> HttpResponse:
    """The answer to a question back, by whoever has shown the code. Sent twice it is kept once."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("portal:status"))
    application = _opened_or_404(request)
    waiting = access.too_many(request, "answer", limit=30, seconds=600)
    if waiting:
        return waiting
    text = request.POST.get("antwort", "").strip()
    if not text:
        error = gettext("Schreiben Sie Ihre Antwort in das Feld.")
        return _status(request, application, may_read_letters=True, error=error, asked=question_id)
    if len(text) > questions.LONGEST:
        error = gettext("Kürzen Sie Ihre Antwort auf höchstens %(number)s Zeichen.") % {"number": questions.LONGEST}
        return _status(request, application, may_read_letters=True, error=error, asked=question_id, typed=text)
    try:
        questions.answer(application.case_id, question_id, text)
    except Question.DoesNotExist:
        raise Http404 from None
    except questions.QuestionRefused:
        message = gettext("Diese Frage ist schon beantwortet, oder das Amt braucht keine Antwort mehr.")
        context = {"message": message, "url": reverse("portal:status")}
        return access.private(render(request, "ui/errors/409.html", context, status=409))
    return HttpResponseRedirect(f"{reverse('portal:status')}?beantwortet=1")


@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: Any, hearing_id: uuid.UUID) -> HttpResponse:
    """What somebody says before it is decided, by whoever has shown the code. Sent twice it is kept once."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("portal:status"))
    application = _opened_or_404(request)
    waiting = access.too_many(request, "answer", limit=30, seconds=600)
    if waiting:
        return waiting
    text = request.POST.get("antwort", "").strip()
    error = "" if text else gettext("Schreiben Sie in das Feld, was Sie uns sagen möchten.")
    if len(text) > hearings.LONGEST:
        error = gettext("Kürzen Sie Ihren Text auf höchstens %(number)s Zeichen.") % {"number": hearings.LONGEST}
    if error:
        return _status(request, application, may_read_letters=True, error=error, asked=hearing_id, typed=text)
    try:
        hearings.answer(application.case_id, hearing_id, text)
    except Hearing.DoesNotExist:
        raise Http404 from None
    except hearings.HearingRefused:
        message = gettext("Sie haben sich schon geäußert, oder das Amt hat inzwischen entschieden.")
        context = {"message": message, "url": reverse("portal:status")}
        return access.private(render(request, "ui/errors/409.html", context, status=409))
    return HttpResponseRedirect(f"{reverse('portal:status')}?beantwortet=1")


@require_safe
def application_pdf(request: Any) -> HttpResponse:
    """The answers as they were sent, as PDF."""
    application = _opened_or_404(request)
    pdf = filing.application_pdf(application.case, filing.application_json(application.case), language())
    return _pdf(pdf, f"Antrag-{application.number}.pdf")


@require_safe
def letter_pdf(request: Any, letter_id: uuid.UUID) -> HttpResponse:
    """A copy of an issued letter, marked as one: it is no notification."""
    application = _opened_or_404(request)
    letters = {letter.id: letter for letter in applications.status_of(application).letters}
    letter, profile = letters.get(letter_id), tenants.profile()
    if letter is None or profile is None:
        raise Http404
    audit.record(access.actor(request), "letter-copy-read", kind="letter", object_id=letter.id)
    return _pdf(sheets.pdf_of(letter, request.tenant, profile, marks=("copy",)), f"{letter.name}-Kopie.pdf")


def _opened_or_404(request: Any) -> Application:
    application = access.opened_application(request)
    if application is None:
        raise Http404
    return application


def _status(
    request: Any,
    application: Application,
    *,
    may_read_letters: bool,
    error: str = "",
    asked: uuid.UUID | None = None,
    typed: str = "",
) -> HttpResponse:
    status = applications.status_of(application)
    wrong = {asked: {"error": error, "typed": typed}}
    rows = [_question(question) | wrong.get(question.id, {}) for question in status.questions]
    heard = [_hearing(hearing) | wrong.get(hearing.id, {}) for hearing in status.hearings]
    is_signed_in = request.citizen is not None and request.citizen.id == application.case.account_id
    context = {
        "title": packages.of_edition(application.case.edition).texts(language())["title"],
        "number": application.number,
        "sentences": words.sentences(status, is_signed_in=is_signed_in),
        "unread": bool(words.unread(status)),
        "entries": words.timeline(status),
        "documents": _documents(status, may_read_letters=may_read_letters),
        "needs_code": not may_read_letters,
        "mailbox_url": reverse("portal:mailbox") if any(one.is_electronic for one in status.letters) else "",
        "unit": application.case.unit,
        "linked": [
            {"title": case.title, "number": case.number, "state": words.linked_state(case), "unit": case.unit.name}
            for case in status.linked
        ],
        "questions": rows if may_read_letters else [],
        "hearings": heard if may_read_letters else [],
        "question_url": reverse("portal:status-entry") if rows and not may_read_letters else "",
        "hearing_url": reverse("portal:status-entry") if heard and not may_read_letters else "",
        "is_answered": "beantwortet" in request.GET,
        "errors": [{"id": row["id"], "message": row["error"]} for row in (*rows, *heard) if row["error"]],
        "has_errors": bool(error),
    }
    return access.private(render(request, "portal/status.html", context, status=422 if error else 200))


def _question(question: Question) -> dict[str, Any]:
    return {
        "id": f"antwort-{question.id}",
        "text": question.text,
        "until": day(question.answer_by),
        "url": reverse("portal:status-answer", args=[question.id]),
        "error": "",
        "typed": "",
    }


def _hearing(hearing: Hearing) -> dict[str, Any]:
    return {
        "id": f"anhoerung-{hearing.id}",
        "title": hearing.letter.title,
        "letter_url": reverse("portal:status-letter", args=[hearing.letter_id]),
        "until": day(hearing.answer_by) if hearing.answer_by else "",
        "days": hearing.days,
        "is_late": hearing.state == Hearing.State.EXPIRED,
        "url": reverse("portal:status-comment", args=[hearing.id]),
        "longest": hearings.LONGEST,
        "error": "",
        "typed": "",
    }


def _documents(status: Status, *, may_read_letters: bool) -> list[dict[str, str]]:
    entry_url = reverse("portal:status-entry")
    code_note = gettext("Dafür brauchen Sie den Code aus Ihrer Bestätigung.")
    application = {
        "title": gettext("Ihr Antrag (PDF)"),
        "url": reverse("portal:status-application") if may_read_letters else entry_url,
        "note": "" if may_read_letters else code_note,
    }
    return [
        application,
        *(_letter(letter, entry_url, code_note, may_read=may_read_letters) for letter in status.letters),
    ]


def _letter(letter: Letter, entry_url: str, code_note: str, *, may_read: bool) -> dict[str, str]:
    note = gettext("Kopie zur Information. Das Schreiben selbst kommt mit der Post.")
    if letter.is_electronic:
        note = gettext("Kopie zur Information. Das Schreiben selbst liegt in Ihrem Postfach.")
    elif words.is_handed_over(letter):
        note = gettext("Kopie zur Information. Das Schreiben selbst wird Ihnen übergeben.")
    elif letter.delivered_on:
        note = gettext("Kopie zur Information. Das Schreiben selbst haben Sie am %(day)s bekommen.")
        note %= {"day": day(letter.delivered_on)}
    elif letter.posted_on:
        note = gettext("Kopie zur Information. Das Schreiben selbst ging am %(day)s zur Post.")
        note %= {"day": day(letter.posted_on)}
    note = " ".join([*(f"{changed_words(entry)}." for entry in letter.known_changes), note])
    return {
        "title": f"{letter.title} (PDF)",
        "url": reverse("portal:status-letter", args=[letter.id]) if may_read else entry_url,
        "note": note if may_read else f"{note} {code_note}",
    }


def _need(context: dict[str, Any], field: str, name: str, message: str) -> None:
    context[name] = message
    context["errors"].append({"id": field, "message": message})


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return access.private(response)
