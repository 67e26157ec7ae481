"""The case on one page, and what can be done there."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from laufzettel.cases import actions, disclosures, engine, hearings, narrative, questions
from laufzettel.cases import queries as cases
from laufzettel.cases.models import Case, Question, Task
from laufzettel.core.clock import now
from laufzettel.kernel import bpmn, forms
from laufzettel.letters.models import Letter
from laufzettel.office import words
from laufzettel.office.access import member, message, page, posted
from laufzettel.office.decisions import decision_rows
from laufzettel.office.views import task_files
from laufzettel.office.views.case_rows import (
    Heard,
    Mending,
    date_row,
    disclosure_row,
    hearing_row,
    incident_row,
    linked_row,
    question_row,
    record_link,
)
from laufzettel.office.views.claims import rows_of
from laufzettel.office.views.records import document_row
from laufzettel.records import queries as records
from laufzettel.ui.forms import raw_of, render_changes, render_page
from laufzettel.ui.forms.rendering import Raw
from laufzettel.ui.results import answer_groups


@require_safe
@member
def process(request: Any, case_id: uuid.UUID) -> HttpResponse:
    """The picture of the process alone, as large as it was drawn."""
    found = cases.case_for(request.actor, case_id)
    picture = _picture(found, get_language() or "de") if found else ""
    if not picture:
        raise Http404
    return HttpResponse(picture, content_type="image/svg+xml")


@require_safe
@member
def case(request: Any, case_id: uuid.UUID) -> HttpResponse:
    """Everything about one case, with what is to be done on top."""
    found = cases.case_for(request.actor, case_id)
    if found is None:
        raise Http404
    answer = case_page(request, found)
    questions.mark_seen(found.id)
    hearings.mark_seen(found.id)
    return answer


def _case_of_task(request: Any, task_id: uuid.UUID) -> str:
    case_id = cases.case_of_task(request.actor, task_id)
    return reverse("office:case", args=[case_id]) if case_id else ""


@posted(_case_of_task)
def task(request: Any, task_id: uuid.UUID) -> HttpResponse:
    """Complete a task with its form; htmx asks here what an answer changes."""
    found = cases.task_for(request.actor, task_id)
    if found is None:
        case_id = cases.case_of_task(request.actor, task_id)
        if case_id is None:
            raise Http404
        return _too_late(request, reverse("office:case", args=[case_id]))
    form, context = _form_of(found)
    raw: Raw = raw_of(request.POST)
    if form is None:
        answers = forms.Answers({}, ())
    else:
        if request.headers.get("HX-Request") == "true":
            url = reverse("office:task", args=[found.id])
            changes = render_changes(
                form,
                forms.WHOLE,
                {},
                raw,
                context=context,
                now=now(),
                update_url=url,
                prefix=_prefix(found),
                uploads=task_files.uploads_of(found, form),
            )
            return HttpResponse(changes)
        received = task_files.receive(request, found, form, context)
        raw, kept = received.raw, task_files.uploads_of(found, form).files
        answers = received.judged(form.validate(forms.WHOLE, raw, context=context, now=now(), files=kept))
    if answers.errors:
        return case_page(request, found.case, wrong=(found, raw, answers.errors))
    back = reverse("office:case", args=[found.case_id])
    try:
        actions.complete_task(request.actor, found.id, answers.values)
    except (actions.TaskRefused, engine.StimulusRejected):
        return _too_late(request, back)
    return HttpResponseRedirect(f"{back}?erledigt=1")


@posted(_case_of_task)
def take(request: Any, task_id: uuid.UUID) -> HttpResponse:
    """Take a task, so that the others of the unit see who has it."""
    found = cases.task_for(request.actor, task_id)
    if found is None:
        raise Http404
    actions.assign_task(request.actor, found.id)
    return HttpResponseRedirect(reverse("office:case", args=[found.case_id]))


@posted(_case_of_task)
def begin_step(request: Any, task_id: uuid.UUID) -> HttpResponse:
    """Begin one of the steps that a process leaves to the clerk."""
    return _ad_hoc(
        request, task_id, lambda: actions.begin_step(request.actor, task_id, request.POST.get("schritt", ""))
    )


@posted(_case_of_task)
def finish_steps(request: Any, task_id: uuid.UUID) -> HttpResponse:
    """Say that nothing more is to be done there."""
    return _ad_hoc(request, task_id, lambda: actions.finish_steps(request.actor, task_id))


def _ad_hoc(request: Any, task_id: uuid.UUID, work: Callable[[], Case]) -> HttpResponse:
    found = cases.task_for(request.actor, task_id)
    if found is None:
        case_id = cases.case_of_task(request.actor, task_id)
        if case_id is None:
            raise Http404
        return _too_late(request, reverse("office:case", args=[case_id]))
    back = reverse("office:case", args=[found.case_id])
    try:
        work()
    except actions.TaskRefused:
        return _too_late(request, back)
    except engine.StimulusRejected:
        text = gettext(
            "Dieser Schritt lässt sich so nicht beginnen oder abschließen. Sehen Sie nach, was noch offen ist."
        )
        return message(request, gettext("Das geht gerade nicht"), text, back)
    return HttpResponseRedirect(back)


@posted("office:case", "case_id")
def cancel(request: Any, case_id: uuid.UUID) -> HttpResponse:
    """End a case without its process, with a reason."""
    found = cases.case_for(request.actor, case_id)
    if found is None:
        raise Http404
    back = reverse("office:case", args=[found.id])
    reason = request.POST.get("grund", "").strip()
    if not reason:
        return case_page(request, found, cancel_error=gettext("Schreiben Sie, warum der Vorgang endet."))
    try:
        actions.cancel_case(request.actor, case_id, reason[:1000])
    except engine.StimulusRejected:
        text = gettext("Der Vorgang ist schon zu Ende. Es wurde nichts geändert.")
        return message(request, gettext("Schon zu Ende"), text, back)
    return HttpResponseRedirect(back)


def _too_late(request: Any, back: str) -> HttpResponse:
    text = gettext("Die Aufgabe ist schon erledigt oder nicht mehr nötig. Es wurde nichts geändert.")
    return message(request, gettext("Schon erledigt"), text, back)


def case_page(
    request: Any,
    found: Case,
    wrong: tuple[Task, Any, Any] | None = None,
    *,
    cancel_error: str = "",
    question: Mapping[str, str] | None = None,
    mending: Mending | None = None,
    heard: Heard | None = None,
) -> HttpResponse:
    """The page of a case; with what was wrong in what somebody has just sent."""
    language = get_language() or "de"
    tasks, letters = cases.open_tasks(request.actor, found), cases.letters_of(found)
    incidents = cases.open_incidents(found)
    holder, asked = next((t.assignee.name for t in tasks if t.assignee), ""), cases.questions_of(found)
    is_waiting = any(one.state == Question.State.OPEN for one in asked)
    dates = cases.dates_of(found)
    documents = records.documents(found.record) if found.record else []
    return page(
        request,
        "case",
        "cases",
        status=422 if wrong or cancel_error or question or mending or heard else 200,
        has_errors=bool(wrong or cancel_error or question or mending or heard),
        case={
            "number": found.number,
            "title": found.record.title if found.record else found.title,
            "service": found.title,
            "applicant": found.applicant,
            "received": words.second(found.received_at),
            "signed_in": words.signed_in(found),
            "due": words.due(dates[0] if dates and found.status == "running" else None, request.tenant.land),
            "state": words.case_state(
                found, has_incident=bool(incidents), is_taken=bool(holder), question="open" if is_waiting else ""
            ),
            "is_over": found.status != Case.Status.RUNNING,
            "holder": (holder or found.unit.name) if found.status == "running" else "",
            "url": reverse("office:case", args=[found.id]),
        },
        tasks=[_task(request, t, wrong) for t in tasks] + _to_issue_of(found, letters),
        is_at_work=not tasks and cases.is_at_work(found),
        incidents=[incident_row(found, incident, language, mending) for incident in incidents],
        answers=[group for section in cases.answers(found) for group in answer_groups(section, language)]
        if found.application
        else [],
        decisions=decision_rows(found, language),
        letters=[_letter(letter) for letter in letters],
        documents=[document_row(doc) for doc in documents if doc.kind != "letter"],
        record=record_link(found),
        dates=[date_row(date, found, request.tenant.land) for date in dates],
        linked=[linked_row(one) for one in cases.linked_to(request.actor, found)],
        people=[],
        claims=rows_of(found),
        history=_history(found, language),
        process=_picture(found, language),
        process_url=reverse("office:case-process", args=[found.id]),
        cancel_url=reverse("office:case-cancel", args=[found.id]) if found.status == Case.Status.RUNNING else "",
        convert_url=reverse("office:case-convert", args=[found.id]) if found.status == Case.Status.RUNNING else "",
        disclosures=[disclosure_row(one) for one in disclosures.of_case(found)],
        cancel_error=cancel_error,
        questions=[question_row(one, found) for one in asked],
        hearings=[hearing_row(one, found, heard) for one in cases.hearings_of(found)],
        ask_url=reverse("office:question-ask", args=[found.id]) if found.status == Case.Status.RUNNING else "",
        asked=question or {},
        done=_done(request, letters),
    )


def _done(request: Any, letters: list[Letter]) -> dict[str, str]:
    """What has just been done here, and where it goes on."""
    if "erledigt" in request.GET:
        return {"text": gettext("Die Aufgabe ist erledigt.")}
    wanted = request.GET.get("erlassen", "")
    issued = next((one for one in letters if str(one.id) == wanted and one.state == Letter.State.ISSUED), None)
    if issued is None or issued.posted_on is not None:
        return {}
    if issued.is_electronic:
        return {"text": gettext("Erlassen. Das Schreiben liegt im Postfach.")}
    if issued.channel == Letter.Channel.HANDED_OVER:
        url, link = reverse("office:letter-pdf", args=[issued.id]), gettext("PDF öffnen")
        return {"text": gettext("Erlassen. Drucken Sie das Schreiben und übergeben Sie es."), "url": url, "link": link}
    url, link = reverse("office:print-basket"), gettext("Zum Druckkorb")
    return {"text": gettext("Erlassen. Das Schreiben liegt im Druckkorb."), "url": url, "link": link}


def _task(request: Any, found: Task, wrong: tuple[Task, Any, Any] | None) -> dict[str, Any]:
    form, context = _form_of(found)
    is_wrong = wrong is not None and wrong[0].id == found.id
    raw, errors = (wrong[1], wrong[2]) if wrong is not None and is_wrong else (None, ())
    url = reverse("office:task", args=[found.id])
    fields: Any = ""
    links: list[dict[str, str]] = []
    if form is not None:
        rendered = render_page(
            form,
            forms.WHOLE,
            {},
            errors,
            request=request,
            context=context,
            now=now(),
            raw=raw,
            update_url=url,
            level=3,
            prefix=_prefix(found),
            uploads=task_files.uploads_of(found, form),
        )
        fields, links = rendered, rendered.errors
    is_mine = found.assignee_id == request.user.id
    return {
        "id": str(found.id),
        "title": found.name,
        "url": "" if found.kind == "ad-hoc" else url,
        "choices": found.choices,
        "begin_url": reverse("office:task-begin", args=[found.id]),
        "finish_url": reverse("office:task-finish", args=[found.id]),
        "fields": fields,
        "is_multipart": form is not None and form.has_files,
        "errors": links,
        "claim_url": "" if is_mine else reverse("office:task-take", args=[found.id]),
        "is_mine": is_mine,
        "assignee": found.assignee.name if found.assignee else "",
    }


def _prefix(found: Task) -> str:
    """What stands before the ids of a task's form: several tasks may stand on one page."""
    return f"a{found.instance}-"


def _to_issue_of(found: Case, letters: list[Letter]) -> list[dict[str, Any]]:
    """A letter that nobody issued before the case was ended is not issued any more; one that changes a notice is."""
    is_running = found.status == Case.Status.RUNNING
    waiting = [letter for letter in letters if letter.state == Letter.State.PREPARED]
    return [_to_issue(letter) for letter in waiting if is_running or letter.changes_id]


def _to_issue(letter: Letter) -> dict[str, Any]:
    return {
        "id": str(letter.id),
        "title": gettext("Schreiben prüfen und erlassen: %(title)s") % {"title": letter.title},
        "letter_url": reverse("office:letter", args=[letter.id]),
        "is_mine": True,
        "errors": [],
    }


def _form_of(found: Task) -> tuple[forms.Form | None, dict[str, Any]]:
    if not found.form:
        return None, {}
    package = cases.package_of(found.case)
    return package.form(found.form), engine.context_of(found.case) | engine.variables_of(found.case)


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "title": letter.title,
        "state": words.letter_state(letter),
        "url": reverse("office:letter", args=[letter.id]),
        "pdf_url": reverse("office:letter-pdf", args=[letter.id]),
        "note": words.letter_note(letter),
    }


def _history(found: Case, language: str) -> list[dict[str, Any]]:
    entries = [
        {"when": f"{line.at:%d.%m.%Y %H:%M}", "at": line.at, "what": line.text, "more": line.who, "state": "done"}
        for line in narrative.lines(found, language)
    ]
    return entries[::-1]


def _picture(found: Case, language: str) -> SafeString | str:
    package = cases.package_of(found)
    visited, current = cases.visited_elements(found)
    return bpmn.draw(package.model, visited=visited, current=current, language=language)
