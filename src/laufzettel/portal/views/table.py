"""A page beside a page of the wizard: its entries from a CSV file, looked through before they are taken."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from laufzettel.applications import actions as applications
from laufzettel.kernel.forms import Page
from laufzettel.kernel.forms.model import Repeat
from laufzettel.portal import access, tables
from laufzettel.portal.drafts import Sitting
from laufzettel.portal.tables import Looked, Table
from laufzettel.portal.views.pages import language
from laufzettel.portal.views.wizard import gone, stale
from laufzettel.registers import columns, csv_text
from laufzettel.ui.downloads import file_response

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def table(request: Any, key: str, page: str, name: str) -> HttpResponse:
    """Choose a file; see which column is which question and which rows are doubtful; take the others."""
    draft = access.draft(request, key)
    if draft is None:
        return gone(request, key)
    sitting = Sitting.of(draft)
    shown = sitting.page(page)
    node = next((one for one in tables.lists_of(shown) if one.id == name), None) if shown else None
    if shown is None or node is None:
        return HttpResponseRedirect(sitting.next_url())
    if request.method != "POST":
        if "muster" in request.GET:
            return access.private(file_response(tables.pattern(node), f"{gettext('Muster')}.csv", "text/csv"))
        return _page(request, sitting, shown, node)
    waiting = access.too_many(request, "table", limit=60, seconds=600)
    if waiting:
        return waiting
    if request.POST.get("stand") != str(draft.version):
        return stale(request, sitting.page_url(page))
    return _posted(request, sitting, shown, node)


def _posted(request: Any, sitting: Sitting, shown: Page, node: Repeat) -> HttpResponse:
    fields = tables.fields_of(node)
    if "lesen" in request.POST:
        given = request.FILES.get("datei")
        if given is None:
            return _page(request, sitting, shown, node, error=gettext("Wählen Sie eine Datei aus."))
        try:
            found = tables.read(given.read(tables.MAX_BYTES + 1))
        except csv_text.Unreadable as problem:
            return _page(request, sitting, shown, node, error=_sentence(problem))
        mapped: Mapping[str, int] = columns.proposed(fields, found.heading)
    else:
        carried = tables.carried(request.POST.get("tabelle", ""))
        if carried is None:
            return _page(request, sitting, shown, node, error=gettext("Wählen Sie die Datei noch einmal aus."))
        found, mapped = carried, tables.chosen(node, carried, request.POST.dict())
    looked = tables.looked_through(sitting, shown, node, found, mapped)
    if "bericht" in request.POST:
        name = f"{gettext('offene-zeilen')}.csv"
        return access.private(file_response(tables.report(found, looked.doubtful), name, "text/csv"))
    if "uebernehmen" in request.POST and looked.entries:
        return _taken(request, sitting, shown, node, found, looked, mapped)
    return _page(request, sitting, shown, node, found=found, looked=looked, mapped=mapped)


def _taken(
    request: Any,
    sitting: Sitting,
    shown: Page,
    node: Repeat,
    found: Table,
    looked: Looked,
    mapped: Mapping[str, int],
) -> HttpResponse:
    values = tables.with_entries(sitting, node, [entry for _, entry in looked.entries])
    try:
        draft = applications.save_page(sitting.draft, shown.id, values, is_done=False, language=language())
    except applications.Stale:
        return stale(request, sitting.page_url(shown.id))
    if not looked.doubtful:
        return HttpResponseRedirect(f"{sitting.page_url(shown.id)}?uebernommen={len(looked.entries)}")
    after = Sitting(draft, sitting.moment)
    rest = Table(found.heading, looked.doubtful)
    again = tables.looked_through(after, shown, node, rest, mapped)
    return _page(request, after, shown, node, found=rest, looked=again, mapped=mapped, taken=len(looked.entries))


def _page(
    request: Any,
    sitting: Sitting,
    shown: Page,
    node: Repeat,
    *,
    error: str = "",
    found: Table | None = None,
    looked: Looked | None = None,
    mapped: Mapping[str, int] | None = None,
    taken: int = 0,
) -> HttpResponse:
    title = node.label.render({}, None).in_language(language())
    url = reverse("portal:table", args=[sitting.key, shown.id, node.id])
    context = sitting.frame(shown.id) | {
        "title": title,
        "page_url": sitting.page_url(shown.id),
        "pattern_url": f"{url}?muster=1",
        "most": node.maximum,
        "error": error,
        "errors": [{"id": "datei", "message": error}] if error else [],
        "has_errors": bool(error),
        "taken": _how_many(taken) if taken else "",
    }
    if found is not None and looked is not None:
        context |= _report(node, found, looked, mapped or {})
    return access.private(render(request, "portal/table.html", context, status=422 if error else 200))


def _report(node: Repeat, found: Table, looked: Looked, mapped: Mapping[str, int]) -> dict[str, Any]:
    headings = columns.headings(tables.fields_of(node), language())
    names = [name or gettext("Spalte %(number)d") % {"number": n} for n, name in enumerate(found.heading, 1)]
    return {
        "carried": found.to_json(),
        "columns": [
            {
                "id": f"spalte-{path}",
                "label": label,
                "choices": [
                    {"value": n, "label": name, "is_chosen": mapped.get(path) == n} for n, name in enumerate(names)
                ],
            }
            for path, label in headings.items()
        ],
        "ready": len(looked.entries),
        "rows": [
            {"line": row.line, "cells": " · ".join(filter(None, row.cells)), "problems": tables.in_words(row)}
            for row in looked.doubtful[:SHOWN]
        ],
        "doubtful": len(looked.doubtful),
        "more": max(len(looked.doubtful) - SHOWN, 0),
    }


def _how_many(taken: int) -> str:
    return ngettext("%(number)s Zeile ist übernommen.", "%(number)s Zeilen sind übernommen.", taken) % {"number": taken}


def _sentence(problem: csv_text.Unreadable) -> str:
    line = {"line": problem.line}
    sentences = {
        "too-large": gettext("Die Datei ist zu groß. Höchstens 1 MB ist möglich."),
        "too-many-rows": gettext("Die Datei hat zu viele Zeilen. Höchstens 1.000 sind möglich."),
        "too-many-columns": gettext("Die Datei hat zu viele Spalten. Löschen Sie die, die hier niemand braucht."),
        "no-rows": gettext("In der Datei stehen keine Zeilen unter der Überschrift."),
        "no-text": gettext("Das ist keine CSV-Datei. Speichern Sie die Tabelle als CSV."),
        "characters": gettext("Zeile %(line)s ist nicht zu lesen. Speichern Sie die Datei als UTF-8.") % line,
        "quotes": gettext("Ab Zeile %(line)s stimmen die Anführungszeichen nicht.") % line,
    }
    return sentences.get(problem.code, sentences["no-text"])
