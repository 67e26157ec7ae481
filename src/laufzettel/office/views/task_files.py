"""Files that a clerk adds to a task: kept for it until it is completed, then filed in the record."""

import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from laufzettel.cases import queries as cases
from laufzettel.cases.models import Task
from laufzettel.core import audit
from laufzettel.core.clock import now
from laufzettel.files import queries as files
from laufzettel.files import uploads
from laufzettel.kernel import forms
from laufzettel.office.access import member
from laufzettel.ui.downloads import file_response
from laufzettel.ui.forms import Uploads, raw_of, receiving
from laufzettel.ui.forms.receiving import Received


@require_safe
@member
def upload(request: Any, task_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """A file that was uploaded to an open task, once it may be opened; that it was read is logged."""
    found = cases.task_for(request.actor, task_id)
    file = {one.id: one for one in uploads.of_owner(found.id)}.get(file_id) if found else None
    if file is None or file.is_locked:
        raise Http404
    audit.record(request.actor, "file-read", kind="file", object_id=file.id)
    return file_response(files.content(file), file.name, file.media_type)


def uploads_of(task: Task, form: forms.Form) -> Uploads:
    """The files of a task, as its form shows them."""
    if not form.has_files:
        return Uploads()
    return receiving.uploads_of(task.id, lambda file: reverse("office:task-file", args=[task.id, file.id]))


def receive(request: Any, task: Task, form: forms.Form, context: Mapping[str, Any]) -> Received:
    """What was posted, with the files that came along kept for the task."""
    raw = raw_of(request.POST)
    if not form.has_files:
        return Received(raw)
    before = uploads_of(task, form)
    page = form.posted_page(forms.WHOLE, receiving.without_buttons(raw), context=context, now=now(), files=before.files)
    take = partial(uploads.take, request.actor, task.id, None)
    return receiving.receive(page, raw, request.FILES, before.infected, take)
