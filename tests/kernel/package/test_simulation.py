"""Generated applicants: none of the shipped services has an incident, and a fault put in is found and shown small."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from laufzettel.kernel import package
from laufzettel.kernel.package.format import SCENARIO
from laufzettel.kernel.package.model import Scenario
from laufzettel.kernel.package.schema import validate
from laufzettel.kernel.package.toml import read as read_toml

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
CAT = ROOT / "tests" / "data" / "services" / "katze-anmelden"
FOLDERS = sorted(
    path.parent for pattern in ("services", "tests/data/services") for path in ROOT.glob(f"{pattern}/*/service.toml")
)
FILES = {path.relative_to(CAT).as_posix(): path.read_bytes() for path in CAT.rglob("*") if path.is_file()}
# No town of the examples has whole years; names and rates do not fit together by chance. Scenarios reach all of these.
BEYOND_CHANCE = {
    "hund-abmelden": {
        *("abmeldung.dmn steuerende_r3", "f_nachgerueckt", "f_weiteres_guthaben", "f_weniger", "nachruecken"),
        *("weitere_gutschrift", "aenderung vertretung", "bestaetigung vertretung"),
        *(f"nachruecken {block}" for block in ("an_einen", "anlass", "auszahlung", "begruendung", "entscheidung")),
        *(f"nachruecken {block}" for block in ("gemeinsam", "guthaben", "konto", "rechnung", "rechtsgrundlage")),
        *(f"nachruecken {block}" for block in ("verrechnung", "vertretung")),
    },
    "hund-anmelden": {"hundesteuer.dmn hinderung_r7", "jahresbescheid an_alle", "jahresbescheid vertretung"},
}
# The dogs of a household, keepers who did not agree: one in thousands, and the scenarios.
SELDOM = {"hund-abmelden": {"nachruecken_eintragen"}, "hund-anmelden": {"hundesteuer.dmn hinderung_r9"}}
type Change = Callable[[dict[str, bytes]], None]


def sent(folder: Path, applicants: int, seed: int) -> package.Simulation:
    result = package.simulate(package.load(folder), applicants, seed=seed)
    assert [(fault.kind, fault.element, str(fault.message)) for fault, _ in result.faults] == []
    assert sum(result.ends.values()) > applicants * 0.8, dict(result.refused)
    left = missing(result, BEYOND_CHANCE.get(folder.name, set()) | SELDOM.get(folder.name, set()))
    assert {kind: left.get(kind, []) for kind in ("nodes", "rules", "pages")} == {
        "nodes": [],
        "rules": [],
        "pages": [],
    }
    return result


def missing(result: package.Simulation, spared: set[str]) -> dict[str, list[str]]:
    """What nobody has come to, by kind, without what is `spared`."""
    left = {kind: [one for one in found if one not in spared] for kind, found in result.coverage.missing().items()}
    return {kind: found for kind, found in left.items() if found}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.name))
def test_three_hundred_applicants_have_no_incident_and_reach_every_node_rule_and_page(folder: Path) -> None:
    sent(folder, 300, seed=1)


@pytest.mark.nightly
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.name))
def test_ten_thousand_applicants_have_no_incident(folder: Path) -> None:
    result = sent(folder, 10_000, seed=2026)

    assert missing(result, BEYOND_CHANCE.get(folder.name, set())) == {}


def test_the_same_seed_gives_the_same_applicants() -> None:
    loaded = package.load(CAT)

    once, again = (package.simulate(loaded, 20, seed=3) for _ in range(2))
    others = [package.simulate(loaded, 10, seed=seed).ends for seed in range(6)]

    assert (once.ends, once.coverage.reached) == (again.ends, again.coverage.reached)
    assert len({tuple(sorted(ends.items())) for ends in others}) > 1


def swap(path: str, old: str, new: str) -> Change:
    def change(files: dict[str, bytes]) -> None:
        text = files[path].decode()
        assert old in text, f"{old} is not in {path}"
        files[path] = text.replace(old, new, 1).encode()

    return change


def field(path: str, name: str, edit: Callable[[dict[str, Any]], Any]) -> Change:
    """Edit one component of a form."""

    def change(files: dict[str, bytes]) -> None:
        data = json.loads(files[path])
        everything = [*data["components"], *(one for page in data["components"] for one in page.get("components", []))]
        edit(next(one for one in everything if one["id"] == name))
        files[path] = json.dumps(data).encode()

    return change


def both(*changes: Change) -> Change:
    def change(files: dict[str, bytes]) -> None:
        for one in changes:
            one(files)

    return change


TIMER = (
    '<bpmn:boundaryEvent id="spaet" attachedToRef="entscheiden"><bpmn:timerEventDefinition><bpmn:timeDuration>'
    "=duration(tier.rufname)</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    '<bpmn:sequenceFlow id="f9" sourceRef="spaet" targetRef="steuerfrei" />\n<bpmn:sequenceFlow id="f1"'
)
LOOP = (
    "<bpmn:incoming>steuer_ja</bpmn:incoming><bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
    '<zeebe:loopCharacteristics inputCollection="=entscheidung.bemerkung" inputElement="teil" />'
    "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
)
FAULTS = [
    ("a gap in a table", swap("katzensteuer.dmn", "<text>&gt; 2</text>", "<text>&gt; 3</text>")),
    ("two rules that overlap", swap("katzensteuer.dmn", "<text>&lt;= 2</text>", "<text>&lt;= 3</text>")),
    ("a division by zero", swap("katzensteuer.dmn", "settings.satz_draussen * 2", "settings.satz_draussen / (30 - tier.anzahl)")),
    ("an amount that is no money", swap("katzensteuer.dmn", "satz_je_katze * tier.anzahl", "satz_je_katze / 7")),
    ("an amount of nothing", swap("katzensteuer.dmn", "satz_je_katze * tier.anzahl", "satz_je_katze * (tier.anzahl - 1)")),
    ("an amount below nothing", swap("katzensteuer.dmn", "settings.satz_draussen * 2", "settings.satz_draussen - 100")),
    ("a rule without a result", swap("katzensteuer.dmn", "settings.satz_draussen * 2", "null")),
    ("a date that does not exist", swap("katzensteuer.dmn", "date(today().year + 1, 1, 31)", "date(today().year, 2, 29)")),
    ("a date made of a name", swap("katzensteuer.dmn", "date(today().year + 1, 1, 31)", "date(tier.rufname)")),
    ("instalments that do not add up", swap("katzen.bpmn", "amount: abgabe.gesamt}]", "amount: abgabe.je_katze}]")),
    ("a condition without a value", swap("katzen.bpmn", '=entscheidung.gilt = "ja"', "=entscheidung.bemerkung &gt; 1")),
    ("a condition that is a text", swap("katzen.bpmn", '=entscheidung.gilt = "ja"', "=entscheidung.gilt")),
    ("no way for one answer", both(
        swap("katzen.bpmn", ' default="keine_steuer"', ""),
        swap("katzen.bpmn", 'targetRef="steuerfrei" />', 'targetRef="steuerfrei"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=entscheidung.gilt = "nie"</bpmn:conditionExpression></bpmn:sequenceFlow>'),
    )),
    ("a time that is none", swap("katzen.bpmn", '<bpmn:sequenceFlow id="f1"', TIMER)),
    ("a loop over nothing", swap("katzen.bpmn", "<bpmn:incoming>steuer_ja</bpmn:incoming>", LOOP)),
    ("an error that nobody catches", both(
        swap("katzen.bpmn", '<bpmn:process id="katze_anmelden"', '<bpmn:error id="e1" errorCode="FREI" />\n<bpmn:process id="katze_anmelden"'),
        swap("katzen.bpmn", "<bpmn:incoming>keine_steuer</bpmn:incoming>", '<bpmn:incoming>keine_steuer</bpmn:incoming><bpmn:errorEventDefinition errorRef="e1" />'),
    )),
    ("words for the letter that are no context", swap("katzen.bpmn", "={grund: entscheidung.bemerkung}", "=tier.rufname")),
    ("a letter with a gap", swap("katzenbescheid.md", "Die Steuer steht", "{{entscheidung.bemerkung}} Die Steuer steht")),
    ("a letter that does not exist", swap("katzen.bpmn", '="katzenbescheid"', '="bescheid"')),
    ("a field with another key", swap("antrag.form", '"key": "person.plz"', '"key": "person.plz2"')),
    ("a text where a number goes", swap("katzen.bpmn", "=abgabe.gesamt", "=tier.rufname")),
    ("an optional field that is needed", field("antrag.form", "person_ort", lambda one: one["validate"].update(required=False))),
    ("a field that hides and is needed", field("antrag.form", "person_plz", lambda one: one.update(conditional={"hide": "=tier.anzahl > 20"}))),
    ("an answer that no table knows", field("antrag.form", "tier_draussen", lambda one: one["values"].append({"label": "Manchmal", "value": "manchmal"}))),
    ("a number beyond the table", field("antrag.form", "tier_anzahl", lambda one: one["validate"].update(max=3000))),
    ("a task that takes no answer", field("entscheiden.form", "bemerkung", lambda one: one.update(validate={"required": True, "minLength": 50, "maxLength": 10}))),
]  # fmt: skip


def test_there_are_at_least_twenty_five_faults() -> None:
    assert len(FAULTS) >= 25


@pytest.mark.parametrize("change", [change for _, change in FAULTS], ids=[name for name, _ in FAULTS])
def test_a_fault_is_found_and_comes_back_as_a_scenario_that_shows_it(change: Change) -> None:
    files = dict(FILES)
    change(files)
    broken = package.load(files)

    result = package.simulate(broken, 30, seed=7)

    assert result.faults
    fault, _ = result.faults[0]
    document = read_toml(fault.scenario.encode(), "scenarios/neu.toml")
    assert validate(document, SCENARIO) == []
    replayed = package.run(broken, Scenario("neu", "neu", document, document.data))
    assert not replayed.ok
    assert replayed.incidents or fault.kind == "refused-task"
