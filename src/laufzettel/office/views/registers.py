"""Register: what the services of the person's units keep a list of; its entries, with every version."""

import uuid
from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from laufzettel.core.clock import now, today
from laufzettel.kernel import feel, forms
from laufzettel.kernel.forms.dates import parse_date
from laufzettel.kernel.problems import NO_TEXT, Text
from laufzettel.office.access import member, message, page, posted
from laufzettel.office.views import register_rows as rows
from laufzettel.registers import actions, queries
from laufzettel.registers.actions import Writing
from laufzettel.registers.models import Entry
from laufzettel.registers.shelf import Shelf
from laufzettel.ui.forms import raw_of, render_changes, render_page

PAGE_SIZE = 50
_CONTROLS = {"grund": "grund-fortsetzen"}


@require_safe
@member
def registers(request: Any) -> HttpResponse:
    """The registers that the person's units keep."""
    found = [rows.shelf_row(shelf, _language()) for shelf in queries.shelves(request.actor)]
    return page(request, "registers", "registers", rows=found)


@require_safe
@member
def register(request: Any, service: str, register: str) -> HttpResponse:
    """The entries of a register, or what a search finds; that somebody looked is logged."""
    shelf = _shelf(request, service, register)
    text = request.GET.get("suche", "").strip()[:100]
    state = request.GET.get("zustand", "open")
    state = state if state in queries.STATES else "open"
    found = queries.search(request.actor, shelf, text=text, state=state)
    shown = Paginator(found, PAGE_SIZE).get_page(request.GET.get("seite"))
    url = reverse("office:register", args=[service, register])
    return page(
        request,
        "register",
        "registers",
        title=shelf.title(_language()),
        url=url,
        text=text,
        state=state,
        tabs=rows.tabs(url, state, text),
        columns=rows.column_labels(shelf, _language()),
        rows=[rows.entry_row(shelf, one, _language()) for one in shown.object_list],
        page=shown,
        count=shown.paginator.count,
        query=rows.query_of(state, text),
        add_url=reverse("office:register-add", args=[service, register]),
        files_url=reverse("office:register-files", args=[service, register]),
        export_url=reverse("office:register-export", args=[service, register]),
    )


@require_safe
@member
def entry(request: Any, entry_id: uuid.UUID) -> HttpResponse:
    """One entry with its history; `?fassung=2` shows it as it was then."""
    shelf, found = _entry(request, entry_id)
    return _entry_page(request, shelf, found)


@require_http_methods(["GET", "HEAD", "POST"])
@member
def add(request: Any, service: str, register: str) -> HttpResponse:
    """Add an entry with the form that the package declares."""
    shelf = _shelf(request, service, register)
    heading = gettext("Neuer Eintrag: %(register)s") % {"register": shelf.title(_language())}
    back = reverse("office:register", args=[service, register])

    def write(values: dict[str, Any], reason: str) -> Entry:
        return actions.add(shelf, values, Writing(request.actor, reason))

    return _form_page(request, shelf, {}, heading, back, write)


@require_http_methods(["GET", "HEAD", "POST"])
@member
def change(request: Any, entry_id: uuid.UUID) -> HttpResponse:
    """Change an entry, with the reason. What somebody else has changed meanwhile is not overwritten."""
    shelf, found = _entry(request, entry_id)
    back = reverse("office:register-entry", args=[found.id])
    if found.ended_on is not None:
        return _meanwhile(request, back)
    posted = request.POST.get("fassung", "")
    version = int(posted) if posted.isascii() and posted.isdecimal() and len(posted) < 9 else 0

    def write(values: dict[str, Any], reason: str) -> Entry:
        return actions.change(shelf, found.id, values, Writing(request.actor, reason), version=version)

    heading = gettext("Eintrag ändern: %(entry)s") % {"entry": found.label}
    return _form_page(request, shelf, queries.values_of(found), heading, back, write, version=found.version)


@posted("office:register-entry", "entry_id")
def end(request: Any, entry_id: uuid.UUID) -> HttpResponse:
    """End an entry by an event and its day: its retention begins."""
    shelf, found = _entry(request, entry_id)
    event, typed = request.POST.get("ereignis", ""), request.POST.get("tag", "")[:40]
    reason = request.POST.get("grund", "").strip()
    day = parse_date(typed, feel.Date.from_python(today()))
    errors = {}
    if event not in shelf.register.ends:
        errors["ereignis"] = gettext("Wählen Sie, was geschehen ist.")
    if day is None:
        errors["tag"] = gettext("Geben Sie den Tag ein, zum Beispiel 3.5.2026.")
    elif day.to_python() > today():
        errors["tag"] = gettext("Der Tag liegt in der Zukunft. Beenden Sie den Eintrag, wenn er gekommen ist.")
    if errors or day is None:
        return _entry_page(request, shelf, found, errors, {"event": event, "day": typed, "reason": reason})
    back = reverse("office:register-entry", args=[found.id])
    actions.end(shelf, found.id, event, day.to_python(), Writing(request.actor, reason))
    return HttpResponseRedirect(back)


@posted("office:register-entry", "entry_id")
def resume(request: Any, entry_id: uuid.UUID) -> HttpResponse:
    """Take back that an entry has ended, with the reason."""
    shelf, found = _entry(request, entry_id)
    back = reverse("office:register-entry", args=[found.id])
    reason = request.POST.get("grund", "").strip()
    if not reason:
        return _entry_page(request, shelf, found, {"grund": gettext("Schreiben Sie, warum der Eintrag wieder gilt.")})
    try:
        actions.resume(shelf, found.id, Writing(request.actor, reason))
    except actions.KeyTaken as taken:
        return message(request, gettext("Das geht nicht"), rows.taken_words(shelf, taken, _language()), back)
    return HttpResponseRedirect(back)


def _form_page(
    request: Any,
    shelf: Shelf,
    values: dict[str, Any],
    heading: str,
    back: str,
    write: Callable[[dict[str, Any], str], Entry],
    *,
    version: int = 0,
) -> HttpResponse:
    """The form of an entry; what was sent and fits is written, and the entry shown."""
    if request.method == "POST" and request.headers.get("HX-Request") == "true":
        return _changes(request, shelf, values)
    raw, trouble = None, ""
    errors: tuple[forms.FieldError, ...] = ()
    reason = request.POST.get("grund", "").strip()[:1000]
    if request.method == "POST":
        raw = raw_of(request.POST)
        answers = shelf.form.validate(forms.WHOLE, raw, now=now())
        errors = answers.errors
        if not reason:
            trouble = gettext("Schreiben Sie, woher Sie das wissen, zum Beispiel: Anruf vom 3. Mai.")
        if not errors and not trouble:
            try:
                made = _written(shelf, answers.values, reason, write)
            except actions.Meanwhile:
                return _meanwhile(request, back)
            if isinstance(made, Entry):
                return HttpResponseRedirect(reverse("office:register-entry", args=[made.id]))
            errors = made
    url = request.path
    fields = render_page(shelf.form, forms.WHOLE, values, errors, request=request, now=now(), raw=raw, update_url=url)
    links = [*fields.errors, *([{"id": "grund", "message": trouble}] if trouble else [])]
    return page(
        request,
        "register_form",
        "registers",
        heading=heading,
        fields=fields,
        errors=links,
        has_errors=bool(links),
        reason=reason,
        reason_error=trouble,
        version=version,
        back_url=back,
        status=422 if links else 200,
    )


def _changes(request: Any, shelf: Shelf, values: dict[str, Any]) -> HttpResponse:
    """What an answer changes on the open page, for htmx."""
    raw, url = raw_of(request.POST), request.path
    return HttpResponse(render_changes(shelf.form, forms.WHOLE, values, raw, now=now(), update_url=url))


def _written(
    shelf: Shelf, values: dict[str, Any], reason: str, write: Callable[[dict[str, Any], str], Entry]
) -> Entry | tuple[forms.FieldError, ...]:
    """The entry, or what is wrong with it, at its fields."""
    try:
        return write(values, reason)
    except actions.KeyTaken as taken:
        words = rows.taken_words(shelf, taken, _language())
        return (forms.FieldError(taken.field, "taken", Text(words, words), taken.field, NO_TEXT),)
    except actions.Invalid as invalid:
        return tuple(invalid.errors)


def _entry_page(
    request: Any,
    shelf: Shelf,
    found: Entry,
    errors: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    versions, language = queries.versions_of(found), _language()
    wanted = request.GET.get("fassung", "")
    shown = next((one for one in versions if str(one.number) == wanted), versions[0])
    errors = errors or {}
    return page(
        request,
        "register_entry",
        "registers",
        entry=rows.whole_entry(shelf, found, shown, language),
        history=rows.history(shelf, versions, shown, language),
        is_newest=shown is versions[0],
        register={"title": shelf.title(language), "url": rows.shelf_url(shelf)},
        ends=rows.ends(shelf, language) if found.ended_on is None else [],
        has_ended=found.ended_on is not None,
        change_url="" if found.ended_on else reverse("office:register-change", args=[found.id]),
        end_url=reverse("office:register-end", args=[found.id]),
        resume_url=reverse("office:register-resume", args=[found.id]),
        errors=[{"id": _CONTROLS.get(name, name), "message": text} for name, text in errors.items()],
        wrong=errors,
        typed=typed or {"day": f"{today():%d.%m.%Y}"},
        has_errors=bool(errors),
        status=422 if errors else 200,
    )


def _meanwhile(request: Any, back: str) -> HttpResponse:
    text = gettext("Der Eintrag wurde inzwischen geändert oder beendet. Es wurde nichts überschrieben. Sehen Sie nach.")
    return message(request, gettext("Inzwischen geändert"), text, back)


def _shelf(request: Any, service: str, register: str) -> Shelf:
    found = queries.shelf_for(request.actor, service, register)
    if found is None:
        raise Http404
    return found


def _entry(request: Any, entry_id: uuid.UUID) -> tuple[Shelf, Entry]:
    found = queries.entry_for(request.actor, entry_id)
    if found is None:
        raise Http404
    return found


def _language() -> str:
    return get_language() or "de"
