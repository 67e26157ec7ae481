"""Draws a page: once whole, and, when htmx asks, only what an answer has changed."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from laufzettel.kernel.forms import FieldError, Form, Page
from laufzettel.kernel.forms.entries import rearranged
from laufzettel.kernel.forms.model import Repeat, walk_all
from laufzettel.ui.forms.drawing import Drawing, control_id
from laufzettel.ui.forms.files import Uploads

type Raw = Mapping[str, Sequence[str]]
type Values = Mapping[str, Any]

_NOTHING: Values = {}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as HTML. In a template `{{ fields }}` draws it.

    `errors` is for the summary on top: `{"id", "message"}` each, in the order of the page; notices are in the HTML.
    """

    html: SafeString
    errors: list[dict[str, str]]
    page: Page

    @property
    def has_files(self) -> bool:
        """Whether files can be uploaded on it: the form around it must then be `multipart/form-data`."""
        return any(node.type == "filepicker" for node in walk_all(self.page.nodes))

    def __html__(self) -> str:
        return self.html

    def __str__(self) -> str:
        return self.html


def raw_of(post: QueryDict) -> dict[str, list[str]]:
    """What `Form.validate` takes, from `request.POST`."""
    return dict(post.lists())


def render_page(
    form: Form,
    page: str | Page,
    values: Values,
    errors: Iterable[FieldError] = (),
    *,
    request: HttpRequest | None = None,  # noqa: ARG001 - not read, see there
    context: Values = _NOTHING,
    now: datetime.datetime | None = None,
    raw: Raw | None = None,
    update_url: str = "",
    level: int = 2,
    prefix: str = "",
    uploads: Uploads | None = None,
) -> Rendered:
    """Draw the questions of a page, without `<form>`, buttons and summary.

    `values` are the stored answers. `raw` is what was posted, when the page is shown again: it is drawn as typed.
    `update_url` answers htmx with `render_changes`; empty: nothing reacts before "Weiter". `level` is that of the
    headings inside. `uploads` are the files of the person's draft; None: none can be uploaded here. `prefix` stands
    before all ids: give one to each of several forms in one document. `context` and `now` as for `Form.pages`.
    Texts are in the active language. The request is not read: nothing of a page depends on who asks.
    """
    drawing, shown = _draw(form, page, values, list(errors), context, now, raw, update_url, prefix, uploads)
    notices = drawing.notices()
    inside = drawing.items(shown.nodes, shown.frame, shown.items, level)
    html = get_template("ui/forms/page.html").render(
        {
            "notices": notices,
            "fields": inside,
            "prefix": prefix,
            "asked": " ".join(drawing.asked),
            "page": shown,
            "intro": drawing.intro(shown),
            "has_entries": any(isinstance(node, Repeat) or node.type == "filepicker" for node in walk_all(shown.nodes)),
            "asks": any(notice["code"] == "asked" for notice in notices),
            "takes_focus": bool(notices) and not drawing.links(),
        },
    )
    return Rendered(mark_safe(html), drawing.links(), shown)  # noqa: S308 - made by our templates


def render_changes(
    form: Form,
    page: str | Page,
    values: Values,
    raw: Raw,
    *,
    request: HttpRequest | None = None,  # noqa: ARG001 - not read, see there
    context: Values = _NOTHING,
    now: datetime.datetime | None = None,
    update_url: str = "",
    level: int = 2,
    prefix: str = "",
    uploads: Uploads | None = None,
) -> SafeString:
    """What an answer has changed on a page that is open: slots for htmx to swap out of band.

    Fields that were there and still are stay untouched, so that nobody loses what they are typing.
    """
    drawing, shown = _draw(form, page, values, [], context, now, raw, update_url, prefix, uploads)
    before = {name for text in raw.get("lz-asked", ()) for name in text.split()}
    slots = drawing.changes(shown.nodes, shown.frame, shown.items, before, level)
    html = get_template("ui/forms/changes.html").render(
        {"prefix": prefix, "slots": slots, "asked": " ".join(drawing.asked), "more": drawing.new_ones(before)},
    )
    return mark_safe(html)  # noqa: S308 - made by our templates


def error_links(errors: Iterable[FieldError], page: Page | None = None, prefix: str = "") -> list[dict[str, str]]:
    """Errors for the summary on top, each with the id of the control to go to; notices are none.

    Where several fields are told the same, each sentence begins with its field.
    """
    language = get_language() or "de"
    first = {item.name: control_id(item, prefix) for item in page.fields} if page else {}
    told = [(error, error.text.in_language(language)) for error in errors if not error.notice]
    often = Counter(sentence for _, sentence in told)
    return [
        {
            "id": first.get(error.path, control_id(error.path, prefix)),
            "message": sentence if often[sentence] == 1 else _named(error.label.in_language(language), sentence),
        }
        for error, sentence in told
    ]


def _named(label: str, sentence: str) -> str:
    return f"{label}{'' if label.endswith(('?', ':', '.')) else ':'} {sentence}"


def _draw(
    form: Form,
    page: str | Page,
    values: Values,
    errors: list[FieldError],
    context: Values,
    now: datetime.datetime | None,
    raw: Raw | None,
    update_url: str,
    prefix: str,
    uploads: Uploads | None,
) -> tuple[Drawing, Page]:
    page_id = page if isinstance(page, str) else page.id
    if raw is not None:
        shown = form.posted_page(
            page_id, raw, values=values, context=context, now=now, files=uploads.files if uploads else {}
        )
        raw = rearranged(raw).raw
    else:
        found = form.page(page_id, values, context, now=now)
        if found is None:
            raise KeyError(page_id)
        shown = found
    drawing = Drawing(form, errors, raw, update_url, get_language() or "de", now, prefix, uploads)
    drawing.prepare(shown)
    return drawing, shown
