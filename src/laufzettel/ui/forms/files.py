"""A file field as a control: what is uploaded, in which state, and what may still come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from laufzettel.kernel.forms import Shown
from laufzettel.kernel.forms.model import Field
from laufzettel.kernel.forms.uploads import Files, endings_of, is_file, size_text, type_words

if TYPE_CHECKING:
    from laufzettel.ui.forms.controls import Control
    from laufzettel.ui.forms.drawing import Drawing

FILE = "lz-datei."


@dataclass(frozen=True, slots=True)
class Uploads:
    """The uploaded files by id, as the kernel takes them; in which state each is, in words; where it can be opened."""

    files: Files = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    urls: Mapping[str, str] = field(default_factory=dict)
    infected: frozenset[str] = frozenset()


def fill(drawing: "Drawing", item: Shown, node: Field, made: "Control") -> None:
    """Make a control a file field."""
    made.template = "files"
    uploads = drawing.uploads
    values = item.value if isinstance(item.value, list) else []
    made.extra = {
        "files": [_file(drawing, value, uploads or Uploads()) for value in values if is_file(value)],
        "is_open": uploads is not None,
        "is_full": len(values) >= node.max_count,
        "accept": endings_of(node.accept),
        "multiple": node.max_count > 1,
    }
    limits = gettext("%(types)s, höchstens %(size)s je Datei.") % {
        "types": drawing.words(type_words(node.accept)),
        "size": drawing.words(size_text(node.max_size)),
    }
    if node.max_count > 1:
        limits += " " + gettext("Höchstens %(count)d Dateien.") % {"count": node.max_count}
    made.hint = f"{made.hint} {limits}" if made.hint else limits


def _file(drawing: "Drawing", value: Mapping[str, Any], uploads: Uploads) -> dict[str, str]:
    return {
        "id": value["id"],
        "name": value["name"],
        "size": drawing.words(size_text(value["size"])),
        "state": uploads.states.get(value["id"], ""),
        "url": uploads.urls.get(value["id"], ""),
        "is_picture": value["type"].startswith("image/") and value["type"] != "image/tiff",
    }
