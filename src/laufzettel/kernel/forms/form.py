"""A form: pages, answers, completeness, summary."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from laufzettel.kernel.feel import Date
from laufzettel.kernel.feel.types import ContextType
from laufzettel.kernel.forms.checks import fits_type
from laufzettel.kernel.forms.entries import rearranged
from laufzettel.kernel.forms.errors import FieldError
from laufzettel.kernel.forms.evaluation import Frame, Stored, evaluate
from laufzettel.kernel.forms.feel_types import type_of_level
from laufzettel.kernel.forms.json_schema import schema_of
from laufzettel.kernel.forms.model import Field, Level, PageSource, pages_of, walk_all
from laufzettel.kernel.forms.paths import ABSENT, Value, copied, look_up, put
from laufzettel.kernel.forms.summary import Section, section
from laufzettel.kernel.forms.translation import texts_of, translated
from laufzettel.kernel.forms.uploads import Files
from laufzettel.kernel.forms.validation import Answers, Checking, Posted, Raw, nodes_of, without_errors
from laufzettel.kernel.forms.view import Page, View
from laufzettel.kernel.problems import Finding, Text

WHOLE = "*"

type Values = Mapping[str, Value]
type Now = datetime.datetime | None

_NOTHING: Values = {}
_NO_FILES: Files = {}


@dataclass(frozen=True, slots=True)
class Form:
    """A form as `forms.read` leaves it; immutable, safe to share and to cache.

    Values are FEEL values in nested contexts (`halter.vorname` lies in `halter`). `context` is what expressions may
    read besides: settings, the signed-in person's attributes, variables of the process. `now` is the aware time for
    `today()` and `now()`, in the tenant's zone. `reads` are the names that its expressions read.
    """

    id: str
    title: Text
    level: Level
    sources: tuple[PageSource, ...]
    warnings: tuple[Finding, ...] = ()
    file: str = ""
    reads_clock: bool = False
    reads: frozenset[str] = frozenset()

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields in document order, those of repeatable groups included."""
        return tuple(node for node in walk_all(self.level.nodes) if isinstance(node, Field))

    @property
    def has_files(self) -> bool:
        """Whether it asks for files anywhere."""
        return any(node.type == "filepicker" for node in walk_all(self.level.nodes))

    @property
    def texts(self) -> dict[str, str]:
        """All German texts by `component.attribute` (`component.values.option`): what a translation has to cover."""
        return texts_of(self.level.nodes)

    def translated(self, texts: Mapping[str, str]) -> "Form":
        """The form with English texts, by the keys of `texts`; where one is missing the German stands."""
        level = translated(self.level, texts)
        return replace(self, level=level, sources=pages_of(self.id, level.nodes))

    def types(self) -> ContextType:
        """The FEEL type of the values: a closed context."""
        return type_of_level(self.level)

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema of the values as `feel.to_json` writes them."""
        return schema_of(self.id, str(self.title), self.level)

    def pages(self, values: Values, context: Values = _NOTHING, *, now: Now = None) -> list[Page]:
        """The pages that show for these values, in order, with their questions.

        After a page with `exclusion` nothing follows: it ends the application.
        """
        return self._pages(self._frame(values, context, now), now)

    def page(self, page: str, values: Values, context: Values = _NOTHING, *, now: Now = None) -> Page | None:
        """The page with this id, or None when it does not show; `*` is the whole form as one page."""
        if page == WHOLE:
            return self.whole(values, context, now=now)
        frame, view = self._frame(values, context, now), View(now)
        for source in self.sources:
            if source.group is not None and not frame.shows(source.group):
                continue
            if source.id == page:
                found = view.page(source, frame, self.title)
                return None if found.is_empty else found
            if source.group is not None and source.group.exclusion:
                break
        return None

    def whole(self, values: Values, context: Values = _NOTHING, *, now: Now = None) -> Page:
        """The whole form as one page with the id `*`: for a clerk's task and for paper entry."""
        source = PageSource(WHOLE, None, self.level.nodes)
        return View(now).page(source, self._frame(values, context, now), self.title)

    def posted_page(
        self,
        page: str,
        raw: Raw,
        *,
        values: Values = _NOTHING,
        context: Values = _NOTHING,
        now: Now = None,
        files: Files = _NO_FILES,
    ) -> Page:
        """The page as it shows for what a browser posted, checked or not: for showing it again."""
        frame, _ = self._posted(page, rearranged(raw).raw, values, context, now, files)
        return View(now).page(self._source(page), frame, self.title)

    def validate(
        self,
        page: "str | Page",
        raw: Raw,
        *,
        values: Values = _NOTHING,
        context: Values = _NOTHING,
        now: Now = None,
        files: Files = _NO_FILES,
    ) -> Answers:
        """Read and check what a browser posted for a page.

        `raw` is the posted form (`dict(request.POST.lists())`), `values` what the other pages answered. Which questions
        show is decided by the answers themselves; what is hidden is dropped from the values, on all pages. `files` are
        the uploaded ones by id: what file fields may hold.
        """
        page_id = page if isinstance(page, str) else page.id
        moved = rearranged(raw)
        frame, posted = self._posted(page_id, moved.raw, values, context, now, files)
        view = View(now)
        items = view.page(self._source(page_id), frame, self.title).items
        checking = Checking(now, view)
        checking.check(items, posted)
        kept = without_errors(frame, items, checking.errors)
        errors = tuple(checking.errors)
        if moved.action:
            errors = (_moved(moved.action, moved.path),)
        return Answers(kept, errors)

    def prefilled(self, values: Values, person: Values, page: Page | None = None) -> dict[str, Value]:
        """The values with what is known of the signed-in person, where nothing was answered yet.

        A field's `prefill` is a path into `person`. What does not fit the field's type or options is left out, and
        what nobody may change: it would not come back from the browser. With `page` only that page is filled.
        """
        filled: dict[str, Value] = copied(values)
        on_page = {node.id for node in walk_all(page.nodes)} if page else None
        for step in self.level.steps:
            node = step.node
            if not isinstance(node, Field) or node.readonly is not False or not node.prefill:
                continue
            if (on_page is None or node.id in on_page) and look_up(filled, node.key) is ABSENT:
                known = look_up(person, tuple(node.prefill.split(".")))
                if known is not ABSENT and known is not None and fits_type(node, known):
                    put(filled, node.key, known)
        return filled

    def complete(self, values: Values, context: Values = _NOTHING, *, now: Now = None) -> list[FieldError]:
        """What still keeps the form from being submitted; empty when everything visible is valid."""
        frame = self._frame(values, context, now)
        checking = Checking(now, View(now))
        for page in self._pages(frame, now):
            checking.check(page.items)
            if page.exclusion:
                text = Text(f"Hier geht es nicht weiter: {page.title}", f"You cannot go on here: {page.title.en}")
                checking.errors.append(FieldError(page.id, "excluded", text, page.id, page.title))
        return checking.errors

    def prune(self, values: Values, context: Values = _NOTHING, *, now: Now = None) -> dict[str, Value]:
        """The values that may be stored: hidden and unknown ones dropped, computed and preselected ones set."""
        return self._frame(values, context, now).values

    def summary(self, values: Values, context: Values = _NOTHING, *, now: Now = None) -> list[Section]:
        """Questions and answers of all visible pages, in words."""
        sections = [section(page, now) for page in self._pages(self._frame(values, context, now), now)]
        return [found for found in sections if found.all_rows]

    def _frame(self, values: Values, context: Values, now: Now) -> Frame:
        self._need_clock(now)
        return evaluate(self.level, context, Stored(values), now)

    def _need_clock(self, now: Now) -> None:
        if now is None and self.reads_clock:
            raise ValueError("this form reads the time: pass now=")

    def _posted(
        self, page: str, raw: Raw, values: Values, context: Values, now: Now, files: Files
    ) -> tuple[Frame, Posted]:
        self._need_clock(now)
        today = Date.from_python(now.date()) if now else None
        posted = Posted(raw, Stored(values), nodes_of(self._source(page).nodes), today, files)
        return evaluate(self.level, context, posted, now), posted

    def _source(self, page: str) -> PageSource:
        if page == WHOLE:
            return PageSource(WHOLE, None, self.level.nodes)
        for source in self.sources:
            if source.id == page:
                return source
        raise KeyError(page)

    def _pages(self, frame: Frame, now: Now) -> list[Page]:
        view, pages = View(now), []
        for source in self.sources:
            if source.group is not None and not frame.shows(source.group):
                continue
            page = view.page(source, frame, self.title)
            if not page.is_empty:
                pages.append(page)
            if page.exclusion:
                break
        return pages


def _moved(action: str, path: str) -> FieldError:
    texts = {
        "added": Text("Ein Eintrag ist dazugekommen.", "An entry has been added."),
        "removed": Text("Der Eintrag ist entfernt.", "The entry has been removed."),
        "uploaded": Text("Die Datei ist hochgeladen.", "The file has been uploaded."),
        "dropped": Text("Die Datei ist entfernt.", "The file has been removed."),
    }
    return FieldError(path, action, texts[action])
