"""Akten: the records and their documents."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from laufzettel.cases import queries as cases
from laufzettel.files import queries as files
from laufzettel.office import words
from laufzettel.office.access import member, message, page
from laufzettel.records import queries
from laufzettel.records.models import Document
from laufzettel.ui.downloads import file_response
from laufzettel.ui.forms import receiving


@require_safe
@member
def record_list(request: Any) -> HttpResponse:
    """The records of the person's units, the newest first."""
    rows = [
        {
            "reference": record.reference,
            "title": record.title,
            "position": str(record.position),
            "opened": words.moment(record.opened_at),
            "url": reverse("office:record", args=[record.id]),
        }
        for record in cases.records_for(request.actor)
    ]
    shown = Paginator(rows, 50).get_page(request.GET.get("seite"))
    return page(request, "records", "records", rows=shown.object_list, page=shown, query="", search_query="")


@require_safe
@member
def record(request: Any, record_id: uuid.UUID) -> HttpResponse:
    """One record with its documents and cases."""
    found = queries.by_id(record_id)
    own = cases.cases_of_record(request.actor, record_id) if found else []
    if found is None or not own:
        raise Http404
    return page(
        request,
        "record",
        "records",
        record={
            "reference": found.reference,
            "title": found.title,
            "position": str(found.position),
            "opened": words.moment(found.opened_at),
            "retention": _retention(found.retention_years, own[0]),
        },
        documents=[document_row(doc) | {"number": n} for n, doc in enumerate(queries.documents(found), 1)],
        cases=[
            {
                "number": case.number,
                "title": case.title,
                "url": reverse("office:case", args=[case.id]),
                "state": words.case_state(case),
            }
            for case in own
        ],
    )


@require_safe
@member
def document(request: Any, document_id: uuid.UUID) -> HttpResponse:
    """A document's file; that it was read is logged."""
    found = queries.document(document_id)
    if found is None or not cases.cases_of_record(request.actor, found.record_id):
        raise Http404
    try:
        content = queries.read_document(request.actor, found)
    except files.Locked:
        title, back = gettext("Gesperrt"), reverse("office:record", args=[found.record_id])
        return message(request, title, receiving.lock_words(found.file), back)
    # What strangers sent us is saved, never shown as a page of ours.
    is_download = request.GET.get("laden") == "1" or found.kind == "upload"
    return file_response(content, found.file.name, found.file.media_type, inline=not is_download)


def document_row(doc: Document) -> dict[str, Any]:
    """A document in words, with its two doors: look and download."""
    url = reverse("office:document", args=[doc.id])
    kind = "PDF" if doc.file.media_type == "application/pdf" else doc.file.name.rpartition(".")[2].upper()
    return {
        "title": doc.title,
        "kind": kind,
        "filed": words.moment(doc.filed_at),
        "author": doc.author.get("name", ""),
        "note": doc.note,
        "meta": " · ".join(
            part
            for part in (
                f"{kind}, {_size(doc.file.size)}",
                words.moment(doc.filed_at),
                receiving.scan_words(doc.file) if doc.kind == "upload" else "",
            )
            if part
        ),
        "url": url,
        "downloads": [{"label": gettext("Herunterladen"), "url": f"{url}?laden=1"}],
    }


def _size(size: int) -> str:
    return f"{max(1, round(size / 1024))} KB"


def _retention(years: int | None, case: Any) -> str:
    if years is None:
        return ""
    event = cases.retention_event(case)
    text = ngettext(
        "%(years)d Jahr nach dem Ereignis: %(event)s", "%(years)d Jahre nach dem Ereignis: %(event)s", years
    )
    return text % {"years": years, "event": event}
