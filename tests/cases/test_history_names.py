"""The history names a person for what that person did, and the platform for what followed by itself."""

import pytest
from tests.scenes import issued, submitted

from laufzettel.cases import narrative
from laufzettel.cases.models import HistoryEvent
from laufzettel.core.tenancy import in_tenant

pytestmark = pytest.mark.django_db

APPLICANT = "Antragstellerin oder Antragsteller"


def test_what_follows_from_an_application_is_not_the_applicants() -> None:
    scene = submitted()

    with in_tenant(scene.tenant.id):
        told = [(line.text, line.who) for line in narrative.lines(scene.case, "de")]
        activated = HistoryEvent.objects.get(case=scene.case, kind="activated", name="Anmeldung prüfen")

    assert told == [
        ("Anmeldung eingegangen – erledigt", APPLICANT),
        ("Eingang festhalten – erledigt", "Laufzettel"),
        ("Steuer vorschlagen – erledigt", "Laufzettel"),
    ]
    assert activated.actor["kind"] == "system"


def test_each_step_has_the_name_of_who_did_it() -> None:
    scene = issued()

    with in_tenant(scene.tenant.id):
        lines = narrative.lines(scene.case, "de")
        told, who = [line.text for line in lines], {line.text: line.who for line in lines}

    assert told.count("Steuerbescheid erlassen – erledigt") == 1  # once for each who gets it, and here that is one
    assert not [text for text in told if "?" in text]  # what only branches
    assert who["Anmeldung eingegangen – erledigt"] == APPLICANT
    assert who["Anmeldung prüfen – erledigt"] == scene.clerk.name
    assert who["Steuer festsetzen – erledigt"] == "Laufzettel"
    assert who["Schreiben erlassen"] == scene.clerk.name
    assert who["Vorgang abgeschlossen"] == "Laufzettel"
