"""The FEEL part of the DMN TCK, run without a DMN engine: decisions that are literal expressions over other ones."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from laufzettel.kernel import feel
from laufzettel.kernel.problems import ProgramError

KIT = Path(__file__).parents[2] / "data" / "dmn-tck"
NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


class UnsupportedModel(Exception):
    """The decision is more than literal expressions."""


@dataclass(frozen=True)
class Case:
    """One expected value of the kit."""

    id: str
    model: Path
    decision: str
    inputs: tuple[tuple[str, feel.Value], ...]
    expected: feel.Value
    is_error: bool


def local(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def kids(element: Any, *names: str) -> list[Any]:
    return [child for child in element if local(child) in names]


_READ: dict[str, Callable[[str], feel.Value]] = {
    "xsd:string": lambda text: text,
    "xsd:boolean": lambda text: text.strip() in {"true", "1"},
    "xsd:date": lambda text: evaluated(f'date("{text}")'),
    "xsd:time": lambda text: evaluated(f'time("{text}")'),
    "xsd:dateTime": lambda text: evaluated(f'date and time("{text}")'),
    "xsd:duration": lambda text: evaluated(f'duration("{text}")'),
}


def evaluated(text: str) -> feel.Value:
    return feel.compile(text).evaluate({}, now=NOW)


def value_of(element: Any) -> feel.Value:
    """The value of an element that holds `value`, `list` or `component`s."""
    if components := kids(element, "component"):
        return {str(component.get("name")): value_of(component) for component in components}
    if lists := kids(element, "list"):
        return [value_of(item) for item in kids(lists[0], "item")] if lists[0].get(f"{XSI}nil") != "true" else None
    values = kids(element, "value")
    if not values or values[0].get(f"{XSI}nil") == "true":
        return None
    kind, text = values[0].get(f"{XSI}type"), values[0].text or ""
    if kind is None or kind in {"xsd:decimal", "xsd:double", "xsd:integer", "xsd:int", "xsd:float"}:
        return Decimal(text.strip()) if kind else text
    return _READ[kind](text.strip() if kind != "xsd:string" else text)


def cases(folder: Path) -> Iterator[Case]:
    for tests in sorted(folder.glob("*-test-*.xml")):
        root = etree.parse(tests).getroot()
        model = folder / kids(root, "modelName")[0].text
        for case in kids(root, "testCase"):
            inputs = tuple((node.get("name"), value_of(node)) for node in kids(case, "inputNode"))
            for index, node in enumerate(kids(case, "resultNode")):
                expected = kids(node, "expected")
                yield Case(
                    f"{tests.stem}:{case.get('id')}:{index}",
                    model,
                    node.get("name"),
                    inputs,
                    value_of(expected[0]) if expected else None,
                    node.get("errorResult") == "true",
                )


class Model:
    """Decisions of one file by name."""

    def __init__(self, path: Path) -> None:
        self.root = etree.parse(path).getroot()
        self.by_id = {e.get("id"): e for e in self.root.iter() if isinstance(e.tag, str) and e.get("id")}
        self.decisions = {" ".join(e.get("name").split()): e for e in kids(self.root, "decision")}
        self.names = {str(e.get("name")) for e in self.root.iter() if isinstance(e.tag, str) and e.get("name")}

    def decide(self, name: str, inputs: dict[str, feel.Value]) -> feel.Value:
        return self._decide(self.decisions[" ".join(name.split())], inputs)

    def _decide(self, decision: Any, inputs: dict[str, feel.Value]) -> feel.Value:
        context: dict[str, feel.Value] = {}
        for requirement in decision.iter():
            href = requirement.get("href", "") if isinstance(requirement.tag, str) else ""
            required = self.by_id.get(href.lstrip("#"))
            if required is None:
                continue
            name = str(required.get("name"))
            if local(required) == "inputData":
                context[name] = inputs.get(name)
            elif local(required) == "decision":
                context[name] = self._decide(required, inputs)
            elif local(required) == "businessKnowledgeModel":
                raise UnsupportedModel("knowledge model")
        return self._boxed(self._body(decision), context)

    def _body(self, decision: Any) -> Any:
        bodies = [child for child in decision if local(child) in {"literalExpression", "context", "list", "relation"}]
        if not bodies:
            raise UnsupportedModel("no literal expression")
        return bodies[0]

    def _boxed(self, body: Any, context: dict[str, feel.Value]) -> feel.Value:
        if local(body) != "literalExpression":
            raise UnsupportedModel(local(body))
        text = kids(body, "text")[0].text or ""
        try:
            return feel.compile(text, names=self.names).evaluate(context, now=NOW)
        except ProgramError:
            return None


def is_same(got: feel.Value, expected: feel.Value) -> bool:
    """As the kit compares: numbers to 8 digits behind the point."""
    if isinstance(got, Decimal) and isinstance(expected, Decimal):
        return abs(got - expected) < Decimal("1e-8")
    if isinstance(got, list) and isinstance(expected, list):
        return len(got) == len(expected) and all(map(is_same, got, expected))
    if isinstance(got, dict) and isinstance(expected, dict):
        return got.keys() == expected.keys() and all(is_same(got[key], expected[key]) for key in got)
    return type(got) is type(expected) and (got == expected or feel.equal(got, expected) is True)
