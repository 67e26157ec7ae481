"""Generated applicants: none of the shipped services has an incident, and a fault put in is found and shown small."""

from collections.abc import Callable
from pathlib import Path

import pytest

from laufzettel.kernel import package
from laufzettel.kernel.package.format import SCENARIO
from laufzettel.kernel.package.model import Scenario
from laufzettel.kernel.package.schema import validate
from laufzettel.kernel.package.toml import read as read_toml

ROOT = Path(__file__).parents[3]
DOG = ROOT / "services" / "hund-anmelden"
CAT = ROOT / "tests" / "data" / "services" / "katze-anmelden"
FILES = {path.relative_to(CAT).as_posix(): path.read_bytes() for path in CAT.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("folder", "applicants"), [(DOG, 100), (CAT, 300)], ids=["hund-anmelden", "katze-anmelden"])
def test_a_shipped_service_has_no_incident_and_is_reached_everywhere(folder: Path, applicants: int) -> None:
    result = package.simulate(package.load(folder), applicants, seed=1)

    assert [(fault.kind, fault.element, str(fault.message)) for fault, _ in result.faults] == []
    assert result.coverage.missing() == {}
    assert sum(result.ends.values()) == applicants


@pytest.mark.nightly
@pytest.mark.parametrize("folder", [DOG, CAT], ids=["hund-anmelden", "katze-anmelden"])
def test_ten_thousand_applicants_have_no_incident(folder: Path) -> None:
    result = package.simulate(package.load(folder), 10_000, seed=2026)

    assert result.ok
    assert result.coverage.missing() == {}


def test_the_same_seed_gives_the_same_applicants() -> None:
    loaded = package.load(CAT)

    once, again = (package.simulate(loaded, 20, seed=3) for _ in range(2))
    others = [package.simulate(loaded, 10, seed=seed).ends for seed in range(6)]

    assert (once.ends, once.coverage.reached) == (again.ends, again.coverage.reached)
    assert len({tuple(sorted(ends.items())) for ends in others}) > 1


def swap(path: str, old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        text = files[path].decode()
        assert old in text, f"{old} is not in {path}"
        files[path] = text.replace(old, new, 1).encode()

    return change


FAULTS = [
    ("a gap in a table", swap("katzensteuer.dmn", "<text>&gt; 2</text>", "<text>&gt; 3</text>")),
    ("two rules that overlap", swap("katzensteuer.dmn", "<text>&lt;= 2</text>", "<text>&lt;= 3</text>")),
    ("a division by zero", swap("katzensteuer.dmn", "settings.satz_draussen * 2", "settings.satz_draussen / (30 - tier.anzahl)")),
    ("an amount that is no money", swap("katzensteuer.dmn", "satz_je_katze * tier.anzahl", "satz_je_katze / 7")),
    ("an amount of nothing", swap("katzensteuer.dmn", "satz_je_katze * tier.anzahl", "satz_je_katze * (tier.anzahl - 1)")),
    ("a date that does not exist", swap("katzensteuer.dmn", "date(today().year + 1, 1, 31)", "date(today().year, 2, 29)")),
    ("instalments that do not add up", swap("katzen.bpmn", "amount: abgabe.gesamt}]", "amount: abgabe.je_katze}]")),
    ("a condition without a value", swap("katzen.bpmn", '=entscheidung.gilt = "ja"', "=entscheidung.bemerkung &gt; 1")),
    ("a letter with a gap", swap("katzenbescheid.md", "Die Steuer steht", "{{entscheidung.bemerkung}} Die Steuer steht")),
    ("a letter that does not exist", swap("katzen.bpmn", '="katzenbescheid"', '="bescheid"')),
    ("an optional field that is needed", swap("antrag.form", '"key": "person.plz"', '"key": "person.plz2"')),
    ("a text where a number goes", swap("katzen.bpmn", "=abgabe.gesamt", "=tier.rufname")),
]  # fmt: skip


@pytest.mark.parametrize("change", [change for _, change in FAULTS], ids=[name for name, _ in FAULTS])
def test_a_fault_is_found_and_comes_back_as_a_scenario_that_shows_it(
    change: Callable[[dict[str, bytes]], None],
) -> None:
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
    assert replayed.incidents
