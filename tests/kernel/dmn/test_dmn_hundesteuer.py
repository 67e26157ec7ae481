"""A dog tax as a municipality writes it: dated rates, the reason in words, a complete table."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from laufzettel.kernel import dmn
from laufzettel.kernel.feel import Value
from laufzettel.kernel.feel.types import NULL, NUMBER, union

FILE = Path(__file__).parent / "examples" / "hundesteuer.dmn"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture(scope="module")
def hundesteuer() -> dmn.Decisions:
    return dmn.read(FILE.read_bytes(), file="hundesteuer.dmn")


def test_the_rate_of_the_first_dog_is_decided_and_explained(hundesteuer: dmn.Decisions) -> None:
    inputs: dict[str, Value] = {"Anzahl der Hunde": Decimal(1), "gefährlich": False}
    decided = hundesteuer.decide("Jahresbetrag", inputs, now=NOW)
    assert decided.value == Decimal(96)
    assert decided.why("de") == (
        "Regel 2: Anzahl der Hunde ist 1 und gefährlich ist nein → Jahresbetrag: 96 (§ 5 Abs. 1 Nr. 1)"
    )
    assert decided.why("en") == (
        "Rule 2: Anzahl der Hunde is 1 and gefährlich is no → Jahresbetrag: 96 (§ 5 Abs. 1 Nr. 1)"
    )
    assert [(fired.decision, fired.rule, fired.rule_id) for fired in decided.fired] == [("satz_2026", 2, "b2")]


def test_an_interval_is_said_in_words_and_a_cell_that_asks_nothing_is_left_out(hundesteuer: dmn.Decisions) -> None:
    many = hundesteuer.decide("Jahresbetrag", {"Anzahl der Hunde": Decimal(4), "gefährlich": False}, now=NOW)
    assert many.why() == (
        "Regel 4: Anzahl der Hunde ist 4 (mehr als 2) und gefährlich ist nein → Jahresbetrag: 200 (§ 5 Abs. 1 Nr. 3)"
    )
    dangerous = hundesteuer.decide("Jahresbetrag", {"Anzahl der Hunde": Decimal(4), "gefährlich": True}, now=NOW)
    assert dangerous.why() == "Regel 1: gefährlich ist ja → Jahresbetrag: 480 (§ 5 Abs. 2)"


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2019, 12, 31), None), (date(2020, 1, 1), 84), (date(2025, 12, 31), 84), (date(2026, 1, 1), 144)],
)
def test_the_rate_is_that_of_the_reference_date(hundesteuer: dmn.Decisions, day: date, expected: int | None) -> None:
    inputs: dict[str, Value] = {"Anzahl der Hunde": Decimal(2), "gefährlich": False}
    decided = hundesteuer.decide("Jahresbetrag", inputs, now=NOW, reference_date=day)
    assert decided.value == expected
    assert [problem.code for problem in decided.problems] == ([] if expected else ["dmn-no-version"])


def test_a_decision_that_requires_a_dated_one_gets_the_version_of_the_day(hundesteuer: dmn.Decisions) -> None:
    inputs: dict[str, Value] = {"Anzahl der Hunde": Decimal(1), "gefährlich": False, "Monate": Decimal(5)}
    assert hundesteuer.decide("Betrag", inputs, now=NOW).value == Decimal("40.00")
    earlier = hundesteuer.decide("Betrag", inputs, now=NOW, reference_date=date(2025, 6, 1))
    assert earlier.value == Decimal("35.00")
    assert earlier.why() == (
        "Jahresbetrag – Regel 2: gefährlich ist nein → Jahresbetrag: 84 (§ 5 Abs. 1)\nBetrag ergibt 35"
    )


def test_no_rule_fires_without_an_input_and_the_clerk_is_told(hundesteuer: dmn.Decisions) -> None:
    decided = hundesteuer.decide("Jahresbetrag", {"Anzahl der Hunde": Decimal(1)}, now=NOW)
    assert decided.value is None
    assert decided.why() == (
        "Keine Regel trifft zu: Anzahl der Hunde ist 1 und gefährlich ist nicht angegeben → kein Ergebnis"
    )
    assert [problem.code for problem in decided.problems] == ["dmn-no-rule"]


def test_an_input_outside_its_allowed_values_is_null_with_a_note(hundesteuer: dmn.Decisions) -> None:
    inputs: dict[str, Value] = {"Anzahl der Hunde": Decimal("1.5"), "gefährlich": False}
    decided = hundesteuer.decide("Jahresbetrag", inputs, now=NOW)
    assert decided.value is None
    assert [problem.code for problem in decided.problems] == ["dmn-input-type", "dmn-no-rule"]
    assert decided.why().splitlines()[-1] == "„Anzahl der Hunde“ hat einen Wert, der nicht zulässig ist: 1,5."


def test_names_inputs_and_types_are_told(hundesteuer: dmn.Decisions) -> None:
    assert hundesteuer.names == ("Jahresbetrag", "Betrag")
    assert list(hundesteuer.inputs("Betrag")) == ["Anzahl der Hunde", "gefährlich", "Monate"]
    assert hundesteuer.output_type("Betrag") == union(NUMBER, NULL)


def test_the_tables_are_complete_over_whole_numbers(hundesteuer: dmn.Decisions) -> None:
    assert [str(finding) for finding in hundesteuer.check()] == []


def test_the_diagram_and_the_source_are_kept(hundesteuer: dmn.Decisions) -> None:
    definitions = hundesteuer.definitions
    assert definitions.source == FILE.read_bytes()
    assert definitions.version == "1.3"
    assert [(shape.element, shape.x, shape.width) for shape in definitions.shapes] == [
        ("betrag", 300, 180),
        ("monate", 320, 125),
    ]
    assert definitions.edges[0].points == ((382, 240), (390, 160))
