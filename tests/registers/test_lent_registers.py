"""A register that one service lends to another: deregistering a dog ends its entry and gives back what is too much."""

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.registers.scene_of_dogs import SLUG, added
from tests.scenes import Scene, clerk, issued, submitted, tenant, work_off

from laufzettel.cases import actions as cases
from laufzettel.cases.models import Case, Incident, Task
from laufzettel.catalogue import actions as catalogue
from laufzettel.catalogue.models import Offering
from laufzettel.core.actors import SYSTEM
from laufzettel.core.clock import at
from laufzettel.core.tenancy import in_tenant
from laufzettel.files import queries as files
from laufzettel.kernel.package.values import to_feel
from laufzettel.letters import actions as letters
from laufzettel.letters.models import Letter
from laufzettel.payments import actions as payments
from laufzettel.payments.models import Claim
from laufzettel.registers import queries as registers
from laufzettel.registers.models import Entry
from laufzettel.tenants.models import Profile

pytestmark = pytest.mark.django_db
APRIL = datetime(2026, 4, 1, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))


def deregistered() -> Scene:
    """A dog with the tag 17 that has died, and whose keeper has said so; the notice is issued."""
    added(tenant(SLUG), marke="17")
    return issued(scenario="gestorben-mit-guthaben", service="hund-abmelden")


def test_the_entry_ends_in_the_register_of_the_service_that_has_it() -> None:
    with at(APRIL):
        scene = deregistered()

    with in_tenant(scene.tenant.id):
        entry = Entry.objects.get()
        assert (entry.offering.key, entry.end_event, entry.ended_on) == (
            "hund-anmelden",
            "abgemeldet",
            date(2026, 3, 10),
        )
        assert entry.keep_until == date(2036, 12, 31)
        assert scene.case.outcome == "abgemeldet"


def test_what_was_assessed_too_much_goes_to_the_cash_desk_as_an_amount_below_zero() -> None:
    with at(APRIL):
        scene = deregistered()

    with in_tenant(scene.tenant.id):
        credit = Claim.objects.get()
        assert (credit.amount, credit.subject) == (Decimal("-63.00"), "Guthaben Hundesteuer, Hund Bella")
        assert (credit.debtor["iban"], credit.confirmed_at is not None) == ("DE02120300000000202051", True)
        export = payments.export_claims(clerk(SLUG), [credit.id])
        assert export is not None
        line = files.content(export.file).decode("utf-8-sig").splitlines()[1]
        assert line.split(";")[-2:] == ["-63,00", "Demo"]


def test_the_second_dog_moves_up_with_a_notice_of_its_own() -> None:
    keeper = {"vorname": "Anna", "nachname": "Beispiel", "strasse": "Obermarkt 7 a"}
    with at(APRIL):
        there = tenant(SLUG)
        added(there, marke="17", halter=keeper, steuer={"beginn": date(2020, 5, 1), "satz": 84, "nummer": 1})
        second = added(there, marke="18", halter=keeper, steuer={"beginn": date(2024, 1, 1), "satz": 120, "nummer": 2})
        added(there, marke="30", name="Fips", steuer={"beginn": date(2024, 1, 1), "satz": 120, "nummer": 2})
        scene = issued(scenario="gestorben-mit-guthaben", service="hund-abmelden")
        with in_tenant(there.id):
            task = Task.objects.get(case=scene.case, element="nachruecken_pruefen")
            cases.complete_task(scene.clerk, task.id, to_feel({"nachruecken": {"ergebnis": "vorschlag"}}))
        work_off()
        with in_tenant(there.id):
            notice = Letter.objects.get(name="nachruecken")
            letters.issue(scene.clerk, notice, there, Profile.objects.get())
        work_off()

    with in_tenant(scene.tenant.id):
        tax = {entry.label: registers.values_of(entry)["steuer"] for entry in Entry.objects.filter(ended_on=None)}
        moved, other = tax[second.label], tax["Fips, Großmann"]
        assert (moved["nummer"], moved["satz"]) == (Decimal(1), Decimal(84))
        assert (other["nummer"], other["satz"]) == (Decimal(2), Decimal(120))
        assert sorted(claim.amount for claim in Claim.objects.all()) == [Decimal("-63.00"), Decimal("-27.00")]
        assert all(claim.confirmed_at for claim in Claim.objects.all())
        assert Case.objects.get(id=scene.case.id).outcome == "abgemeldet"


def test_the_borrower_shows_no_register_of_its_own() -> None:
    with in_tenant(tenant(SLUG).id):
        assert [shelf.offering.key for shelf in registers.shelves(clerk(SLUG))] == ["hund-anmelden"]


def test_a_register_that_is_not_lent_to_a_service_is_not_there_for_it() -> None:
    folder = Path(__file__).parents[2] / "services" / "hund-anmelden"
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    text = files["service.toml"].decode().replace('writers = ["hund-abmelden"]', "")
    files["service.toml"] = re.sub(r"^version = .*$", 'version = "99.0.0"', text, flags=re.MULTILINE).encode()
    release = catalogue.release(files)
    with at(APRIL):
        added(tenant(SLUG), marke="17")
        with in_tenant(tenant(SLUG).id):
            catalogue.offer(SYSTEM, release, Offering.objects.get(key="hund-anmelden").unit)
        scene = submitted(scenario="gestorben-mit-guthaben", service="hund-abmelden")
        work_off()

    with in_tenant(scene.tenant.id):
        incident = Incident.objects.get(case=scene.case)
        assert "„hunde“ gibt es in dieser Leistung nicht" in incident.message + incident.detail
        assert Entry.objects.get().ended_on is None
