"""Pictures and tables of a form."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from laufzettel.kernel.forms import Shown
from laufzettel.kernel.forms.formatting import in_words
from laufzettel.kernel.forms.model import Static

if TYPE_CHECKING:
    from laufzettel.ui.forms.drawing import Drawing

MAX_ROWS = 200
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+")


def is_picture(source: str) -> bool:
    """Only pictures that the form carries itself: none is fetched from elsewhere."""
    return _PICTURE.fullmatch(source) is not None


def table_of(drawing: "Drawing", item: Shown, node: Static) -> dict[str, Any]:
    """Heads and rows of a table in words."""
    rows = item.value if isinstance(item.value, list) else []
    rows = [row for row in rows if isinstance(row, Mapping)]
    scope = item.frame.scope
    columns = [(drawing.words(column.label.render(scope, drawing.now)), column.key) for column in node.columns]
    if node.columns_from:
        found = node.columns_from.value(scope, drawing.now)
        dynamic = found if isinstance(found, list) else []
        columns = [(str(one.get("label", "")), str(one.get("key", ""))) for one in dynamic if isinstance(one, Mapping)]
    cells = [[drawing.words(in_words(row.get(key))) for _, key in columns] for row in rows[:MAX_ROWS]]
    left_out = ""
    if len(rows) > MAX_ROWS:
        left_out = gettext("Hier stehen die ersten %(shown)d von %(all)d Zeilen.") % {
            "shown": MAX_ROWS,
            "all": len(rows),
        }
    return {"heads": [label for label, _ in columns], "rows": cells, "left_out": left_out}
