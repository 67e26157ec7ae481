"""What a page shows for given values: the tree that renderer, check page and validation walk."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from laufzettel.kernel.forms.evaluation import Frame
from laufzettel.kernel.forms.expressions import NO_PHRASE, Formula, Now, Phrase, bound_value
from laufzettel.kernel.forms.formatting import in_words
from laufzettel.kernel.forms.markdown import escaped
from laufzettel.kernel.forms.model import Computed, Field, Group, Node, Option, PageSource, Repeat, Static, walk_all
from laufzettel.kernel.forms.paths import ABSENT, Path, Value, dotted, look_up
from laufzettel.kernel.problems import NO_TEXT, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A component that is there, with its texts filled and its value."""

    node: Node
    path: Path
    frame: Frame
    label: Text
    hint: Text = NO_TEXT
    help: Text = NO_TEXT
    text: Text = NO_TEXT
    value: Value = None
    options: tuple[Option, ...] = ()
    readonly: bool = False
    children: tuple["Shown", ...] = ()
    siblings: int = 0

    @property
    def name(self) -> str:
        """The name of its control in an HTML form."""
        return dotted(self.path)

    @property
    def role(self) -> str:
        """`field`, `computed`, `group`, `repeat`, `entry` or `static`."""
        if self.node.type == "dynamiclist":
            return "entry" if isinstance(self.path[-1], int) else "repeat"
        return _ROLES[type(self.node)]


_ROLES: dict[type[Node], str] = {Field: "field", Computed: "computed", Group: "group", Static: "static"}


@dataclass(frozen=True)
class Page:
    """A page of the wizard, for the values that it was asked with. What is on it is worked out when somebody looks."""

    id: str
    title: Text
    hint: Text
    help: Text
    exclusion: bool
    nodes: tuple[Node, ...]
    frame: Frame
    view: "View"

    @cached_property
    def items(self) -> tuple[Shown, ...]:
        """What shows on it, in order."""
        return self.view.items(self.nodes, self.frame)

    @property
    def is_empty(self) -> bool:
        """Whether nothing shows on it."""
        return not any(self.frame.shows(node) for node in self.nodes)

    @cached_property
    def may_ask_for_files(self) -> bool:
        """Whether a question of this page, shown or not, asks for files."""
        return any(node.type == "filepicker" for node in walk_all(self.nodes))

    @cached_property
    def fields(self) -> tuple[Shown, ...]:
        """The questions that show, in order, those inside groups and entries included."""
        return tuple(item for item in flat(self.items) if isinstance(item.node, Field))

    @property
    def names(self) -> frozenset[str]:
        """The names of its questions, such as `halter.vorname`."""
        return frozenset(item.name for item in self.fields)


def flat(items: tuple[Shown, ...]) -> Iterator[Shown]:
    """The items and all inside them, in document order."""
    for item in items:
        yield item
        yield from flat(item.children)


class View:
    """Turns the visible nodes of a frame into `Shown`."""

    def __init__(self, now: Now) -> None:
        self.now = now

    def page(self, source: PageSource, frame: Frame, title: Text) -> Page:
        """A page of the form; its group need not show."""
        group = source.group
        if group is None:
            return Page(source.id, title, NO_TEXT, NO_TEXT, False, source.nodes, frame, self)
        label, hint, more = (
            self._text(group.label, frame),
            self._prose(group.hint, frame),
            self._prose(group.help, frame),
        )
        return Page(source.id, label, hint, more, group.exclusion, source.nodes, frame, self)

    def items(self, nodes: tuple[Node, ...], frame: Frame) -> tuple[Shown, ...]:
        """What shows of these nodes."""
        return tuple(self._shown(node, frame) for node in nodes if frame.shows(node))

    def _text(self, phrase: Phrase, frame: Frame) -> Text:
        return phrase.render(frame.scope, self.now) if phrase is not NO_PHRASE else NO_TEXT

    def _prose(self, phrase: Phrase, frame: Frame) -> Text:
        """A text in Markdown: what people entered stays text in it."""
        return phrase.render(frame.scope, self.now, escape=escaped) if phrase is not NO_PHRASE else NO_TEXT

    def _shown(self, node: Node, frame: Frame) -> Shown:
        label = self._text(node.label, frame)
        match node:
            case Field():
                return self._field(node, frame, label)
            case Computed():
                path = (*frame.path, *node.key)
                value = look_up(frame.values, node.key)
                return Shown(node=node, path=path, frame=frame, label=label, value=value, readonly=True)
            case Repeat():
                return self._repeat(node, frame, label)
            case Group():
                hint, help_text = self._text(node.hint, frame), self._prose(node.help, frame)
                children = self.items(node.children, frame)
                return Shown(
                    node=node, path=frame.path, frame=frame, label=label, hint=hint, help=help_text, children=children
                )
            case Static():
                return self._static(node, frame, label)
        raise TypeError(type(node).__name__)

    def _field(self, node: Field, frame: Frame, label: Text) -> Shown:
        value = look_up(frame.values, node.key)
        readonly = node.readonly
        if isinstance(readonly, Formula):
            readonly = readonly.value(frame.scope, self.now) is True
        return Shown(
            node=node,
            path=(*frame.path, *node.key),
            frame=frame,
            label=label,
            hint=self._text(node.hint, frame),
            help=self._prose(node.help, frame),
            value=None if value is ABSENT else value,
            options=frame.options.get(node.id, ()),
            readonly=readonly,
        )

    def _repeat(self, node: Repeat, frame: Frame, label: Text) -> Shown:
        path = (*frame.path, *node.key)
        entries = tuple(
            Shown(
                node=node,
                path=entry.path,
                frame=entry,
                label=self._entry_label(node, entry, label, number),
                children=self.items(node.level.nodes, entry),
                siblings=len(frame.entries[node.id]),
            )
            for number, entry in enumerate(frame.entries.get(node.id, ()), start=1)
        )
        hint, help_text = self._text(node.hint, frame), self._prose(node.help, frame)
        return Shown(node=node, path=path, frame=frame, label=label, hint=hint, help=help_text, children=entries)

    def _entry_label(self, node: Repeat, entry: Frame, label: Text, number: int) -> Text:
        own = self._text(node.entry_label, entry)
        if own and node.entry_label.reads:
            return own
        one = own or label or Text("Eintrag", "Entry")
        return Text(f"{one} {number}", f"{one.en} {number}")

    def _static(self, node: Static, frame: Frame, label: Text) -> Shown:
        text = self._prose(node.text, frame) or self._text(node.source, frame)
        rows = node.rows_from.value(frame.scope, self.now) if node.rows_from else None
        alt = self._text(node.alt, frame)
        return Shown(node=node, path=frame.path, frame=frame, label=label, hint=alt, text=text, value=rows)

    def bound(self, bound: Value, frame: Frame) -> Value:
        """A bound of a field, worked out."""
        return bound_value(bound, frame.scope, self.now)


def option_label(item: Shown, value: Value, now: Now) -> Text:
    """The words of a chosen option; the value itself when it is not among the options any more."""
    for option in item.options:
        if option.value == value and type(option.value) is type(value):
            return option.label.render(item.frame.scope, now)
    return in_words(value)
