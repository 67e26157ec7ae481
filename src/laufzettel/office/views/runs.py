"""Serial runs: tried out for a year, started by the head of the unit, watched, printed."""

import csv
import io
import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from laufzettel.core.clock import today
from laufzettel.kernel import feel
from laufzettel.kernel.forms.dates import parse_date
from laufzettel.kernel.package.model import SerialRun
from laufzettel.office import words
from laufzettel.office.access import member, message, page, posted
from laufzettel.office.views.register_rows import shelf_url
from laufzettel.registers.shelf import Shelf
from laufzettel.runs import actions, queries
from laufzettel.runs.models import Run, RunItem
from laufzettel.ui.downloads import file_response, pdf_response

SHOWN = 100


@require_safe
@member
def runs(request: Any) -> HttpResponse:
    """The runs that the packages of the person's registers declare, and what was run."""
    return _list_page(request)


@posted("office:runs")
def try_out(request: Any, service: str, key: str) -> HttpResponse:
    """Begin a trial for a year."""
    found = queries.offered_run(request.actor, service, key)
    if found is None:
        raise Http404
    shelf, run = found
    typed = request.POST.get("jahr", "").strip()[:10]
    this_year = today().year
    if not (typed.isascii() and typed.isdecimal() and this_year - 4 <= int(typed) <= this_year + 1):
        error = gettext("Geben Sie ein Jahr von %(first)s bis %(last)s ein.") % {
            "first": this_year - 4,
            "last": this_year + 1,
        }
        return _list_page(request, wrong=(shelf, run, typed, error))
    try:
        made = actions.try_out(request.actor, shelf, run.key, int(typed))
    except actions.RunRefused as refused:
        return _list_page(request, wrong=(shelf, run, typed, refused.sentence.in_language(_language())))
    return HttpResponseRedirect(reverse("office:run", args=[made.id]))


@require_safe
@member
def run(request: Any, run_id: uuid.UUID) -> HttpResponse:
    """A run: how many, how much, what cannot be done and why; how far it is."""
    shelf, found = _run(request, run_id)
    return _run_page(request, shelf, found)


@posted("office:run", "run_id")
def start(request: Any, run_id: uuid.UUID) -> HttpResponse:
    """Issue what was tried. The person says that they have looked at it."""
    shelf, found = _run(request, run_id)
    can_start = _controls(request, found, _figures(found)["counts"])["can_start"]
    if can_start and "geprueft" not in request.POST:
        error = gettext("Bestätigen Sie, dass Sie die Zahlen geprüft haben.")
        return _run_page(request, shelf, found, error=error)
    return _done(request, found, lambda: actions.start(request.actor, found.id, shelf))


@posted("office:run", "run_id")
def post(request: Any, run_id: uuid.UUID) -> HttpResponse:
    """The day on which the letters have left the house."""
    shelf, found = _run(request, run_id)
    typed = request.POST.get("tag", "")[:40]
    day = parse_date(typed, feel.Date.from_python(today()))
    if day is None:
        error = gettext("Geben Sie den Tag ein, an dem die Post das Haus verlassen hat.")
        return _run_page(request, shelf, found, day=typed, day_error=error)
    return _done(request, found, lambda: actions.post(request.actor, found.id, day.to_python()))


@posted("office:run", "run_id")
def again(request: Any, run_id: uuid.UUID) -> HttpResponse:
    """Try once more: what is done stays done."""
    shelf, found = _run(request, run_id)
    return _done(request, found, lambda: actions.try_again(request.actor, found.id, shelf))


@posted("office:run", "run_id")
def discard(request: Any, run_id: uuid.UUID) -> HttpResponse:
    """Forget a trial."""
    _, found = _run(request, run_id)
    return _done(request, found, lambda: actions.discard(request.actor, found.id), reverse("office:runs"))


@require_safe
@member
def report(request: Any, run_id: uuid.UUID) -> HttpResponse:
    """What cannot be done, with the reasons, as CSV."""
    shelf, found = _run(request, run_id)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([gettext("Eintrag"), gettext("Warum es nicht geht")])
    for item in queries.hindered(found):
        writer.writerow([_harmless(item.label), _reason(item)])
    name = f"{_declared(shelf, found).title} {found.year}.csv"
    return file_response(b"\xef\xbb\xbf" + out.getvalue().encode(), name, "text/csv")


@require_safe
@member
def print_part(request: Any, run_id: uuid.UUID, part: int) -> HttpResponse:
    """A part of the letters as one file for the printer."""
    _, found = _run(request, run_id)
    if not 0 < part <= queries.parts(found):
        raise Http404
    return pdf_response(queries.print_file(request.actor, found, part), f"{found.key}-{found.year}-{part}.pdf")


def _list_page(request: Any, wrong: tuple[Shelf, SerialRun, str, str] | None = None) -> HttpResponse:
    rows, errors = [], []
    for number, (shelf, run) in enumerate(queries.offered(request.actor), 1):
        is_wrong = wrong is not None and (wrong[0].key, wrong[1].key) == (shelf.key, run.key)
        row = _offered_row(shelf, run, f"jahr-{number}")
        if wrong is not None and is_wrong:
            row |= {"typed": wrong[2], "error": wrong[3]}
            errors.append({"id": row["id"], "message": wrong[3]})
        rows.append(row)
    status = 422 if errors else 200
    return page(request, "runs", "registers", rows=rows, errors=errors, has_errors=bool(errors), status=status)


def _offered_row(shelf: Shelf, run: SerialRun, control: str) -> dict[str, Any]:
    return {
        "id": control,
        "title": _text(shelf, run, "title"),
        "help": _text(shelf, run, "help"),
        "register": shelf.title(_language()),
        "register_url": shelf_url(shelf),
        "typed": str(today().year),
        "error": "",
        "try_url": reverse("office:run-try", args=[shelf.offering.key, run.key]),
        "runs": [
            {"year": one.year, "url": reverse("office:run", args=[one.id]), "label": words.run_state(one.state)}
            for one in queries.runs_of(shelf, run.key)
        ],
    }


def _run_page(
    request: Any, shelf: Shelf, found: Run, *, error: str = "", day: str = "", day_error: str = ""
) -> HttpResponse:
    run = _declared(shelf, found)
    hindered = queries.hindered(found, SHOWN)
    figures = _figures(found)
    return page(
        request,
        "run",
        "registers",
        title=f"{_text(shelf, run, 'title')} {found.year}",
        help=_text(shelf, run, "help"),
        url=reverse("office:run", args=[found.id]),
        list_url=reverse("office:runs"),
        state=found.state,
        label=words.run_state(found.state),
        who=_who(found),
        rows=[{"label": item.label, "url": _entry_url(item), "reason": _reason(item)} for item in hindered],
        more=figures["hindered_count"] - len(hindered),
        day=day or f"{today():%d.%m.%Y}",
        day_error=day_error,
        error=error,
        errors=[{"id": name, "message": text} for name, text in (("geprueft", error), ("tag", day_error)) if text],
        has_errors=bool(error or day_error),
        status=422 if error or day_error else 200,
        **figures,
        **_controls(request, found, figures["counts"]),
    )


def _figures(found: Run) -> dict[str, Any]:
    counts = queries.counts(found)
    done, ready = counts[RunItem.State.DONE], counts[RunItem.State.READY]
    return {
        "counts": {"all": counts["all"], "ready": ready, "done": done, "none": counts[RunItem.State.NOTHING_DUE]},
        "hindered_count": counts[RunItem.State.HINDERED],
        "ready_amount": words.money(queries.amount(found, RunItem.State.READY)),
        "done_amount": words.money(queries.amount(found, RunItem.State.DONE)),
        "progress": {"done": done, "all": done + ready},
        "waiting": queries.unposted(found).count() if found.state == Run.State.DONE else 0,
    }


def _controls(request: Any, found: Run, counts: dict[str, int]) -> dict[str, Any]:
    can_be_started = found.state == Run.State.TRIED and counts["ready"] > 0
    is_head = actions.HEAD in request.actor.roles
    names = ("start", "again", "discard", "report", "post")
    return {
        "is_busy": found.state in (Run.State.TRYING, Run.State.RUNNING),
        "can_start": can_be_started and is_head,
        "needs_head": can_be_started and not is_head,
        "can_discard": found.state == Run.State.TRIED and counts["done"] == 0,
        "can_try_again": found.state in (Run.State.TRIED, Run.State.DONE),
        "parts": [reverse("office:run-print", args=[found.id, part]) for part in range(1, queries.parts(found) + 1)],
        "urls": {name: reverse(f"office:run-{name}", args=[found.id]) for name in names},
    }


def _who(found: Run) -> list[str]:
    lines = [
        gettext("Probelauf: %(who)s, %(when)s")
        % {"who": found.created_by["name"], "when": words.moment(found.created_at)}
    ]
    if found.started_by is not None:
        lines.append(
            gettext("Gestartet: %(who)s, %(when)s")
            % {"who": found.started_by["name"], "when": words.moment(found.started_at)}
        )
    return lines


def _done(request: Any, found: Run, work: Callable[[], Run], to: str = "") -> HttpResponse:
    back = reverse("office:run", args=[found.id])
    try:
        work()
    except actions.RunRefused as refused:
        return message(request, gettext("Das geht so nicht"), refused.sentence.in_language(_language()), back)
    return HttpResponseRedirect(to or back)


def _run(request: Any, run_id: uuid.UUID) -> tuple[Shelf, Run]:
    found = queries.run_for(request.actor, run_id)
    if found is None:
        raise Http404
    return found


def _declared(shelf: Shelf, found: Run) -> SerialRun:
    return queries.declared(shelf, found.key)


def _text(shelf: Shelf, run: SerialRun, name: str) -> str:
    german = run.title if name == "title" else run.help
    return shelf.package.translated(_language(), "service.toml", f"run.{run.key}", name, german)


def _entry_url(item: RunItem) -> str:
    return reverse("office:register-entry", args=[item.entry.id])


def _reason(item: RunItem) -> str:
    return str(item.reason[0 if _language() == "de" else 1]) if item.reason else ""


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet will not take for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _language() -> str:
    return get_language() or "de"
