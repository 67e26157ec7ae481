"""The kit of the standard (DMN TCK): its test files read, run, compared and counted.

The kit's layout: folders `compliance-level-N`, in each a folder a topic, in it `*.dmn` and test files beside it.
What stands in XML comments is no test.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from lxml import etree

from laufzettel.kernel.dmn.decisions import Decisions
from laufzettel.kernel.dmn.program import read
from laufzettel.kernel.dmn.xml import local, parse, text_of
from laufzettel.kernel.feel.budget import BudgetExceeded
from laufzettel.kernel.feel.temporal_text import parse_date, parse_date_time, parse_duration, parse_time
from laufzettel.kernel.feel.values import Value
from laufzettel.kernel.problems import ProgramError

NAMESPACE = "http://www.omg.org/spec/DMN/20160719/testcase"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_CLOSE = Decimal("1e-8")


@dataclass(frozen=True, slots=True)
class Expected:
    """What a case expects of one result node; `error` says that the value is null because something goes wrong."""

    name: str
    value: Value
    error: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One test case of the kit. `invocable` is the decision service or knowledge model it calls, if any."""

    level: str
    folder: str
    file: Path
    model: Path
    id: str
    kind: str
    invocable: str
    inputs: Mapping[str, Value]
    results: tuple[Expected, ...]

    @property
    def expects_null(self) -> bool:
        return all(result.error or result.value is None for result in self.results)

    def __str__(self) -> str:
        return f"{self.level}/{self.folder}/{self.id}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case went: passed, or `got` something else."""

    case: Case
    passed: bool
    got: str = ""


def cases(folder: Path) -> Iterator[Case]:
    """All cases of the kit, or of a part of it, in the order of their names."""
    for path in sorted(folder.rglob("*.xml")):
        root = parse(path.read_bytes(), path.name)
        if local(root) == "testCases" and (root.tag == f"{{{NAMESPACE}}}testCases"):
            yield from _cases_of(root, path)


def run(folder: Path) -> Iterator[Outcome]:
    """Run all cases below `folder`."""
    models: dict[Path, Decisions | str] = {}
    for case in cases(folder):
        if case.model not in models:
            models = {case.model: _model(case.model)}
        yield run_case(case, models[case.model])


def run_case(case: Case, decisions: "Decisions | str | None" = None) -> Outcome:
    """Run one case; passes when every result node has the expected value."""
    if decisions is None:
        decisions = _model(case.model)
    if isinstance(decisions, str):
        return Outcome(case, False, decisions)
    failures = []
    for result in case.results:
        try:
            got = _ask(case, decisions, result.name)
        except (ProgramError, BudgetExceeded) as error:
            got = None
            if not (result.error or result.value is None):
                failures.append(f"{result.name}: {error}")
                continue
        if not same(got, result.value):
            failures.append(f"{result.name}: {got} statt {result.value}")
    return Outcome(case, not failures, "; ".join(failures))


def _ask(case: Case, decisions: Decisions, name: str) -> Value:
    if case.kind == "decision" or not case.invocable:
        return decisions.decide(name, case.inputs, now=_NOW).value
    value = decisions.decide(case.invocable, case.inputs, now=_NOW).value
    outputs = decisions.graph.named[case.invocable].outputs
    if len(outputs) > 1 and isinstance(value, dict):
        return value.get(name)
    return value


def neighbours(path: Path) -> dict[str, bytes]:
    """The other DMN files in a model's folder and below, by namespace: what its imports can mean."""
    found: dict[str, bytes] = {}
    for other in sorted(path.parent.rglob("*.dmn")):
        if other != path:
            data = other.read_bytes()
            found.setdefault(_namespace(data), data)
    return found


def _model(path: Path) -> Decisions | str:
    try:
        return read(path.read_bytes(), file=path.name, imports=neighbours(path), lenient=True)
    except (ProgramError, OSError) as error:
        return f"{path.name}: {error}"


def _namespace(data: bytes) -> str:
    try:
        return parse(data, "").get("namespace", "")
    except ProgramError:
        return ""


def same(got: Value, expected: Value) -> bool:
    """Whether two values are the same to the kit: numbers within 10⁻⁸, contexts without regard to order."""
    if isinstance(got, Decimal) and isinstance(expected, Decimal):
        return abs(got - expected) <= _CLOSE * max(Decimal(1), abs(expected))
    if isinstance(got, list) and isinstance(expected, list):
        return len(got) == len(expected) and all(map(same, got, expected))
    if isinstance(got, dict) and isinstance(expected, dict):
        return got.keys() == expected.keys() and all(same(got[name], expected[name]) for name in got)
    return type(got) is type(expected) and got == expected


# ---- reading the test files --------------------------------------------------------------------------------------


def _cases_of(root: etree._Element, path: Path) -> Iterator[Case]:
    name = text_of(root.find(f"{{{NAMESPACE}}}modelName")).strip()
    model = path.parent / (name or f"{path.parent.name}.dmn")
    level = next((part for part in reversed(path.parts) if part.startswith("compliance-level-")), "")
    for element in root.iterchildren(f"{{{NAMESPACE}}}testCase"):
        results = tuple(
            Expected(node.get("name", ""), _value(_child(node, "expected")), node.get("errorResult") == "true")
            for node in element.iterchildren(f"{{{NAMESPACE}}}resultNode")
        )
        inputs = {_input_name(node): _value(node) for node in element.iterchildren(f"{{{NAMESPACE}}}inputNode")}
        kind, invocable = element.get("type", "decision"), element.get("invocableName", "")
        folder, identity = path.parent.name, element.get("id", "")
        yield Case(level, folder, path, model, identity, kind, invocable, inputs, results)


def _input_name(node: etree._Element) -> str:
    """An input of an imported model is told by its model's namespace."""
    namespace, name = node.get("namespace", ""), node.get("name", "")
    return f"{namespace}#{name}" if namespace else name


def _child(element: etree._Element, tag: str) -> etree._Element | None:
    return element.find(f"{{{NAMESPACE}}}{tag}")


def _value(element: etree._Element | None) -> Value:
    """The value of a `value`, `list` or `component` below an element; null when there is none."""
    if element is None:
        return None
    components: dict[str, Value] = {}
    for child in element:
        match local(child):
            case "value":
                return None if child.get(_NIL) == "true" else _simple(child)
            case "list":
                if child.get(_NIL) == "true":
                    return None
                return [_value(item) for item in child.iterchildren(f"{{{NAMESPACE}}}item")]
            case "component":
                components[child.get("name", "")] = None if child.get(_NIL) == "true" else _value(child)
    return components or None


def _simple(element: etree._Element) -> Value:
    text, kind = text_of(element), element.get(_TYPE, "").rpartition(":")[2]
    match kind:
        case "boolean":
            return text.strip() in {"true", "1"}
        case "decimal" | "double" | "integer" | "int" | "long" | "float":
            return _number(text.strip())
        case "date":
            return parse_date(text.strip())
        case "time":
            return parse_time(text.strip())
        case "dateTime":
            return parse_date_time(text.strip())
        case "duration":
            return parse_duration(text.strip())
    return text


def _number(text: str) -> Value:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
