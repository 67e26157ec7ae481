"""Every service that ships, and the second one that proves that no rule stands in Python, plays its scenarios."""

import io
from pathlib import Path

import pytest

from laufzettel.kernel import package
from laufzettel.kernel.forms.kind_checks import KIND_CHECKS
from laufzettel.kernel.package.command import run_check
from laufzettel.kernel.package.scenarios import _Run

ROOT = Path(__file__).parents[3]
SERVICES = sorted([*ROOT.glob("services/*/"), *ROOT.glob("tests/data/services/*/")])
SCENARIOS = [(folder, path.stem) for folder in SERVICES for path in sorted(folder.glob("scenarios/*.toml"))]


@pytest.fixture(scope="module")
def loaded() -> dict[Path, package.Package]:
    return {folder: package.load(folder) for folder in SERVICES}


@pytest.mark.parametrize(("folder", "name"), SCENARIOS, ids=[f"{folder.name}/{name}" for folder, name in SCENARIOS])
def test_a_scenario_comes_out_as_expected(loaded: dict[Path, package.Package], folder: Path, name: str) -> None:
    result = package.run(loaded[folder], name)

    assert [str(failure) for failure in result.failures] == []


@pytest.mark.parametrize(("name", "number"), [("satz-unbekannt", 1), ("zaehlung-unbekannt", None)])
def test_a_tax_that_no_register_knows_is_not_made_nought(
    loaded: dict[Path, package.Package], name: str, number: int | None
) -> None:
    """What a scenario cannot say: that there is no value, neither in the proposal nor in the register afterwards."""
    dogs = loaded[ROOT / "services" / "hund-abmelden"]
    played = _Run(dogs, dogs.scenarios[name])

    played.result()

    proposed = played.play.decided["nachruecken_vorschlag"]["hunde"][0]
    assert (proposed["name"], proposed["satz_alt"], proposed["satz"]) == ("Rex", None, None)
    tax = next(one for one in played.play.registers.open_entries("hunde") if one.values["marke"] == "18").values[
        "steuer"
    ]
    assert (tax.get("nummer"), tax.get("satz")) == (number, None)


@pytest.mark.parametrize("folder", SERVICES, ids=lambda folder: folder.name)
def test_the_scenarios_reach_every_element_flow_rule_page_and_block(
    loaded: dict[Path, package.Package], folder: Path
) -> None:
    report = package.run_all(loaded[folder])

    assert report.coverage.missing() == {}


def test_two_packages_share_no_name_that_python_could_know(loaded: dict[Path, package.Package]) -> None:
    dog, cat = (next(p for p in loaded.values() if p.service.key == key) for key in ("hund-anmelden", "katze-anmelden"))

    dog_keys = {field.key[0] for field in dog.application.fields}
    cat_keys = {field.key[0] for field in cat.application.fields}

    assert dog_keys & cat_keys == set()
    assert set(dog.settings) & set(cat.settings) == set()
    assert set(dog.letters) & set(cat.letters) == set()


def test_all_packages_pass_the_check_together_and_no_two_have_one_key() -> None:
    out = io.StringIO()

    code = run_check([str(folder) for folder in SERVICES], out)

    assert code == 0, out.getvalue()
    assert "form-unchecked-name" not in out.getvalue()


@pytest.mark.parametrize("typed", ["王小明 🐕", "123!??"])
def test_every_service_refuses_a_name_that_no_register_could_hold(
    loaded: dict[Path, package.Package], typed: str
) -> None:
    asked = [
        (pack.service.key, field)
        for pack in loaded.values()
        for form in pack.forms.values()
        for field in form.fields
        if field.key[-1] in ("vorname", "nachname")
    ]

    assert {key for key, _ in asked} >= {path.name for path in ROOT.glob("services/*/")}
    refused = [KIND_CHECKS[f"{field.kind}.{field.part}"](typed) for _, field in asked]
    assert {problem and problem[0] for problem in refused} == {"letters"}
