"""Questions and answers in words: for the check page, the PDF and the office."""

from dataclasses import dataclass

from laufzettel.kernel.forms.expressions import Now
from laufzettel.kernel.forms.formatting import NO, NOT_GIVEN, YES, in_words, money_text, number_text
from laufzettel.kernel.forms.kind_checks import bank_of
from laufzettel.kernel.forms.model import SEVERAL, Computed, Field, Group, Repeat
from laufzettel.kernel.forms.paths import Value, is_number
from laufzettel.kernel.forms.uploads import files_text
from laufzettel.kernel.forms.view import Page, Shown, option_label
from laufzettel.kernel.problems import Text, joined


@dataclass(frozen=True, slots=True)
class Row:
    """One question with its answer. `blank` where nothing was answered; `value` then says so in words."""

    id: str
    path: str
    label: Text
    value: Text
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A page, or a group or entry inside it. `page` is the id of the page where the answers can be changed."""

    page: str
    title: Text
    rows: tuple[Row, ...]
    parts: tuple["Section", ...] = ()

    @property
    def all_rows(self) -> tuple[Row, ...]:
        """The rows with those of the parts."""
        return (*self.rows, *(row for part in self.parts for row in part.all_rows))


def section(page: Page, now: Now) -> Section:
    """A page in words; pages without questions have no rows."""
    return _section(page.id, page.title, page.items, now)


def _section(page: str, title: Text, items: tuple[Shown, ...], now: Now) -> Section:
    rows: list[Row] = []
    parts: list[Section] = []
    for item in items:
        match item.node:
            case Field() | Computed():
                rows.append(_row(item, now))
            case Group() as group if group.kind:
                parts.append(_section(page, item.label, item.children, now))
            case Group():
                inner = _section(page, item.label, item.children, now)
                if item.label:
                    parts.append(inner)
                else:
                    rows += inner.rows
                    parts += inner.parts
            case Repeat():
                parts += [_section(page, entry.label, entry.children, now) for entry in item.children]
    return Section(page, title, tuple(rows), tuple(part for part in parts if part.all_rows))


def _row(item: Shown, now: Now) -> Row:
    text = answer_text(item, item.value, now)
    return Row(item.node.id, item.name, item.label, text or NOT_GIVEN, not text)


def answer_text(item: Shown, value: Value, now: Now) -> Text:
    """A value of a field in words; empty when there is none."""
    node = item.node
    if isinstance(node, Computed) and node.kind == "money" and is_number(value):
        return money_text(value)
    if value is None or not isinstance(node, Field):
        return in_words(value)
    if node.type in SEVERAL and isinstance(value, list):
        return joined([option_label(item, one, now) for one in value])
    if node.type == "filepicker":
        return files_text(value)
    if item.options:
        return option_label(item, value, now)
    if node.type == "checkbox":
        return YES if value is True else NO
    if node.kind == "money":
        return money_text(value)
    if node.kind == "iban" and isinstance(value, str):
        grouped = " ".join(value[start : start + 4] for start in range(0, len(value), 4))
        bank = bank_of(value)
        return Text(f"{grouped} ({bank})", f"{grouped} ({bank})") if bank else Text(grouped, grouped)
    if node.type in ("number", "textfield"):
        text = number_text(value) if node.type == "number" else in_words(value)
        prefix, suffix = (phrase.render(item.frame.scope, now) for phrase in (node.prefix, node.suffix))
        return joined([prefix, text, suffix], " ")
    return in_words(value)
