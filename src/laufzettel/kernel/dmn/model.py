"""What a DMN file says, as plain data: the names are those of the standard (DMN 1.5, chapters 6 to 10)."""

from dataclasses import dataclass, field

from laufzettel.kernel.problems import Finding, Place


@dataclass(frozen=True, slots=True)
class Literal:
    """FEEL text. An empty text is no logic: it gives null."""

    text: str
    place: Place
    type_ref: str = ""


def within(finding: Finding, literal: Literal) -> Finding:
    """A finding about the text of a literal, at its place in the file."""
    place = literal.place
    line = place.line + max(finding.place.line - 1, 0) if place.line else 0
    at = Place(place.file, place.element, line, finding.place.column)
    return Finding(finding.code, finding.message, at, finding.severity, finding.hint)


@dataclass(frozen=True, slots=True)
class Parameter:
    """An information item: a variable, formal parameter, column or binding with its type reference."""

    name: str
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class InputClause:
    expression: Literal
    label: str
    values: Literal | None
    place: Place


@dataclass(frozen=True, slots=True)
class OutputClause:
    name: str
    label: str
    type_ref: str
    values: Literal | None
    default: Literal | None
    place: Place


@dataclass(frozen=True, slots=True)
class Rule:
    """One row; `annotations` are what the author noted beside it, such as the paragraph of the by-law."""

    number: int
    inputs: tuple[Literal, ...]
    outputs: tuple[Literal, ...]
    annotations: tuple[str, ...]
    place: Place
    id: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    hit_policy: str
    aggregation: str
    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]
    output_label: str
    place: Place
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A context entry; the last one may have no variable and is then the context's result."""

    variable: Parameter | None
    value: "Boxed"


@dataclass(frozen=True, slots=True)
class BoxedContext:
    entries: tuple[Entry, ...]
    place: Place
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class BoxedList:
    items: tuple["Boxed", ...]
    place: Place
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    columns: tuple[Parameter, ...]
    rows: tuple[tuple["Boxed", ...], ...]
    place: Place
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Invocation:
    called: "Boxed"
    bindings: tuple[tuple[Parameter, "Boxed | None"], ...]
    place: Place
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class FunctionDefinition:
    parameters: tuple[Parameter, ...]
    body: "Boxed | None"
    place: Place
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Conditional:
    condition: "Boxed"
    then: "Boxed"
    otherwise: "Boxed"
    place: Place
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    source: "Boxed"
    match: "Boxed"
    place: Place
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Iteration:
    """A boxed `for`, `some` or `every`, by `kind`."""

    kind: str
    variable: str
    source: "Boxed"
    body: "Boxed"
    place: Place
    type_ref: str = ""


type Boxed = (
    Literal
    | Table
    | BoxedContext
    | BoxedList
    | Relation
    | Invocation
    | FunctionDefinition
    | Conditional
    | Filter
    | Iteration
)


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    name: str
    type_ref: str
    allowed: Literal | None
    is_collection: bool
    components: tuple["ItemDefinition", ...]
    function: "FunctionItem | None"
    place: Place
    constraint: Literal | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class FunctionItem:
    parameters: tuple[Parameter, ...]
    output_type_ref: str


@dataclass(frozen=True, slots=True)
class Import:
    name: str
    namespace: str
    location: str
    place: Place


@dataclass(frozen=True, slots=True)
class InputData:
    id: str
    name: str
    variable: Parameter
    place: Place
    label: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision with its logic and the references (`href`) to what it requires.

    `valid_from` is ours: an ISO date from which this version of the decision of the same name holds.
    """

    id: str
    name: str
    variable: Parameter
    logic: Boxed | None
    requires: tuple[str, ...]
    knowledge: tuple[str, ...]
    place: Place
    question: str = ""
    label: str = ""
    description: str = ""
    valid_from: str = ""
    named_by_variable: bool = True


@dataclass(frozen=True, slots=True)
class KnowledgeModel:
    id: str
    name: str
    variable: Parameter
    logic: FunctionDefinition | None
    knowledge: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class DecisionService:
    id: str
    name: str
    variable: Parameter
    outputs: tuple[str, ...]
    encapsulated: tuple[str, ...]
    input_decisions: tuple[str, ...]
    input_data: tuple[str, ...]
    place: Place


type Element = InputData | Decision | KnowledgeModel | DecisionService


@dataclass(frozen=True, slots=True)
class Shape:
    """Where the diagram draws an element, in its own units."""

    element: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Edge:
    element: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """One DMN file. `source` are its bytes as they came, so that nothing of it is ever lost."""

    namespace: str
    name: str
    version: str
    source: bytes
    file: str
    imports: tuple[Import, ...] = ()
    types: tuple[ItemDefinition, ...] = ()
    elements: tuple[Element, ...] = ()
    shapes: tuple[Shape, ...] = field(default=(), repr=False)
    edges: tuple[Edge, ...] = field(default=(), repr=False)
