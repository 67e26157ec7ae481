"""A scenario says who has signed in, and expects on which way each letter goes out."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from laufzettel.kernel import package
from laufzettel.kernel.package import SignedIn, mailbox_way
from laufzettel.kernel.package.model import Package

DOG = Path(__file__).parents[3] / "services" / "hund-anmelden"
ANNA = {"given_name": "Anna", "family_name": "Beispiel"}


@pytest.fixture(scope="module")
def dog() -> Package:
    return package.load(DOG)


def played(dog: Package, **changes: Any) -> tuple[list[str], list[str]]:
    """The ways of the letters, and what was otherwise than expected."""
    scenario = dog.scenarios["gemeinsam-zwei-bescheide"]
    result = package.run(dog, replace(scenario, data={**scenario.data, **changes}))
    return [issued.way for issued in result.letters], [str(finding) for finding in result.failures]


def test_only_who_has_signed_in_gets_it_in_the_mailbox(dog: Package) -> None:
    assert played(dog) == (["mailbox", "post"], [])


@pytest.mark.parametrize(
    "sender",
    [
        {"name": "Anna Beispiel", "trust": "basic", "mailbox": True},
        {"name": "Anna Beispiel", "trust": "high"},
        {"name": "Anna Bespiel", "trust": "high", "mailbox": True},
        None,
    ],
)
def test_and_a_scenario_that_expects_more_is_red(dog: Package, sender: dict[str, Any] | None) -> None:
    ways, failures = played(dog, sender=sender)

    assert ways == ["post", "post"]
    assert [failure for failure in failures if "geht hinaus: post, post." in failure] == failures
    assert len(failures) == 1


@pytest.mark.parametrize(
    ("party", "is_addressed"),
    [
        (ANNA, True),
        ({"given_name": "ANNA ", "family_name": "beispiel"}, True),
        ({"given_name": None, "family_name": "Anna Beispiel"}, True),
        (ANNA | {"organisation": "Beispiel GmbH"}, False),
        ({"given_name": "Anna", "family_name": "Beispiel-Muster"}, False),
        ({"given_name": None, "family_name": ""}, False),
    ],
)
def test_the_addressee_is_the_person_of_the_account_or_it_is_paper(
    dog: Package, party: dict[str, Any], is_addressed: bool
) -> None:
    sender = SignedIn("Anna Beispiel", "high", consents=True)
    day = dog.scenarios["erster-hund"].data["now"].date()

    assert mailbox_way(dog.acts["bescheid"], party, sender, land="HE", on=day) == ("mailbox" if is_addressed else "")
