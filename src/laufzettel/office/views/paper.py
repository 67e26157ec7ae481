"""What came on paper, by e-mail or over the counter: entered by the office with the form that citizens fill in."""

import uuid
from functools import partial
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from laufzettel.applications import actions as applications
from laufzettel.applications import queries
from laufzettel.applications.models import Application, Draft
from laufzettel.cases import queries as cases
from laufzettel.cases.actions import NoReceiver
from laufzettel.catalogue import packages
from laufzettel.catalogue import queries as catalogue
from laufzettel.core import audit
from laufzettel.core.clock import now, today
from laufzettel.files import queries as files
from laufzettel.files import uploads
from laufzettel.kernel import feel, forms
from laufzettel.kernel.forms.dates import parse_date
from laufzettel.office import words
from laufzettel.office.access import member, message, page
from laufzettel.ui.downloads import file_response
from laufzettel.ui.forms import Uploads, raw_of, receiving, render_changes, render_page
from laufzettel.ui.forms.receiving import Received
from laufzettel.ui.forms.rendering import Raw


@require_http_methods(["GET", "HEAD", "POST"])
@member
def papers(request: Any) -> HttpResponse:
    """The services that the person's units answer for; a POST begins to enter one."""
    offered = [one for one in catalogue.offerings() if catalogue.is_answered_by(request.actor, one)]
    if request.method == "POST":
        chosen = next((one for one in offered if one.key == request.POST.get("leistung")), None)
        if chosen is None:
            raise Http404
        if catalogue.missing_settings(chosen):
            text = gettext("Für diese Leistung fehlen noch Satzungswerte.")
            return message(request, gettext("Noch nicht möglich"), text, reverse("office:papers"))
        draft = applications.begin_on_paper(request.actor, chosen)
        return HttpResponseRedirect(reverse("office:paper", args=[draft.id]))
    rows = [{"key": one.key, "title": packages.of_edition(one.edition).texts("de")["title"]} for one in offered]
    return page(request, "papers", "papers", services=rows, begin_url=reverse("office:papers"))


@require_http_methods(["GET", "HEAD", "POST"])
@member
def paper(request: Any, draft_id: uuid.UUID) -> HttpResponse:
    """The whole form on one page; a POST makes the case."""
    draft = queries.paper_for(request.actor, draft_id)
    done = applications.find(draft_id) if draft is None else None
    if draft is None:
        if done is None:
            raise Http404
        return HttpResponseRedirect(reverse("office:case", args=[done.case_id]))
    sheet = _Sheet(draft)
    if request.method != "POST":
        return sheet.show(request)
    if request.headers.get("HX-Request") == "true":
        return sheet.changes(request)
    received = sheet.receive(request)
    files_there = sheet.uploads.files
    answers = received.judged(
        sheet.form.validate(forms.WHOLE, received.raw, context=sheet.context, now=sheet.moment, files=files_there)
    )
    errors, made = _head(request, draft)
    if answers.errors or made is None:
        return sheet.show(request, received.raw, answers.errors, errors)
    pages = [one.id for one in sheet.form.pages(answers.values, sheet.context, now=sheet.moment)]
    for name in pages:
        draft = applications.save_page(draft, name, answers.values, is_done=True, language="de")
    try:
        with transaction.atomic():
            receipt = applications.submit(draft.id, sheet.series, made)
    except applications.Incomplete as error:
        return sheet.show(request, received.raw, error.errors, errors)
    except NoReceiver:
        text = gettext("Dieses vertrauliche Fach hat hier noch niemanden, der es liest. Es wurde nichts angelegt.")
        return message(request, gettext("Noch nicht möglich"), text, sheet.url)
    if isinstance(receipt, Application):
        return HttpResponseRedirect(reverse("office:case", args=[receipt.case_id]))
    case_id = receipt.application.case_id
    case_url = reverse("office:case", args=[case_id]) if cases.can_see(request.actor, case_id) else ""
    return page(
        request, "paper_done", "papers", number=receipt.application.number, code=receipt.code, case_url=case_url
    )


@require_safe
@member
def paper_file(request: Any, draft_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """A file that was added while entering, once it may be opened; that it was read is logged."""
    draft = queries.paper_for(request.actor, draft_id)
    file = {one.id: one for one in uploads.of_owner(draft.id)}.get(file_id) if draft else None
    if file is None or file.is_locked:
        raise Http404
    audit.record(request.actor, "file-read", kind="file", object_id=file.id)
    return file_response(files.content(file), file.name, file.media_type)


class _Sheet:
    """The form of a draft as one page of the office."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.moment = now()
        self.package = packages.of_edition(draft.edition)
        self.form = self.package.application
        self.series = catalogue.settings_series(draft.offering)
        self.context = self.series.at(feel.Date.from_python(self.moment.date()))
        self.url = reverse("office:paper", args=[draft.id])

    @property
    def uploads(self) -> Uploads:
        """The files that were added so far."""
        if not self.form.has_files:
            return Uploads()
        return receiving.uploads_of(
            self.draft.id, lambda file: reverse("office:paper-file", args=[self.draft.id, file.id])
        )

    def receive(self, request: Any) -> Received:
        """What was posted, with the files that came along."""
        raw = raw_of(request.POST)
        if not self.form.has_files:
            return Received(raw)
        before = self.uploads
        posted = self.form.posted_page(
            forms.WHOLE, receiving.without_buttons(raw), context=self.context, now=self.moment, files=before.files
        )
        return receiving.receive(posted, raw, request.FILES, before.infected, partial(applications.upload, self.draft))

    def changes(self, request: Any) -> HttpResponse:
        """What an answer changes on the open page."""
        return HttpResponse(
            render_changes(
                self.form,
                forms.WHOLE,
                {},
                raw_of(request.POST),
                context=self.context,
                now=self.moment,
                update_url=self.url,
                uploads=self.uploads,
            )
        )

    def show(
        self, request: Any, raw: Raw | None = None, errors: Any = (), head: dict[str, str] | None = None
    ) -> HttpResponse:
        """The page; with what was wrong in what somebody has just sent."""
        rendered = render_page(
            self.form,
            forms.WHOLE,
            {},
            errors,
            request=request,
            context=self.context,
            now=self.moment,
            raw=raw,
            update_url=self.url,
            level=2,
            uploads=self.uploads,
        )
        head = head or {}
        summary = [{"id": "weg-post" if name == "weg" else name, "message": text} for name, text in head.items()]
        return page(
            request,
            "paper",
            "papers",
            status=422 if errors or head else 200,
            has_errors=bool(errors or head),
            service=self.package.texts("de")["title"],
            fields=rendered,
            errors=[*summary, *rendered.errors],
            is_multipart=self.form.has_files,
            url=self.url,
            received=request.POST.get("eingang", f"{today():%d.%m.%Y}"),
            way=request.POST.get("weg", ""),
            ways=[{"value": value, "label": label} for value, label in _ways().items()],
            head_errors=head,
            source=_source(self.draft),
        )


def _ways() -> dict[str, str]:
    return {
        Application.Way.POST.value: gettext("mit der Post"),
        Application.Way.COUNTER.value: gettext("persönlich abgegeben"),
        Application.Way.EMAIL.value: gettext("per E-Mail"),
    }


def _source(draft: Draft) -> dict[str, str] | None:
    """The case that this is made of."""
    if draft.source is None:
        return None
    url = reverse("office:case", args=[draft.source.id])
    return {"number": draft.source.number, "received": words.second(draft.source.received_at), "url": url}


def _head(request: Any, draft: Draft) -> tuple[dict[str, str], applications.OnPaper | None]:
    """How and when it came, or what is wrong with what was typed there."""
    if draft.source is not None:
        return {}, applications.from_case(request.actor, draft.source)
    errors = _head_errors(request)
    day = parse_date(request.POST.get("eingang", ""), feel.Date.from_python(today()))
    if errors or day is None:
        return errors, None
    return {}, applications.OnPaper(request.actor, day.to_python(), request.POST["weg"])


def _head_errors(request: Any) -> dict[str, str]:
    errors = {}
    day = parse_date(request.POST.get("eingang", ""), feel.Date.from_python(today()))
    if day is None or day.to_python() > today():
        errors["eingang"] = gettext("Geben Sie den Tag ein, der auf dem Eingangsstempel steht.")
    if request.POST.get("weg") not in _ways():
        errors["weg"] = gettext("Wählen Sie aus, wie der Antrag kam.")
    return errors
