"""From the components of a form-js schema to nodes."""

from collections.abc import Callable
from typing import Any

from laufzettel.kernel.forms import fields
from laufzettel.kernel.forms.expressions import NO_PHRASE, Formula, Phrase
from laufzettel.kernel.forms.findings import Findings
from laufzettel.kernel.forms.model import Column, Computed, Field, Group, Level, Node, Repeat, Static, walk_all
from laufzettel.kernel.forms.ordering import ordered
from laufzettel.kernel.forms.paths import Key
from laufzettel.kernel.forms.schema import COLUMN, COMPONENTS, CONDITIONAL, INPUTS, PROPERTIES_FOR
from laufzettel.kernel.problems import ProgramError, Text

MAX_COMPONENTS = 2_000
MAX_DEPTH = 20

REFUSED = {
    "html": Text("Freies HTML ist nicht erlaubt. Nehmen Sie „text“.", "Free HTML is refused. Use “text”."),
    "iframe": Text("Fremde Seiten einzubetten ist nicht erlaubt.", "Embedding other sites is refused."),
    "documentPreview": Text("Dokumente zeigt die Plattform selbst.", "The platform itself shows documents."),
}
INERT = ("button",)

type Json = dict[str, Any]


class Builder:
    """Builds the nodes of one form; remembers ids and keys to find doubles."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.ids: set[str] = set()
        self._depth = 0

    def level_nodes(self, components: list[Any], *, at_top: bool = False) -> tuple[Node, ...]:
        """The nodes of the root or of an entry."""
        return self._children(components, (), _KeySpace(self), at_top=at_top)

    def _children(
        self, components: list[Any], path: Key, keys: "_KeySpace", *, at_top: bool = False
    ) -> tuple[Node, ...]:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self.findings.add("limit", "", Text(f"Mehr als {MAX_DEPTH} Ebenen.", f"More than {MAX_DEPTH} levels."))
            return ()
        nodes: list[Node] = []
        for component in components:
            if at_top and isinstance(component, dict) and component.get("type") == "multipage":
                nodes += self._pages(component, keys)
            else:
                node = self._node(component, path, keys)
                nodes += [node] if node else []
        self._depth -= 1
        return tuple(nodes)

    def _pages(self, data: Json, keys: "_KeySpace") -> list[Node]:
        if not self._accepts(data):
            return []
        if "conditional" in data:
            message = Text("Eine Bedingung steht an jeder „page“.", "A condition stands on each “page”.")
            self.findings.add("unknown-key", str(data.get("id", "")), message)
        pages = [self._node(page, (), keys) for page in data.get("components", [])]
        return [page for page in pages if page]

    def _node(self, data: Any, path: Key, keys: "_KeySpace") -> Node | None:
        if not isinstance(data, dict):
            self.findings.wrong_type("components", (dict,), "")
            return None
        if not self._accepts(data):
            return None
        kind = data["type"]
        if kind in INERT:
            return None
        node = fields.build(self, data, path, keys.take) if kind in INPUTS else _BUILDERS[kind](self, data, path, keys)
        if node and not node.label and kind in (*INPUTS, "page", "dynamiclist"):
            message = Text("Hier fehlt eine Beschriftung („label“).", "A label is missing here.")
            self.findings.add("no-label", data["id"], message, severity="warning")
        return node

    def _accepts(self, data: Json) -> bool:
        """Type known, id free, keys known and typed."""
        kind, element = str(data.get("type", "")), str(data.get("id", ""))
        if kind in REFUSED:
            self.findings.add("refused-type", element, REFUSED[kind])
            return False
        if kind not in COMPONENTS:
            message = Text(f"Den Baustein „{kind}“ gibt es nicht.", f"There is no component “{kind}”.")
            self.findings.add("unknown-type", element, message)
            return False
        before = len(self.findings.errors)
        self._name(data)
        self.findings.check_keys(data, COMPONENTS[kind], data["id"])
        self._check_inner(data)
        return len(self.findings.errors) == before

    def _name(self, data: Json) -> None:
        """Old schemas leave out ids; a key or a number stands in for one, and the author is told."""
        given = data.get("id")
        if not isinstance(given, str) or not given:
            data["id"] = str(data.get("key") or f"{data['type']}_{len(self.ids) + 1}")
            message = Text("Der Baustein hat keine „id“.", "The component has no “id”.")
            self.findings.add("no-id", data["id"], message, severity="warning")
        if data["id"] in self.ids:
            message = Text(f"Die id „{data['id']}“ gibt es zweimal.", f"The id “{data['id']}” is there twice.")
            self.findings.add("duplicate-id", data["id"], message)
        self.ids.add(data["id"])
        if len(self.ids) == MAX_COMPONENTS + 1:
            message = Text(f"Mehr als {MAX_COMPONENTS} Bausteine.", f"More than {MAX_COMPONENTS} components.")
            self.findings.add("limit", data["id"], message)

    def _check_inner(self, data: Json) -> None:
        element = data["id"]
        if isinstance(data.get("conditional"), dict):
            self.findings.check_keys(data["conditional"], CONDITIONAL, element, "conditional.")
        properties = data.get("properties")
        if isinstance(properties, dict):
            known = PROPERTIES_FOR.get(data["type"], frozenset())
            for key in properties.keys() - known:
                self.findings.unknown_key(f"properties.{key}", key, known, element)

    def formula(self, data: Json, attribute: str, source: Any) -> Formula | None:
        """A FEEL expression, or None with findings where it cannot be read."""
        if not source:
            return None
        try:
            return Formula.compile(str(source))
        except ProgramError as error:
            self.findings.add_all(data["id"], attribute, error)
            return None

    def phrase(self, data: Json, attribute: str, source: Any = None) -> Phrase:
        """A text of the component, compiled where it has placeholders."""
        text = data.get(attribute) if source is None else source
        if not text:
            return NO_PHRASE
        try:
            return Phrase.compile(Text(str(text), str(text)))
        except ProgramError as error:
            self.findings.add_all(data["id"], attribute, error)
            return NO_PHRASE

    def common(self, data: Json) -> dict[str, Any]:
        """What every node has."""
        hide = self.formula(data, "conditional", data.get("conditional", {}).get("hide"))
        line = self.findings.line(data["id"])
        return {"id": data["id"], "type": data["type"], "hide": hide, "line": line}

    def children(self, data: Json, path: Key, keys: "_KeySpace") -> tuple[Node, ...]:
        """The nodes inside a group, in the same level."""
        return self._children(data.get("components", []), path, keys)


class _KeySpace:
    """The keys of one level: none twice, none inside another."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.taken: dict[Key, str] = {}
        self.inside: dict[Key, str] = {}

    def take(self, element: str, key: Key) -> None:
        """Claim a key for a component."""
        starts = [key[:length] for length in range(1, len(key) + 1)]
        holder = next((self.taken[start] for start in starts if start in self.taken), self.inside.get(key))
        if holder:
            name = ".".join(key)
            message = Text(
                f"Der Schlüssel „{name}“ ist schon an „{holder}“ vergeben.",
                f"The key “{name}” already belongs to “{holder}”.",
            )
            self.builder.findings.add("duplicate-key", element, message)
        self.taken[key] = element
        self.inside |= dict.fromkeys(starts, element)


def _path(data: Json) -> Key:
    return tuple(part for part in str(data.get("path", "")).split(".") if part)


def _group(builder: Builder, data: Json, path: Key, keys: _KeySpace) -> Group:
    properties = data.get("properties", {})
    return Group(
        **builder.common(data),
        label=builder.phrase(data, "label"),
        children=builder.children(data, path + _path(data), keys),
        hint=builder.phrase(data, "description", properties.get("description", "")),
        help=builder.phrase(data, "help", properties.get("help", "")),
        outline=bool(data.get("showOutline")),
        exclusion=str(properties.get("exclusion", "")).lower() == "true",
    )


def _repeat(builder: Builder, data: Json, path: Key, keys: _KeySpace) -> Node | None:
    properties = data.get("properties", {})
    key = path + _path(data)
    if not _path(data):
        builder.findings.add("missing", data["id"], Text("Es fehlt „path“.", "“path” is missing."))
        return None
    keys.take(data["id"], key)
    level = ordered(builder.level_nodes(data.get("components", [])), builder.findings)
    fixed = not data.get("allowAddRemove", True)
    minimum, maximum = _bounds(builder, data, properties)
    return Repeat(
        **builder.common(data),
        label=builder.phrase(data, "label"),
        key=key,
        level=level,
        hint=builder.phrase(data, "description", properties.get("description", "")),
        help=builder.phrase(data, "help", properties.get("help", "")),
        entry_label=builder.phrase(data, "entryLabel", properties.get("entryLabel", "")),
        minimum=minimum,
        maximum=maximum,
        first=min(max(data.get("defaultRepetitions", 1), minimum), maximum),
        fixed=fixed,
        from_table=_may_come_from_a_table(builder, data, properties, level),
    )


def _may_come_from_a_table(builder: Builder, data: Json, properties: Json, level: Level) -> bool:
    """`csv`: a row of a file has one cell a question, so files and lists in an entry have no place there."""
    if properties.get("csv") not in (None, "true"):
        builder.findings.add("csv", data["id"], Text("„csv“ ist „true“ oder fehlt.", "“csv” is “true” or absent."))
    if properties.get("csv") != "true":
        return False
    for node in walk_all(level.nodes):
        if isinstance(node, Repeat) or (isinstance(node, Field) and node.type == "filepicker"):
            message = Text(
                "Einträge mit Dateien oder Listen kommen nicht aus einer CSV-Datei.",
                "Entries with files or lists do not come from a CSV file.",
            )
            builder.findings.add("csv-entry", node.id, message)
    return True


def _bounds(builder: Builder, data: Json, properties: Json) -> tuple[int, int]:
    texts = str(properties.get("minItems", 0)), str(properties.get("maxItems", 50))
    if not all(text.isdecimal() for text in texts) or not int(texts[0]) <= int(texts[1]) <= 200:
        message = Text(
            "„minItems“ und „maxItems“ sind ganze Zahlen, höchstens 200.",
            "“minItems” and “maxItems” are whole numbers, at most 200.",
        )
        builder.findings.add("bounds", data["id"], message)
        return 0, 50
    return int(texts[0]), int(texts[1])


def _computed(builder: Builder, data: Json, path: Key, keys: _KeySpace) -> Node | None:
    formula = builder.formula(data, "expression", data.get("expression"))
    key = fields.read_key(builder, data, path)
    if not data.get("expression"):
        builder.findings.add("missing", data["id"], Text("Es fehlt „expression“.", "“expression” is missing."))
    if formula is None or not key:
        return None
    keys.take(data["id"], key)
    label, kind = builder.phrase(data, "label"), fields.kind_of(builder, data)
    return Computed(**builder.common(data), label=label, key=key, formula=formula, kind=kind.name if kind else "")


def _static(builder: Builder, data: Json, _path: Key, _keys: _KeySpace) -> Static:
    if data["type"] == "image":
        _check_image(builder, data)
    phrases: Json = {name: builder.phrase(data, name) for name in ("label", "text", "source", "alt")}
    return Static(**builder.common(data) | phrases)


def _check_image(builder: Builder, data: Json) -> None:
    """A picture says in words what it shows, and comes with the form: nobody learns who opened it."""
    source = str(data.get("source", ""))
    if not data.get("alt"):
        message = Text("Das Bild braucht einen Text für „alt“.", "The picture needs a text in “alt”.")
        builder.findings.add("image", data["id"], message)
    if not source.startswith(("data:image/", "=")):
        message = Text(
            "Ein Bild muss im Formular selbst stehen (data:image/…), es wird nicht von anderen Servern geholt.",
            "A picture must be part of the form (data:image/…); none is fetched from other servers.",
        )
        builder.findings.add("image", data["id"], message)


def _table(builder: Builder, data: Json, _path: Key, _keys: _KeySpace) -> Static:
    columns: list[Column] = []
    for column in data.get("columns", []):
        if isinstance(column, dict):
            builder.findings.check_keys(column, COLUMN, data["id"], "columns.")
            columns.append(Column(builder.phrase(data, "columns", column.get("label", "")), str(column.get("key", ""))))
        else:
            builder.findings.wrong_type("columns", (dict,), data["id"])
    return Static(
        **builder.common(data),
        label=builder.phrase(data, "label"),
        rows_from=builder.formula(data, "dataSource", data.get("dataSource")),
        columns=tuple(columns),
        columns_from=builder.formula(data, "columnsExpression", data.get("columnsExpression")),
    )


_BUILDERS: dict[str, Callable[[Builder, Json, Key, _KeySpace], Node | None]] = {
    "group": _group,
    "page": _group,
    "dynamiclist": _repeat,
    "expression": _computed,
    "text": _static,
    "image": _static,
    "separator": _static,
    "spacer": _static,
    "table": _table,
}
