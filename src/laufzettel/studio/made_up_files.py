"""Files in the preview: nothing of them is read or stored. What a file is called, and how large it is, is its id."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from laufzettel.kernel.forms.uploads import FILE_KINDS, files_in
from laufzettel.ui.forms import Uploads, raw_of
from laufzettel.ui.forms.files import FILE

MARK = "vorschau"


def raw_with_files(request: HttpRequest) -> dict[str, list[str]]:
    """What was posted, with an id for each file that came along."""
    raw = raw_of(request.POST)
    for name, files in request.FILES.lists():
        if name.startswith(FILE):
            field = name.removeprefix(FILE)
            raw[field] = raw.get(field, []) + [_id(file.name or "", file.size or 0) for file in files]
    return raw


def uploads_in(raw: Mapping[str, Any], answers: Mapping[str, Any]) -> Uploads:
    """The files of the answers so far, those of a scenario too, and those that the page has just named."""
    found = {str(file["id"]): file for file in files_in(dict(answers))}
    posted = {text for values in raw.values() for text in values if text.startswith(f"{MARK}/")}
    return Uploads(found | {text: _file(text) for text in posted if text.count("/") >= 2})


def _id(name: str, size: int) -> str:
    return f"{MARK}/{size}/{name}"


def _file(text: str) -> dict[str, Any]:
    _, size, name = text.split("/", 2)
    kinds = [kind.media_type for kind in FILE_KINDS.values() if name.lower().endswith(kind.endings)]
    media_type = kinds[0] if kinds else "application/octet-stream"
    return {"id": text, "name": name, "type": media_type, "size": Decimal(size if size.isdecimal() else 0)}
