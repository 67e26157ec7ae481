"""The application of the package, page by page, as the portal shows it."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laufzettel.kernel.forms import Answers, Page
from laufzettel.kernel.package import Play
from laufzettel.studio.bench import Bench
from laufzettel.studio.deeds import Deed
from laufzettel.studio.made_up_files import raw_with_files, uploads_in
from laufzettel.studio.views.frame import at_the_bench, language, page
from laufzettel.ui.forms import raw_of, render_changes, render_page
from laufzettel.ui.results import answer_groups


@require_safe
@at_the_bench
def form(_request: Any, bench: Bench) -> HttpResponse:
    """The first page that is not answered yet."""
    return HttpResponseRedirect(_next_url(bench))


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_bench
def form_page(request: Any, bench: Bench, name: str) -> HttpResponse:
    """One page; a POST checks and keeps it, and leads on."""
    shown = next((one for one in bench.pages() if one.id == name), None)
    if shown is None:
        return HttpResponseRedirect(_next_url(bench))
    if request.method != "POST":
        return _page(request, bench, shown)
    raw = raw_with_files(request)
    answers = bench.form.validate(
        shown,
        raw,
        values=bench.answers,
        context=bench.context(),
        now=bench.moment,
        files=uploads_in(raw, bench.answers).files,
    )
    if not answers.ok:
        return _page(request, bench, shown, answers)
    bench.save(name, answers.values)
    return HttpResponseRedirect(_next_url(bench, after=name))


@require_POST
@at_the_bench
def changes(request: Any, bench: Bench, name: str) -> HttpResponse:
    """What an answer changes on the open page."""
    if name not in {one.id for one in bench.pages()}:
        return HttpResponse(status=204)
    return HttpResponse(
        render_changes(
            bench.form,
            name,
            bench.answers,
            raw_of(request.POST),
            context=bench.context(),
            now=bench.moment,
            update_url=reverse("studio:page-changes", args=[name]),
            uploads=uploads_in(raw_of(request.POST), bench.answers),
        )
    )


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_bench
def check(request: Any, bench: Bench) -> HttpResponse:
    """All answers; a POST sends them, and the case begins."""
    errors: list[str] = []
    if request.method == "POST":
        bench.deeds, bench.lost = [], 0
        if bench.do(Deed("submit", values=bench.answers)):
            return HttpResponseRedirect(reverse("studio:process"))
        errors = _why_not(bench)
    groups = [
        group
        for section in bench.form.summary(bench.answers, bench.context(), now=bench.moment)
        for group in answer_groups(section, language())
    ]
    return page(
        request,
        bench,
        "check",
        "form",
        status=422 if errors else 200,
        groups=groups,
        troubles=errors,
        pages=_steps(bench, ""),
    )


@require_POST
@at_the_bench
def clear(_request: Any, bench: Bench) -> HttpResponse:
    """Begin again with nothing."""
    bench.clear()
    return HttpResponseRedirect(reverse("studio:form"))


def _page(request: Any, bench: Bench, shown: Page, answers: Answers | None = None) -> HttpResponse:
    raw = raw_with_files(request) if answers else None
    rendered = render_page(
        bench.form,
        shown.id,
        bench.answers,
        answers.errors if answers else (),
        context=bench.context(),
        now=bench.moment,
        raw=raw,
        update_url=reverse("studio:page-changes", args=[shown.id]),
        uploads=uploads_in(raw or {}, bench.answers),
    )
    ids = [one.id for one in bench.pages()]
    position = ids.index(shown.id)
    return page(
        request,
        bench,
        "form",
        "form",
        status=422 if rendered.errors else 200,
        page_title=rendered.page.title.in_language(language()),
        fields=rendered,
        errors=rendered.errors,
        has_errors=bool(rendered.errors),
        is_end=rendered.page.exclusion,
        pages=_steps(bench, shown.id),
        number=position + 1,
        total=len(ids) + 1,
        back_url=reverse("studio:page", args=[ids[position - 1]]) if position else "",
    )


def _steps(bench: Bench, current: str) -> list[dict[str, Any]]:
    steps = [
        {
            "title": one.title.in_language(language()),
            "state": "current" if one.id == current else "done" if one.id in bench.done_pages else "open",
            "url": reverse("studio:page", args=[one.id]),
        }
        for one in bench.pages()
    ]
    check_step = {
        "title": gettext("Angaben prüfen"),
        "state": "open" if current else "current",
        "url": reverse("studio:check"),
    }
    return [*steps, check_step]


def _next_url(bench: Bench, after: str = "") -> str:
    ids = [one.id for one in bench.pages()]
    if not ids:
        raise Http404
    rest = ids[ids.index(after) + 1 :] if after in ids else ids
    found = next((name for name in rest if after or name not in bench.done_pages), "")
    return reverse("studio:page", args=[found]) if found else reverse("studio:check")


def _why_not(bench: Bench) -> list[str]:
    """Why the answers cannot be sent: settings that have no value, or answers that are not right."""
    missing = Play(bench.package, bench.series, bench.moment).missing(bench.answers)
    if missing:
        names = ", ".join(bench.package.settings[key].label for key in missing)
        return [gettext("Für den Stichtag fehlen Einstellungen: %(names)s") % {"names": names}]
    errors = bench.form.complete(bench.answers, bench.context(), now=bench.moment)
    return [error.text.in_language(language()) for error in errors] or [
        gettext("Der Prozess nimmt den Antrag nicht an.")
    ]
