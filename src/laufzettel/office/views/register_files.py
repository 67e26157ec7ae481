"""Files of entries: reading a CSV into a register, with a trial before, and taking the register out as CSV."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from laufzettel.core.clock import today
from laufzettel.kernel.package.registers import fields_of
from laufzettel.office import words
from laufzettel.office.access import member, message, page, posted
from laufzettel.office.views.register_rows import shelf_url
from laufzettel.registers import columns, csv_text, importing, queries
from laufzettel.registers.models import Import
from laufzettel.registers.shelf import Shelf
from laufzettel.ui.downloads import file_response

SHOWN = 100


@require_safe
@member
def export(request: Any, service: str, register: str) -> HttpResponse:
    """The register as CSV; `?zeichen=ohne` without the byte order mark, `?zustand=all` with what has ended."""
    shelf = _shelf(request, service, register)
    mark, state = request.GET.get("zeichen") != "ohne", request.GET.get("zustand", "open")
    content = importing.export(request.actor, shelf, state="all" if state == "all" else "open", mark=mark)
    return file_response(content, f"{shelf.title()}-{today():%Y-%m-%d}.csv", "text/csv")


@require_http_methods(["GET", "HEAD", "POST"])
@member
def files(request: Any, service: str, register: str) -> HttpResponse:
    """Choose a file to read, and what was read before."""
    shelf, error = _shelf(request, service, register), ""
    if request.method == "POST":
        given = request.FILES.get("datei")
        if given is None:
            error = gettext("Wählen Sie eine Datei aus.")
        elif given.size > csv_text.MAX_BYTES:
            error = _sentence(csv_text.Unreadable("too-large"))
        else:
            try:
                made = importing.begin(request.actor, shelf, given.name, given.read())
                return HttpResponseRedirect(reverse("office:register-file", args=[made.id]))
            except csv_text.Unreadable as problem:
                error = _sentence(problem)
    return page(
        request,
        "register_files",
        "registers",
        title=shelf.title(_language()),
        back_url=shelf_url(shelf),
        error=error,
        has_errors=bool(error),
        errors=[{"id": "datei", "message": error}] if error else [],
        files=[_file_row(one) for one in queries.imports_of(shelf)],
        status=422 if error else 200,
    )


@require_safe
@member
def file(request: Any, import_id: uuid.UUID) -> HttpResponse:
    """A file that was read: which column is which field, then what is doubtful, then what became of it."""
    shelf, found = _import(request, import_id)
    if found.state == Import.State.MAPPING or (found.state == Import.State.CHECKED and "spalten" in request.GET):
        return _mapping_page(request, shelf, found, found.mapped, {})
    return _result_page(request, shelf, found)


@posted("office:register-file", "import_id")
def check(request: Any, import_id: uuid.UUID) -> HttpResponse:
    """Say which column is which field, and have every row looked through."""
    shelf, found = _import(request, import_id)
    mapped, errors = _chosen(request, shelf, found)
    if errors:
        return _mapping_page(request, shelf, found, mapped, errors)
    return _done(request, found, lambda: importing.check(request.actor, found.id, mapped))


@posted("office:register-file", "import_id")
def start(request: Any, import_id: uuid.UUID) -> HttpResponse:
    """Write what is without doubt to the register."""
    _, found = _import(request, import_id)
    return _done(request, found, lambda: importing.start(request.actor, found.id))


@posted("office:register-file", "import_id")
def discard(request: Any, import_id: uuid.UUID) -> HttpResponse:
    """Forget the rows that are no entries."""
    _, found = _import(request, import_id)
    return _done(request, found, lambda: importing.discard(request.actor, found.id))


@require_safe
@member
def report(request: Any, import_id: uuid.UUID) -> HttpResponse:
    """The rows that are no entries, with the reasons, as CSV: to be mended and read again."""
    _, found = _import(request, import_id)
    content = importing.report(request.actor, found, _language())
    stem = found.name.rpartition(".")[0] or found.name
    return file_response(content, f"{stem}-{gettext('offen')}.csv", "text/csv")


def _done(request: Any, found: Import, work: Any) -> HttpResponse:
    back = reverse("office:register-file", args=[found.id])
    try:
        work()
    except importing.ImportRefused:
        text = gettext("Jemand war schneller, oder die Datei wird gerade gelesen. Es wurde nichts geändert.")
        return message(request, gettext("Das geht gerade nicht"), text, back)
    return HttpResponseRedirect(back)


def _chosen(request: Any, shelf: Shelf, found: Import) -> tuple[dict[str, int], dict[str, str]]:
    mapped: dict[str, int] = {}
    errors: dict[str, str] = {}
    for path, node in fields_of(shelf.form).items():
        text = request.POST.get(f"feld-{path}", "")
        if text.isascii() and text.isdecimal() and len(text) < 4 and int(text) < len(found.heading):
            mapped[path] = int(text)
        elif node.required and node.hide is None:
            errors[path] = gettext("Wählen Sie die Spalte, in der das steht: jeder Eintrag braucht es.")
    return mapped, errors


def _mapping_page(
    request: Any, shelf: Shelf, found: Import, mapped: dict[str, int], errors: dict[str, str]
) -> HttpResponse:
    headings = columns.headings(shelf.form, _language())
    names = [name or gettext("Spalte %(number)d") % {"number": n} for n, name in enumerate(found.heading, 1)]
    return page(
        request,
        "register_columns",
        "registers",
        file=_file_row(found),
        register={"title": shelf.title(_language()), "url": shelf_url(shelf)},
        columns=names,
        samples=[row.cells[: len(names)] for row in queries.rows_of(found, limit=3)],
        fields=[
            {
                "name": f"feld-{path}",
                "label": headings[path],
                "error": errors.get(path, ""),
                "required": node.required,
                "options": [
                    {"value": n, "label": name, "is_chosen": mapped.get(path) == n} for n, name in enumerate(names)
                ],
            }
            for path, node in fields_of(shelf.form).items()
        ],
        errors=[{"id": f"feld-{path}", "message": f"{headings[path]}: {text}"} for path, text in errors.items()],
        has_errors=bool(errors),
        check_url=reverse("office:register-file-check", args=[found.id]),
        discard_url=reverse("office:register-file-discard", args=[found.id]),
        status=422 if errors else 200,
    )


def _result_page(request: Any, shelf: Shelf, found: Import) -> HttpResponse:
    counts = queries.row_counts(found)
    headings, language = columns.headings(shelf.form, _language()), _language()
    doubtful = queries.rows_of(found, state="doubtful", limit=SHOWN)
    url = reverse("office:register-file", args=[found.id])
    return page(
        request,
        "register_file",
        "registers",
        file=_file_row(found),
        state=found.state,
        register={"title": shelf.title(language), "url": shelf_url(shelf)},
        counts=counts,
        rows=[
            {
                "line": row.line,
                "cells": " · ".join(cell for cell in row.cells if cell.strip())[:200],
                "problems": [importing.words([one], headings, language) for one in row.problems],
            }
            for row in doubtful
        ],
        more=max(0, counts["doubtful"] - SHOWN),
        url=url,
        columns_url=f"{url}?spalten=1",
        report_url=reverse("office:register-file-report", args=[found.id]),
        start_url=reverse("office:register-file-start", args=[found.id]),
        discard_url=reverse("office:register-file-discard", args=[found.id]),
    )


def _file_row(found: Import) -> dict[str, str]:
    states = {
        Import.State.MAPPING: ("new", gettext("Spalten zuordnen")),
        Import.State.CHECKING: ("work", gettext("wird geprüft")),
        Import.State.CHECKED: ("wait", gettext("geprüft, noch nicht eingelesen")),
        Import.State.IMPORTING: ("work", gettext("wird eingelesen")),
        Import.State.DONE: ("done", gettext("eingelesen")),
        Import.State.DISCARDED: ("done", gettext("abgeschlossen, Rest verworfen")),
    }
    kind, label = states[Import.State(found.state)]
    separators = {";": gettext("Semikolon"), ",": gettext("Komma"), "\t": gettext("Tabulator"), "|": gettext("Strich")}
    encodings = {"utf-8": "UTF-8", "utf-16": "UTF-16", "windows-1252": "Windows-1252"}
    return {
        "name": found.name,
        "url": reverse("office:register-file", args=[found.id]),
        "when": words.moment(found.created_at),
        "who": found.created_by.get("name", ""),
        "kind": kind,
        "label": label,
        "format": f"{encodings[found.encoding]}, {separators[found.separator]}",
    }


def _sentence(problem: csv_text.Unreadable) -> str:
    line = {"line": problem.line}
    return {
        "too-large": gettext("Die Datei ist größer als 20 MB. Teilen Sie sie."),
        "too-many-rows": gettext("Die Datei hat mehr als 50.000 Zeilen. Teilen Sie sie."),
        "too-many-columns": gettext("Die Datei hat mehr als 200 Spalten. Löschen Sie die, die nicht gebraucht werden."),
        "no-rows": gettext(
            "In der Datei steht keine Zeile. Die erste Zeile nennt die Spalten, dann kommt je Eintrag eine."
        ),
        "no-text": gettext("Das ist keine CSV-Datei. Speichern Sie die Tabelle als CSV, dann lesen wir sie."),
        "quotes": gettext("Ab Zeile %(line)d passt ein Anführungszeichen nicht. Sehen Sie dort nach.") % line,
        "characters": gettext(
            "In Zeile %(line)d steht ein unbekanntes Zeichen. Speichern Sie die Datei als CSV in UTF-8."
        )
        % line,
    }[problem.code]


def _shelf(request: Any, service: str, register: str) -> Shelf:
    found = queries.shelf_for(request.actor, service, register)
    if found is None:
        raise Http404
    return found


def _import(request: Any, import_id: uuid.UUID) -> tuple[Shelf, Import]:
    found = queries.import_for(request.actor, import_id)
    if found is None:
        raise Http404
    return found


def _language() -> str:
    return get_language() or "de"
