"""Aufgaben and Vorgänge: what waits, and everything there is."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from laufzettel.cases import queries as cases
from laufzettel.cases.models import Case
from laufzettel.office import words
from laufzettel.office.access import member, page

PAGE_SIZE = 50


@require_safe
@member
def worklist(request: Any) -> HttpResponse:
    """What waits for the person's units, the most urgent first; `?meine=1` only what the person has taken."""
    only_mine = request.GET.get("meine") == "1"
    text = request.GET.get("q", "").strip()[:100]
    rows = [_row(row, request.tenant.land) for row in cases.worklist(request.actor, only_mine=only_mine, text=text)]
    url = reverse("office:worklist")
    tabs = [
        {"label": gettext("Für mein Amt"), "href": url, "is_current": not only_mine},
        {"label": gettext("Von mir übernommen"), "href": f"{url}?meine=1", "is_current": only_mine},
        {"label": gettext("Schreiben erlassen"), "href": reverse("office:letters"), "is_current": False},
    ]
    shown = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("seite"))
    return _list(request, shown, list(shown), "tasks", gettext("Aufgaben"), tabs, "meine=1&" if only_mine else "")


@require_safe
@member
def case_list(request: Any) -> HttpResponse:
    """All cases of the person's units, or what a search finds."""
    text = request.GET.get("q", "").strip()[:100]
    status = request.GET.get("zustand", "")
    found = cases.search(request.actor, text=text, status=status)
    url = reverse("office:cases")
    tabs = [
        {"label": label, "href": f"{url}?zustand={value}" if value else url, "is_current": status == value}
        for value, label in (
            ("", gettext("Alle")),
            (Case.Status.RUNNING, gettext("Laufende")),
            (Case.Status.COMPLETED, gettext("Abgeschlossene")),
        )
    ]
    shown = Paginator(found, PAGE_SIZE).get_page(request.GET.get("seite"))
    rows = [
        _row(row, request.tenant.land) | {"url": reverse("office:case", args=[row.case.id])}
        for row in cases.listed(request.actor, list(shown))
    ]
    heading = gettext("Suche nach „%(text)s“") % {"text": text} if text else gettext("Vorgänge")
    query = urlencode({name: value for name, value in (("q", text), ("zustand", status)) if value})
    return _list(request, shown, rows, "cases", heading, [] if text else tabs, f"{query}&" if query else "", text)


def _list(
    request: Any,
    shown: Page[Any],
    rows: list[dict[str, Any]],
    place: str,
    heading: str,
    tabs: Any,
    query: str,
    text: str = "",
) -> HttpResponse:
    return page(
        request,
        "worklist",
        place,
        heading=heading,
        tabs=tabs,
        rows=rows,
        page=shown,
        query=query,
        filters=[],
        tally=[],
        search_query=text,
    )


def _row(row: cases.WorklistRow, land: str) -> dict[str, Any]:
    case, holder = row.case, row.task.assignee if row.task else None
    state = words.case_state(case, has_incident=row.has_incident, is_taken=holder is not None, question=row.question)
    return {
        "url": reverse("office:letter", args=[row.letter.id]) if row.letter else reverse("office:case", args=[case.id]),
        "title": case.record.title if case.record else case.title,
        "number": case.number,
        "service": case.title,
        "task": row.name or (words.letter_task(row.letter) if row.letter else ""),
        "state": state,
        "due": words.due(row.due if case.status == Case.Status.RUNNING else None, land),
        "assignee": holder.name if holder else "",
        "received": words.moment(case.received_at),
        "details": [{"label": gettext("Von"), "value": case.applicant}] if case.applicant else [],
    }
