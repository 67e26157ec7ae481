"""From what a page shows to controls, and from controls to HTML."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from laufzettel.kernel.forms import FieldError, Form, Page, Shown
from laufzettel.kernel.forms.evaluation import Frame
from laufzettel.kernel.forms.model import Computed, Field, Group, Node, Repeat, Static, phrases, walk_all
from laufzettel.kernel.forms.places import beside, is_place, postcode_names
from laufzettel.kernel.forms.summary import answer_text
from laufzettel.kernel.forms.view import flat
from laufzettel.kernel.problems import Text
from laufzettel.ui.forms import field_controls
from laufzettel.ui.forms.controls import NO_HTML, Control
from laufzettel.ui.forms.files import Uploads
from laufzettel.ui.forms.markdown import as_html
from laufzettel.ui.forms.pictures import is_picture, table_of

type Raw = Mapping[str, Sequence[str]]


def control_id(item: "Shown | str", prefix: str = "") -> str:
    """The stable id of a control: `f-halter-vorname`; of a date in three fields that of its day."""
    if isinstance(item, str):
        return f"{prefix}f-{item.replace('.', '-')}"
    return field_controls.first_id(item, f"{prefix}f-{item.name.replace('.', '-')}")


class Drawing:
    """Draws the items of one page in one language."""

    def __init__(
        self,
        form: Form,
        errors: Iterable[FieldError],
        raw: Raw | None,
        update_url: str,
        language: str,
        now: datetime.datetime | None,
        prefix: str = "",
        uploads: Uploads | None = None,
    ) -> None:
        self.prefix, self.uploads = prefix, uploads
        self.form, self.raw, self.update_url, self.language, self.now = form, raw, update_url, language, now
        self.errors = list(errors)
        self.by_path = {error.path: error for error in reversed(self.errors) if not error.notice}
        self.nodes: tuple[Node, ...] = ()
        self.postcodes: dict[str, str] = {}
        self.asked: list[str] = []
        self.names: dict[str, Shown] = {}

    def prepare(self, page: Page) -> None:
        """Note which questions the page asks."""
        self.nodes = page.nodes
        self.postcodes = postcode_names(walk_all(page.nodes))
        self.names = {item.name: item for item in page.fields}
        self.asked = [item.name for item in page.fields if not item.readonly]

    def was_asked(self, name: str) -> bool:
        """Whether what was posted comes from a page that had this question."""
        return self.raw is not None and (self._posted_names is None or name in self._posted_names)

    @cached_property
    def _posted_names(self) -> frozenset[str] | None:
        asked = self.raw.get("lz-asked") if self.raw is not None else None
        return None if asked is None else frozenset(name for text in asked for name in text.split())

    def lang_of(self, node: Node) -> str:
        """`de` where a German text stands on a page in another language, because nobody has translated it."""
        phrase = node.text if isinstance(node, Static) and node.text else node.label
        return "de" if not self.language.startswith("de") and phrase and phrase.text.en == str(phrase.text) else ""

    def words(self, text: Text) -> str:
        """A text in the language of the page."""
        return text.in_language(self.language)

    @cached_property
    def live(self) -> frozenset[str]:
        """The keys whose answers change something else: only these controls talk to the server at once."""
        if not self.update_url:
            return frozenset()
        texts = frozenset(name for node in walk_all(self.nodes) for phrase in phrases(node) for name in phrase.reads)
        return frozenset(
            item.name
            for item in self.names.values()
            if field_controls.is_read(item, self.form.reads)
            or field_controls.is_read(item, texts)
            or self._fills_a_place(item)
        )

    @cached_property
    def _postcode_controls(self) -> frozenset[str]:
        return frozenset(
            beside(name, item.node, self.postcodes[item.node.id])
            for name, item in self.names.items()
            if isinstance(item.node, Field) and item.node.id in self.postcodes
        )

    def _fills_a_place(self, item: Shown) -> bool:
        return item.name in self._postcode_controls

    # Around the fields

    def links(self) -> list[dict[str, str]]:
        """The errors for the summary on top."""
        return [
            {"id": self._target(error.path), "message": self.words(error.text)}
            for error in self.errors
            if not error.notice
        ]

    def notices(self) -> list[dict[str, str]]:
        """What the page asks besides, or tells: questions that appeared, entries added or removed."""
        return [
            {"id": self._target(error.path), "message": self.words(error.label or error.text), "code": error.code}
            for error in self.errors
            if error.notice
        ]

    def new_ones(self, before: set[str]) -> str:
        """A sentence for screen readers when questions have appeared."""
        count = sum(name not in before for name in self.asked)
        if not count:
            return ""
        return ngettext("Eine Frage ist dazugekommen.", "%(count)d Fragen sind dazugekommen.", count) % {"count": count}

    def intro(self, page: Page) -> SafeString:
        """The description of a page."""
        return as_html(self.words(page.hint), 2)

    def _target(self, path: str) -> str:
        item = self.names.get(path)
        return control_id(item or path, self.prefix)

    # The fields

    def items(self, nodes: Sequence[Node], frame: Frame, items: Sequence[Shown], level: int) -> SafeString:
        """What shows of `nodes`, in order; where something may come and go, a slot with a stable id holds its place."""
        shown = {item.node.id: item for item in items}
        parts: list[str] = []
        for node in nodes:
            item = shown.get(node.id)
            if is_slot(node):
                parts.append(self._wrapped(node, frame, item, level))
            elif item:
                parts.append(self.draw(item, level))
        return mark_safe("".join(parts))  # noqa: S308 - made by our templates

    def changes(
        self, nodes: Sequence[Node], frame: Frame, items: Sequence[Shown], before: set[str], level: int
    ) -> list[SafeString]:
        """The slots that are different now."""
        shown = {item.node.id: item for item in items}
        slots: list[SafeString] = []
        for node in nodes:
            item = shown.get(node.id)
            if is_slot(node) and (item is None or is_new(item, before) or self._fills(item)):
                slots.append(self._wrapped(node, frame, item, level, swap=True))
            elif item and isinstance(node, Group):
                slots += self.changes(node.children, frame, item.children, before, level)
            elif item and isinstance(node, Repeat):
                for entry in item.children:
                    slots += self.changes(node.level.nodes, entry.frame, entry.children, before, level)
        return slots

    def _fills(self, item: Shown) -> bool:
        """Whether the place of an address has just been filled, or can be chosen, from its postcode."""
        return item.node.id in self.postcodes and not (self.raw or {}).get(item.name, [""])[-1].strip()

    def _wrapped(self, node: Node, frame: Frame, item: Shown | None, level: int, *, swap: bool = False) -> SafeString:
        html = self.draw(item, level) if item else ""
        return render("slot", {"id": self.prefix + slot_id(node, frame), "html": html, "swap": swap})

    def draw(self, item: Shown, level: int) -> SafeString:
        """One item."""
        match item.node:
            case Field() as node:
                return render_control(field_controls.control(self, item, node))
            case Computed():
                return render_control(self._computed(item))
            case Repeat() as node if item.role == "entry":
                return self._entry(item, node, level)
            case Repeat() as node:
                return self._repeat(item, node, level)
            case Group() as node:
                return self._group(item, node, level)
            case Static() as node:
                return self._static(item, node, level)
        raise TypeError(type(item.node).__name__)

    def _computed(self, item: Shown) -> Control:
        value = self.words(answer_text(item, item.value, self.now))
        return Control(
            template="computed",
            id=control_id(item, self.prefix),
            label=self.words(item.label),
            lang=self.lang_of(item.node),
            value=value,
        )

    def _group(self, item: Shown, node: Group, level: int) -> SafeString:
        control = Control(
            template="group",
            id=f"{self.prefix}g-{node.id.replace('.', '-')}{_suffix(item.frame)}",
            label=self.words(item.label),
            lang=self.lang_of(item.node),
            hint=self.words(item.hint),
            help=as_html(self.words(item.help), level),
            html=self.items(node.children, item.frame, item.children, level),
        )
        return render_control(control)

    def _repeat(self, item: Shown, node: Repeat, level: int) -> SafeString:
        error = self.by_path.get(item.name)
        count = len(item.children)
        control = Control(
            template="repeat",
            id=control_id(item, self.prefix),
            name=item.name,
            label=self.words(item.label),
            lang=self.lang_of(item.node),
            hint=self.words(item.hint),
            help=as_html(self.words(item.help), level),
            error=self.words(error.text) if error else "",
            value=str(count),
            html=mark_safe("".join(self.draw(entry, level) for entry in item.children)),  # noqa: S308
            extra={"may_add": not node.fixed and count < node.maximum, "add": self._add_text(item, node)},
        )
        return render_control(control)

    def _add_text(self, item: Shown, node: Repeat) -> str:
        one = "" if node.entry_label.reads else self.words(node.entry_label.text)
        return gettext("%(entry)s hinzufügen") % {"entry": one or self.words(item.label) or gettext("Eintrag")}

    def _entry(self, item: Shown, node: Repeat, level: int) -> SafeString:
        control = Control(
            template="entry",
            id=control_id(item, self.prefix),
            name=item.name,
            label=self.words(item.label),
            lang=self.lang_of(item.node),
            html=self.items(node.level.nodes, item.frame, item.children, level),
            extra={"may_remove": not node.fixed and item.siblings > node.minimum},
        )
        return render_control(control)

    def _static(self, item: Shown, node: Static, level: int) -> SafeString:
        text = self.words(item.text)
        match node.type:
            case "text":
                return render("static_text", {"html": as_html(text, level), "lang": self.lang_of(node)})
            case "image":
                return render("image", {"source": text, "alt": self.words(item.hint)}) if is_picture(text) else NO_HTML
            case "table":
                table = table_of(self, item, node)
                return render("table", {"table": table, "label": self.words(item.label), "lang": self.lang_of(node)})
            case "separator":
                return render("separator", {})
        return NO_HTML


def render(template: str, context: dict[str, Any]) -> SafeString:
    """A template of the renderer, without the request: nothing of a page depends on who asks."""
    return SafeString(_template(template).render(context))


@cache
def _template(name: str) -> Any:
    return get_template(f"ui/forms/{name}.html")


def render_control(control: Control) -> SafeString:
    """A control by its template."""
    return render(control.template, {"control": control})


def is_slot(node: Node) -> bool:
    """Whether the node can come, go, or change its words without a new page."""
    if node.hide is not None or isinstance(node, Computed) or node.label.reads:
        return True
    if isinstance(node, Field):
        return node.options_from is not None or is_place(node)
    return isinstance(node, Static) and bool(node.text.reads or node.rows_from)


def is_new(item: Shown, before: set[str]) -> bool:
    """Whether nothing of it was on the page; what holds no fields is always drawn anew."""
    fields = [inner for inner in flat((item,)) if isinstance(inner.node, Field)]
    if isinstance(item.node, Field) and item.node.options_from is not None:
        return True
    return not any(inner.name in before for inner in fields)


def slot_id(node: Node, frame: Frame) -> str:
    """The stable id of a slot."""
    return "s-" + node.id.replace(".", "-") + _suffix(frame)


def _suffix(frame: Frame) -> str:
    return "".join(f"-{part}" for part in frame.path)
