"""digitaler-briefkasten on the platform: who gets it, who may see it, and what becomes of it without losing its date."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from tests.cases.processes import begin, offer, outcome
from tests.scenes import Scene, submitted, tenant, work_off
from tests.test_permissions import browser_of

from laufzettel.applications.models import Application, Draft
from laufzettel.cases import actions as cases
from laufzettel.cases import disclosures, queries
from laufzettel.cases.models import Case, CaseLink, Disclosure, Incident, Task
from laufzettel.core.actors import SYSTEM
from laufzettel.core.clock import at
from laufzettel.core.models import AuditEntry
from laufzettel.core.tenancy import in_tenant
from laufzettel.identity.models import Account
from laufzettel.kernel.package.values import to_feel
from laufzettel.records.models import Document
from laufzettel.tenants.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HERE, BOX = "frankenberg-eder", "digitaler-briefkasten"
MOMENT = datetime(2026, 3, 2, 8, 15, 7, 123456, tzinfo=UTC)
PLAIN = "keine-antwort-gewuenscht"
OTHERS = ("cramer", "celik", "poststelle")
DOG = {
    "hund.name": "Rex",
    "hund.rasse": "Beagle",
    "hund.geschlecht": "maennlich",
    "hund.farbe": "braun",
    "hund.haltung_seit": "1.3.2026",
    "hund.herkunft": "uebernommen",
    "hund.als_gefaehrlich_festgestellt": "nein",
    "hund.wesenstest_bestanden": "nein",
    "haushalt.weitere": "nein",
    "halter.vorname": "Şükrü",
    "halter.nachname": "Yıldız",
    "halter.geburtsdatum": "3.5.1985",
    "halter.strasse": "Obermarkt 7 a",
    "halter.plz": "35066",
    "halter.ort": "Frankenberg (Eder)",
    "ermaessigung.beantragt": "nein",
    "zahlung.art": "ueberweisung",
    "erfassen": "1",
}


def posted(scenario: str) -> Scene:
    with at(MOMENT):
        scene = submitted(HERE, scenario, BOX)
    work_off()
    return scene


def office(login: str) -> Client:
    return browser_of(Account.objects.get(email=f"{login}@frankenberg.example"))


def sort(scene: Scene, **answers: Any) -> None:
    """What the clerk decides about a piece of post."""
    with in_tenant(scene.tenant.id):
        task = Task.objects.get(case_id=scene.case.id, state=Task.State.OPEN)
        cases.complete_task(SYSTEM, task.id, to_feel({"sichtung": answers}))
    work_off()


def test_post_about_taxes_goes_to_the_tax_office_with_its_time_of_receipt_and_on_top() -> None:
    plain, urgent = posted(PLAIN), posted("widerspruch")

    case = urgent.case
    assert (case.unit.name, case.received_at, case.is_confidential) == ("Steueramt", MOMENT, False)
    assert plain.case.unit.name == "Poststelle"
    with in_tenant(urgent.tenant.id):
        made = Disclosure.objects.get(case=case)
        assert (made.recipient, made.legal_basis[:31]) == ("Steueramt", "Art. 6 Abs. 1 Buchst. e DSGVO, ")
        assert AuditEntry.objects.filter(action="case-forwarded", object_id=case.id, reason="Steueramt").exists()
        assert queries.worklist(urgent.clerk)[0].case.id == case.id
        assert Task.objects.get(case=case).priority == 95
    page = office("weber").get(f"/{HERE}/amt/vorgaenge/{case.id}/").content.decode()
    assert "2. März 2026, 09:15:07 Uhr" in page
    assert "Steueramt: Digitaler Briefkasten" in page
    assert office("poststelle").get(f"/{HERE}/amt/vorgaenge/{case.id}/").status_code == 404


def test_what_lies_in_a_confidential_box_nobody_else_sees() -> None:
    scene = posted("vertraulich-personalrat")
    with in_tenant(scene.tenant.id):
        assert (scene.case.unit.name, scene.case.is_confidential) == ("Personalrat", True)
        documents = list(Document.objects.filter(record__cases=scene.case).values_list("id", flat=True))
    paths = [f"vorgaenge/{scene.case.id}/", f"akten/{scene.case.record_id}/", f"vorgaenge/{scene.case.id}/umwandeln/"]
    paths += [f"dokumente/{one}/" for one in documents]
    own = office("personalrat")
    for path in paths:
        assert own.get(f"/{HERE}/amt/{path}").status_code == 200, path
    assert scene.case.number in own.get(f"/{HERE}/amt/").content.decode()

    for who in OTHERS:
        other = office(who)
        for path in paths:
            assert other.get(f"/{HERE}/amt/{path}").status_code == 404, (who, path)
        for path in ("", "vorgaenge/", "vorgaenge/?q=Gespr", "akten/"):
            shown = other.get(f"/{HERE}/amt/{path}").content.decode()
            assert scene.case.number not in shown, (who, path)
            assert "Bitte um ein" not in shown, (who, path)


def test_a_unit_that_fills_the_same_group_does_not_see_it_either() -> None:
    scene = posted("vertraulich-jugend")
    with in_tenant(scene.tenant.id):
        Unit.objects.filter(key="steueramt").update(groups=["steuern", "jugend", "poststelle"])

    assert office("cramer").get(f"/{HERE}/amt/vorgaenge/{scene.case.id}/").status_code == 404
    assert office("jugend").get(f"/{HERE}/amt/vorgaenge/{scene.case.id}/").status_code == 200


def test_the_time_limit_that_somebody_names_stands_where_the_clerk_sorts() -> None:
    named, plain = posted("widerspruch"), posted("einspruch-nur-nachricht")
    page = f"/{HERE}/amt/vorgaenge/{named.case.id}/"
    words = "Die Person nennt als Ende der Frist den 20.03.2026."

    with at(MOMENT):
        shown = office("weber").get(page).content.decode()
        other = office("schaub").get(f"/{HERE}/amt/vorgaenge/{plain.case.id}/").content.decode()
    with at(datetime(2026, 3, 21, 8, tzinfo=UTC)):
        later = office("weber").get(page).content.decode()

    assert words in shown
    assert "Dieser Tag ist vorbei." not in shown
    assert "Prüfen Sie zuerst, ob eine Frist läuft." in other
    assert "nennt als Ende der Frist" not in other
    assert words in later
    assert "Dieser Tag ist vorbei." in later


def test_a_box_that_nobody_empties_takes_nothing() -> None:
    with in_tenant(tenant(HERE).id):
        Unit.objects.filter(key="personalrat").update(groups=[])

    with pytest.raises(cases.NoReceiver):
        submitted(HERE, "vertraulich-personalrat", BOX)

    with in_tenant(tenant(HERE).id):
        assert not Case.objects.filter(offering__key=BOX).exists()


def test_passed_on_by_hand_it_needs_a_legal_basis_and_stays_where_it_is_if_there_is_no_such_office() -> None:
    scene = posted(PLAIN)
    sort(scene, weiter="weitergeben", stelle="bauen", grundlage="Art. 6 DSGVO")
    assert scene.case.unit.name == "Poststelle"
    sort(scene, weiter="weitergeben", stelle="steuern", grundlage=" ")

    with in_tenant(scene.tenant.id):
        incident = Incident.objects.get(case=scene.case)
        assert incident.message + incident.detail
        assert not Disclosure.objects.filter(case=scene.case).exists()
        assert scene.case.unit.name == "Poststelle"


def test_passed_on_by_hand_the_other_office_has_it_and_the_case_says_why() -> None:
    scene = posted(PLAIN)
    sort(scene, weiter="weitergeben", stelle="steuern", grundlage="§ 5 HDSIG, Zuständigkeit")

    assert (scene.case.unit.name, scene.case.received_at) == ("Steueramt", MOMENT)
    page = office("weber").get(f"/{HERE}/amt/vorgaenge/{scene.case.id}/").content.decode()
    assert "§ 5 HDSIG, Zuständigkeit" in page
    with in_tenant(scene.tenant.id):
        assert Task.objects.get(case_id=scene.case.id, state=Task.State.OPEN).groups == ["steuern"]


def test_post_becomes_an_application_of_another_service_with_the_same_time_of_receipt() -> None:
    scene, clerk = posted(PLAIN), office("poststelle")
    url = f"/{HERE}/amt/vorgaenge/{scene.case.id}/umwandeln/"
    assert "Hund anmelden (Steueramt)" in clerk.get(url).content.decode()
    begun = clerk.post(url, {"leistung": "hund-anmelden", "grundlage": "Einwilligung vom 2. März"})
    assert begun.status_code == 302
    shown = clerk.get(begun["Location"]).content.decode()
    assert f"Es gilt der Eingang von {scene.case.number}: 2. März 2026, 09:15:07 Uhr." in shown
    assert "Wie kam der Antrag?" not in shown
    assert office("weber").get(begun["Location"]).status_code == 404
    sort(scene, weiter="umgewandelt")
    waits = clerk.get(f"/{HERE}/amt/vorgaenge/{scene.case.id}/").content.decode()
    assert "Aus dieser Post ist noch kein Antrag geworden." in waits
    assert scene.case.status == "running"

    done = clerk.post(begun["Location"], DOG)
    again = clerk.post(begun["Location"], DOG)
    work_off()

    assert (done.status_code, again.status_code) == (200, 302)
    assert "Zuständig ist eine andere Stelle." in done.content.decode()
    with in_tenant(scene.tenant.id):
        made = Case.objects.get(offering__key="hund-anmelden")
        assert (made.received_at, made.unit.name, made.applicant) == (MOMENT, "Steueramt", "Şükrü Yıldız")
        application = Application.objects.get(case=made)
        assert (application.way, application.received_at) == ("case", MOMENT)
        link = CaseLink.objects.get(target=made)
        assert (link.source_id, link.legal_basis) == (scene.case.id, "Einwilligung vom 2. März")
        assert AuditEntry.objects.filter(action="data-disclosed", object_id=made.id).count() == 1
        titles = set(Document.objects.filter(record__cases=made).values_list("title", flat=True))
        assert {"Antrag", f"Antrag ({scene.case.number})"} <= titles
    assert made.number in clerk.get(f"/{HERE}/amt/vorgaenge/{scene.case.id}/").content.decode()
    sort(scene, weiter="umgewandelt")
    assert (scene.case.status, scene.case.outcome) == ("completed", "umgewandelt")


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "Wählen Sie aus, zu welcher Leistung es gehört."),
        ({"leistung": "hund-anmelden", "grundlage": "  "}, "Nennen Sie die Rechtsgrundlage der Weitergabe."),
        ({"leistung": BOX, "grundlage": "Einwilligung"}, "Wählen Sie aus, zu welcher Leistung es gehört."),
        ({"leistung": "<b>", "grundlage": "Einwilligung"}, "Wählen Sie aus, zu welcher Leistung es gehört."),
    ],
)
def test_what_is_missing_for_that_is_said_and_nothing_is_begun(answers: dict[str, str], words: str) -> None:
    scene = posted(PLAIN)
    refused = office("poststelle").post(f"/{HERE}/amt/vorgaenge/{scene.case.id}/umwandeln/", answers)

    assert refused.status_code == 422
    assert words in refused.content.decode()
    with in_tenant(scene.tenant.id):
        assert not Draft.objects.exclude(source=None).exists()


def test_of_a_case_that_is_over_nothing_is_made() -> None:
    scene = posted(PLAIN)
    sort(scene, weiter="ablegen")

    page = office("poststelle").get(f"/{HERE}/amt/vorgaenge/{scene.case.id}/umwandeln/")

    assert page.status_code == 409
    assert "Schon zu Ende" in page.content.decode()


DISCLOSES = """
start s
service weiter | type=disclosure.make | in=recipient:="Finanzamt Korbach" | in=legal_basis:="§ 93a AO" | in=subject:="Anmeldung" | in=data:={thema: anliegen.thema} | out=id:=disclosure_id
user u
end e
s -> weiter -> u -> e
"""


def test_a_disclosure_is_recorded_with_its_legal_basis_and_filed_as_it_is_made() -> None:
    with in_tenant(tenant(HERE).id):
        case = begin(offer("melden", DISCLOSES), "Ein Łódź")
    work_off()

    with in_tenant(tenant(HERE).id):
        made = disclosures.of_case(case)[0]
        assert (made.recipient, made.subject, made.legal_basis) == ("Finanzamt Korbach", "Anmeldung", "§ 93a AO")
        entry = AuditEntry.objects.get(action="data-disclosed", object_id=case.id)
        assert entry.reason == "Finanzamt Korbach: § 93a AO"
        document = Document.objects.get(record__cases=case, kind="disclosure")
        assert document.title == "Übermittlung an Finanzamt Korbach: Anmeldung"
    page = office("weber").get(f"/{HERE}/amt/vorgaenge/{case.id}/").content.decode()
    assert "Finanzamt Korbach: Anmeldung" in page
    with in_tenant(tenant("viernheim").id):
        assert not Disclosure.objects.exists()


def test_a_disclosure_without_a_legal_basis_is_an_incident_and_discloses_nothing() -> None:
    with in_tenant(tenant(HERE).id):
        case = begin(offer("melden", DISCLOSES.replace('"§ 93a AO"', '" "')))
    work_off()

    with in_tenant(tenant(HERE).id):
        assert "Rechtsgrundlage" in Incident.objects.get(case=case).message + Incident.objects.get(case=case).detail
        assert disclosures.of_case(case) == []
        assert outcome(case) == ""
        with pytest.raises(ValueError, match="legal basis"):
            disclosures.disclose(SYSTEM, case, "Finanzamt", "Anmeldung", "")
