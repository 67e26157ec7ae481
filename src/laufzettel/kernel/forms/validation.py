"""Answers of a page: read, checked, pruned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from laufzettel.kernel.feel import Date
from laufzettel.kernel.forms.checks import problem_of
from laufzettel.kernel.forms.entries import entry_count
from laufzettel.kernel.forms.errors import OWN, FieldError, sentence
from laufzettel.kernel.forms.evaluation import Frame, Stored
from laufzettel.kernel.forms.expressions import Now
from laufzettel.kernel.forms.kind_checks import normal
from laufzettel.kernel.forms.model import Field, Node, Option, Repeat, walk_all
from laufzettel.kernel.forms.parsing import DATE_PARTS, Unreadable, parse, parse_three
from laufzettel.kernel.forms.paths import ABSENT, Path, Value, dotted, drop
from laufzettel.kernel.forms.places import beside, only_place_of, postcode_names
from laufzettel.kernel.forms.uploads import Files, chosen
from laufzettel.kernel.forms.view import Shown, View, flat
from laufzettel.kernel.problems import Text

type Raw = Mapping[str, Sequence[str]]

ASKED = "lz-asked"
_NO_FILES: Files = {}


@dataclass(frozen=True, slots=True)
class Answers:
    """The values of the whole form after a page, hidden ones dropped, and what is wrong with the page's own.

    `values` holds no answer that has an error. `errors` also holds notices (`FieldError.notice`): go on only when it
    is empty.
    """

    values: dict[str, Value]
    errors: tuple[FieldError, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the next page may come."""
        return not self.errors


class Posted:
    """Answers from a browser for the fields of one page, stored ones for all others."""

    def __init__(
        self, raw: Raw, stored: Stored, nodes: Iterable[Node], today: Date | None, files: Files = _NO_FILES
    ) -> None:
        self.raw, self.stored, self.today, self.files = raw, stored, today, files
        nodes = tuple(nodes)
        self.on_page = {node.id for node in nodes}
        self.postcodes = postcode_names(nodes)
        asked = raw.get(ASKED)
        self.asked = None if asked is None else {name for text in asked for name in text.split()}
        self.unreadable: dict[str, Unreadable] = {}
        self.pending: list[str] = []

    def value(self, node: Field, path: Path, options: tuple[Option, ...], fixed: bool) -> Value:
        """The posted value; null where it cannot be read, ABSENT where the page did not have the question yet."""
        if node.id not in self.on_page or fixed:
            return self.stored.value(node, path, options, fixed)
        name = dotted(path)
        if self.asked is not None and name not in self.asked:
            kept = self.stored.value(node, path, options, fixed)
            if kept is ABSENT:
                self.pending.append(name)
            return kept
        try:
            return self._read(node, name, options)
        except Unreadable as error:
            self.unreadable[name] = error
            return None

    def _read(self, node: Field, name: str, options: tuple[Option, ...]) -> Value:
        if node.type == "filepicker":
            return chosen(self.raw.get(name, ()), self.files)
        parts = [self.raw.get(f"{name}.{part}") for part in DATE_PARTS]
        if node.type == "date" and any(part is not None for part in parts):
            return parse_three(node, [part[-1] if part else "" for part in parts], self.today)
        value = parse(node, self.raw.get(name, ()), options, self.today)
        if value is None and node.id in self.postcodes:
            return only_place_of(self.raw.get(beside(name, node, self.postcodes[node.id]), [""])[-1]) or None
        return (normal(node.kind, value) or value) if isinstance(value, str) and node.kind else value

    def entries(self, node: Repeat, path: Path) -> int | None:
        """How many entries the page had."""
        stored = self.stored.entries(node, path)
        if node.id not in self.on_page or node.fixed:
            return stored
        count = entry_count(self.raw, dotted(path))
        return stored if count is None else count


class Checking:
    """Collects the errors of what shows."""

    def __init__(self, now: Now, language_free_view: View) -> None:
        self.view = language_free_view
        self.today = Date.from_python(now.date()) if now else None
        self.errors: list[FieldError] = []

    def check(self, items: Iterable[Shown], posted: Posted | None = None) -> None:
        """Check every field and every repeatable group among `items` and inside them."""
        for item in flat(tuple(items)):
            if isinstance(item.node, Field):
                self._check_field(item, posted)
            elif isinstance(item.node, Repeat) and item.role == "repeat":
                self._check_entries(item, item.node)

    def _check_field(self, item: Shown, posted: Posted | None) -> None:
        if posted and item.name in posted.pending:
            self.add(item, "asked", {})
        elif posted and item.name in posted.unreadable:
            problem = posted.unreadable[item.name]
            self.add(item, problem.code, problem.params)
        elif not item.readonly:
            found = problem_of(item, self.view, self.today)
            if found:
                self.add(item, *found)

    def _check_entries(self, item: Shown, node: Repeat) -> None:
        count = len(item.children)
        if count < node.minimum:
            limit, code = node.minimum, "too-few-entries"
            de, en = "mindestens", "at least"
        elif count > node.maximum:
            limit, code = node.maximum, "too-many-entries"
            de, en = "höchstens", "at most"
        else:
            return
        text = Text(
            f"Bei „{item.label}“ braucht es {de} {limit} Einträge.", f"“{item.label.en}” needs {en} {limit} entries."
        )
        params = {"limit": limit, "count": count}
        self.errors.append(FieldError(item.name, code, text, item.node.id, item.label, params))

    def add(self, item: Shown, code: str, params: Mapping[str, Any]) -> None:
        """An error of a field; its own `error` text speaks where nothing, or what its pattern refuses, was typed."""
        node = item.node
        if not isinstance(node, Field):
            raise TypeError(node.id)
        example = node.example.render(item.frame.scope, self.view.now)
        text = sentence(code, node, item.label, example, params)
        if node.error and code in OWN:
            text = node.error.render(item.frame.scope, self.view.now)
        self.errors.append(FieldError(item.name, code, text, node.id, item.label, dict(params)))


def without_errors(frame: Frame, items: Iterable[Shown], errors: Iterable[FieldError]) -> dict[str, Value]:
    """The values without those that have an error."""
    wrong = {error.path for error in errors if not error.notice}
    for item in flat(tuple(items)):
        if isinstance(item.node, Field) and item.name in wrong:
            drop(item.frame.values, item.node.key)
    return frame.values


def nodes_of(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """All fields and repeatable groups of a page."""
    return tuple(node for node in walk_all(nodes) if isinstance(node, Field | Repeat))
