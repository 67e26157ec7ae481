"""Small DMN models, written the way a modeller's tool writes them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr
from zoneinfo import ZoneInfo

import pytest

from laufzettel.kernel import dmn

DMN_15 = "https://www.omg.org/spec/DMN/20230324/MODEL/"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))

type Row = Sequence[str]
type Build = Callable[..., str]


def definitions(*parts: str, namespace: str = DMN_15, own: str = "urn:test") -> str:
    return (
        f'<definitions xmlns="{namespace}" xmlns:lz="urn:laufzettel:dmn" id="d" name="Test" namespace="{own}">'
        + "\n".join(parts)
        + "</definitions>"
    )


def input_data(name: str, kind: str = "") -> str:
    identity, kind_attribute = name.replace(" ", "_"), f' typeRef="{kind}"' if kind else ""
    return (
        f"<inputData id={quoteattr(identity)} name={quoteattr(name)}>"
        f"<variable name={quoteattr(name)}{kind_attribute}/></inputData>"
    )


def decision(
    name: str,
    logic: str,
    *,
    needs: Sequence[str] = (),
    decisions: Sequence[str] = (),
    knowledge: Sequence[str] = (),
    kind: str = "",
    attributes: str = "",
    identity: str = "",
) -> str:
    identity = identity or name.replace(" ", "_")
    kind_attribute = f' typeRef="{kind}"' if kind else ""
    required = "".join(
        f'<informationRequirement><requiredInput href="#{each.replace(" ", "_")}"/></informationRequirement>'
        for each in needs
    ) + "".join(
        f'<informationRequirement><requiredDecision href="#{each.replace(" ", "_")}"/></informationRequirement>'
        for each in decisions
    )
    known = "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#{each.replace(" ", "_")}"/></knowledgeRequirement>'
        for each in knowledge
    )
    return (
        f"<decision id={quoteattr(identity)} name={quoteattr(name)} {attributes}>"
        f"<variable name={quoteattr(name)}{kind_attribute}/>{required}{known}{logic}</decision>"
    )


def literal(text: str, kind: str = "") -> str:
    kind_attribute = f' typeRef="{kind}"' if kind else ""
    return f"<literalExpression{kind_attribute}><text>{escape(text)}</text></literalExpression>"


def table(
    inputs: Sequence[tuple[str, ...]],
    outputs: Sequence[tuple[str, ...]],
    rules: Sequence[Row],
    *,
    hit: str = "UNIQUE",
    aggregation: str = "",
    notes: Mapping[int, str] | None = None,
) -> str:
    """Inputs are (expression, type, allowed values), outputs (name, type, allowed values, default)."""
    columns = "".join(_input(*each) for each in inputs) + "".join(_output(*each) for each in outputs)
    rows = ""
    for number, row in enumerate(rules, start=1):
        cells = "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in row[: len(inputs)])
        gives = "".join(f"<outputEntry><text>{escape(cell)}</text></outputEntry>" for cell in row[len(inputs) :])
        note = (notes or {}).get(number, "")
        noted = f"<annotationEntry><text>{escape(note)}</text></annotationEntry>" if note else ""
        rows += f'<rule id="r{number}">{cells}{gives}{noted}</rule>'
    annotation = '<annotation name="Grundlage"/>' if notes else ""
    policy = f'hitPolicy="{hit}"' + (f' aggregation="{aggregation}"' if aggregation else "")
    return f"<decisionTable {policy}>{columns}{annotation}{rows}</decisionTable>"


def _input(expression: str, kind: str = "", allowed: str = "", label: str = "") -> str:
    kind_attribute = f' typeRef="{kind}"' if kind else ""
    values = f"<inputValues><text>{escape(allowed)}</text></inputValues>" if allowed else ""
    labelled = f" label={quoteattr(label)}" if label else ""
    text = escape(expression)
    return f"<input{labelled}><inputExpression{kind_attribute}><text>{text}</text></inputExpression>{values}</input>"


def _output(name: str = "", kind: str = "", allowed: str = "", default: str = "") -> str:
    kind_attribute = f' typeRef="{kind}"' if kind else ""
    values = f"<outputValues><text>{escape(allowed)}</text></outputValues>" if allowed else ""
    otherwise = f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    return f"<output name={quoteattr(name)}{kind_attribute}>{values}{otherwise}</output>"


class Models:
    """What the tests build models with."""

    now = NOW
    definitions = staticmethod(definitions)
    input_data = staticmethod(input_data)
    decision = staticmethod(decision)
    literal = staticmethod(literal)
    table = staticmethod(table)

    @staticmethod
    def read(*parts: str) -> dmn.Decisions:
        return dmn.read(definitions(*parts), file="test.dmn")


@pytest.fixture
def models() -> Models:
    return Models()
