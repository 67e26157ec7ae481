"""The form renderer: a page of a `laufzettel.kernel.forms` form as HTML that works without scripts."""

from laufzettel.ui.forms.drawing import control_id
from laufzettel.ui.forms.files import Uploads
from laufzettel.ui.forms.rendering import Rendered, error_links, raw_of, render_changes, render_page

__all__ = ["Rendered", "Uploads", "control_id", "error_links", "raw_of", "render_changes", "render_page"]
