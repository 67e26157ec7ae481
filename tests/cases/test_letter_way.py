"""A letter's way: two persons for one notice, mail that comes back, a receipt that was later; nothing is overwritten."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.cases.test_questions import applicant
from tests.kernel.package.test_finding_kinds import FILES
from tests.scenes import Scene, decided, issued, work_off
from tests.test_permissions import browser

from laufzettel.cases import narrative
from laufzettel.core.clock import today
from laufzettel.core.models import AuditEntry
from laufzettel.core.tenancy import in_tenant
from laufzettel.files import queries as files
from laufzettel.kernel import package
from laufzettel.kernel.law import Act
from laufzettel.letters import actions as letters
from laufzettel.letters import delivery
from laufzettel.letters.models import Letter
from laufzettel.records.models import Document
from laufzettel.tenants import queries as tenants

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HERE = "frankenberg-eder"
POSTED = date(2026, 3, 2)


@pytest.fixture
def posted() -> Scene:
    """A notice that was posted on Monday, 2 March 2026."""
    scene = issued(HERE)
    with in_tenant(scene.tenant.id):
        Letter.objects.filter(id=scene.letter.id).update(issued_at="2026-03-02T09:00:00+01:00")
        delivery.record_posting(scene.clerk, scene.letter.id, POSTED, scene.tenant)
    return scene


def address(scene: Scene, deed: str = "") -> str:
    return f"/{HERE}/amt/schreiben/{scene.letter.id}/{deed}"


def worklist(client: Client) -> str:
    return client.get(f"/{HERE}/amt/").content.decode()


def test_mail_that_comes_back_is_not_notified_and_stands_among_the_tasks(posted: Scene) -> None:
    client = browser("clerk")
    assert posted.letter.notified_on is not None

    wrong = client.post(address(posted, "ruecklauf/"), {"zurueck_am": "1.3.2026", "ursache": "moved"})
    assert (wrong.status_code, "02.03.2026 (zur Post gegeben)" in wrong.content.decode()) == (422, True)
    assert client.post(address(posted, "ruecklauf/"), {"zurueck_am": "9.3.2026", "ursache": ""}).status_code == 422
    assert posted.letter.returned_on is None
    assert client.post(address(posted, "ruecklauf/"), {"zurueck_am": "9.3.2026", "ursache": "moved"}).status_code == 302

    letter = posted.letter
    assert (letter.returned_on, letter.notified_on, letter.remedy_until) == (date(2026, 3, 9), None, None)
    assert "Schreiben kam zurück: neu versenden" in worklist(client)
    page = client.get(address(posted)).content.decode()
    assert "Am 9. März 2026 zurückgekommen: verzogen" in page
    assert "Das Schreiben an Sie kam zurück" in applicant(posted).get(f"/{HERE}/status/antrag/").content.decode()


def test_it_goes_out_again_to_the_right_address_and_the_first_stays_readable(posted: Scene) -> None:
    client = browser("clerk")
    with in_tenant(posted.tenant.id):
        delivery.record_return(posted.clerk, posted.letter.id, date(2026, 3, 9), "address", posted.tenant)
    before = posted.letter

    assert client.post(address(posted, "noch-einmal/"), {"anschrift": "Nur eine Zeile"}).status_code == 422
    lines = ["Şükrü Yıldız", "Untermarkt 12", "35066 Frankenberg (Eder)"]
    assert client.post(address(posted, "noch-einmal/"), {"anschrift": "\n".join(lines)}).status_code == 302

    after = posted.letter
    assert (after.address["lines"], after.posted_on, after.returned_on) == (lines, None, None)
    assert after.content == before.content
    assert after.file_id != before.file_id
    first = next(entry for entry in after.trail if entry["what"] == "address")
    assert (first["before"], first["file"]) == ("\n".join(before.address["lines"]), str(before.file_id))
    with in_tenant(posted.tenant.id):
        assert before.file is not None
        assert files.content(before.file).startswith(b"%PDF")
        assert after.file is not None
    work_off()
    with in_tenant(posted.tenant.id):
        filed = Document.objects.filter(kind="letter").order_by("filed_at")
        assert [(one.title, one.file_id) for one in filed] == [
            (before.title, before.file_id),
            (f"{before.title} (an neue Anschrift)", after.file_id),
        ]
        history = [line.text for line in narrative.lines(posted.case, "de")]
        assert "Schreiben kommt noch einmal in die Post" in history
        delivery.record_posting(posted.clerk, after.id, today(), posted.tenant)
    assert posted.letter.notified_on is not None
    assert "kam zurück" not in worklist(client)
    assert [entry["what"] for entry in posted.letter.trail] == ["posted", "returned", "address", "again", "posted"]


def test_a_later_receipt_with_its_proof_moves_notification_and_remedy(posted: Scene) -> None:
    client, before = browser("clerk"), posted.letter
    assert before.notified_on is not None

    early = client.post(address(posted, "zugang/"), {"zugang_am": "3.3.2026", "zugang_grund": "Anruf"})
    assert (early.status_code, "früherer Zugang ändert das nicht" in early.content.decode()) == (422, True)
    no_proof = client.post(address(posted, "zugang/"), {"zugang_am": "20.3.2026", "zugang_grund": " "})
    assert (no_proof.status_code, 'value="20.3.2026"' in no_proof.content.decode()) == (422, True)
    done = {"zugang_am": "20.3.2026", "zugang_grund": "Postvermerk auf dem Umschlag"}
    assert client.post(address(posted, "zugang/"), done).status_code == 302

    after = posted.letter
    assert (after.notified_on, after.remedy_until) == (date(2026, 3, 20), date(2026, 4, 20))
    entry = after.trail[-1]
    assert (entry["what"], entry["before"]) == ("received", before.notified_on.isoformat())
    page = client.get(address(posted)).content.decode()
    assert "Zugang am 20. März 2026 vermerkt: Postvermerk auf dem Umschlag" in page
    with in_tenant(posted.tenant.id):
        assert AuditEntry.objects.get(action="letter-received-later").reason == "Postvermerk auf dem Umschlag"


def test_a_day_of_posting_that_was_recorded_wrongly_is_corrected_with_its_reason(posted: Scene) -> None:
    client, before = browser("clerk"), posted.letter

    no_reason = client.post(address(posted, "posttag/"), {"posttag": "4.3.2026", "posttag_grund": " "})
    assert (no_reason.status_code, 'value="4.3.2026"' in no_reason.content.decode()) == (422, True)
    early = client.post(address(posted, "posttag/"), {"posttag": "1.3.2026", "posttag_grund": "Vertippt"})
    assert (early.status_code, "02.03.2026 (erlassen)" in early.content.decode()) == (422, True)
    right = {"posttag": "4.3.2026", "posttag_grund": "Vertippt"}
    assert client.post(address(posted, "posttag/"), right).status_code == 302

    after = posted.letter
    # Wednesday, 4 March: the fourth day is Sunday, so Monday, 9 March; a month later is Thursday, 9 April.
    assert (after.posted_on, after.notified_on, after.remedy_until) == (
        date(2026, 3, 4),
        date(2026, 3, 9),
        date(2026, 4, 9),
    )
    entry = after.trail[-1]
    assert (entry["what"], entry["before"], entry["reason"]) == ("posting-corrected", "2026-03-02", "Vertippt")
    assert before.notified_on != after.notified_on
    with in_tenant(posted.tenant.id):
        assert AuditEntry.objects.get(action="letter-posting-corrected").reason == "Vertippt"
    page = client.get(address(posted)).content.decode()
    assert "Tag der Aufgabe zur Post berichtigt: 4. März 2026 (Vertippt)" in page
    work_off()
    assert (
        "Tag der Aufgabe zur Post berichtigt: 04.03.2026"
        in client.get(f"/{HERE}/amt/vorgaenge/{posted.case.id}/").content.decode()
    )


def test_what_was_not_posted_cannot_come_back() -> None:
    scene = issued(HERE)

    answer = browser("clerk").post(address(scene, "ruecklauf/"), {"zurueck_am": "9.3.2026", "ursache": "moved"})

    assert (answer.status_code, "noch nicht zur Post gegeben" in answer.content.decode()) == (422, True)


@pytest.fixture
def for_two() -> Scene:
    """A prepared notice whose service asks for a second person."""
    scene = decided(HERE)
    with in_tenant(scene.tenant.id):
        letter = scene.letter
        Letter.objects.filter(id=letter.id).update(act={**(letter.act or {}), "second_person": True})
    return scene


def version(scene: Scene) -> dict[str, str]:
    return {"version": str(scene.letter.version)}


def test_who_decided_submits_and_another_issues(for_two: Scene) -> None:
    clerk, head = browser("clerk"), browser("head")

    assert "Jetzt erlassen" not in clerk.get(address(for_two)).content.decode()
    early = clerk.post(address(for_two, "erlassen/"), version(for_two))
    assert (early.status_code, "zur Freigabe gegeben" in early.content.decode()) == (409, True)
    assert clerk.post(address(for_two, "vorlegen/"), version(for_two)).status_code == 302
    assert "Als zweite Person prüfen und erlassen" in worklist(head)
    own = clerk.post(address(for_two, "erlassen/"), version(for_two))
    assert (own.status_code, "Vier-Augen-Prinzip" in own.content.decode()) == (409, True)
    assert for_two.letter.state == Letter.State.PREPARED

    assert "Jetzt erlassen" in head.get(address(for_two)).content.decode()
    assert head.post(address(for_two, "erlassen/"), version(for_two)).status_code == 302

    letter = for_two.letter
    assert letter.state == Letter.State.ISSUED
    assert (letter.issued_by or {})["id"] != (letter.submitted_by or {})["id"]


def test_who_decided_is_never_the_second_person_whoever_submits(for_two: Scene) -> None:
    head, clerk = browser("head"), browser("clerk")
    assert head.post(address(for_two, "vorlegen/"), version(for_two)).status_code == 302

    assert clerk.post(address(for_two, "erlassen/"), version(for_two)).status_code == 409
    assert head.post(address(for_two, "erlassen/"), version(for_two)).status_code == 409


def test_the_second_person_gives_it_back_with_a_reason(for_two: Scene) -> None:
    clerk, head = browser("clerk"), browser("head")
    clerk.post(address(for_two, "vorlegen/"), version(for_two))

    assert head.post(address(for_two, "zurueckgeben/"), {**version(for_two), "grund": ""}).status_code == 422
    answer = head.post(address(for_two, "zurueckgeben/"), {**version(for_two), "grund": "Der Hund heißt Rex."})
    assert answer.status_code == 302

    assert for_two.letter.submitted_by is None
    page = clerk.get(address(for_two)).content.decode()
    assert "Nicht freigegeben: Der Hund heißt Rex." in page
    assert "Der zweiten Person vorlegen" in page


def test_a_text_that_is_changed_after_it_was_submitted_is_submitted_anew(for_two: Scene) -> None:
    with in_tenant(for_two.tenant.id):
        letters.submit(for_two.clerk, for_two.letter.id, for_two.letter.version)
        letters.edit(for_two.clerk, for_two.letter.id, {}, for_two.letter.version)

    assert for_two.letter.submitted_by is None


def test_the_package_says_which_notice_needs_two() -> None:
    changed = FILES["service.toml"].replace(b'remedy = "widerspruch"', b'remedy = "widerspruch"\nsecond_person = true')

    loaded = package.load({**FILES, "service.toml": changed})

    assert loaded.acts["katzenbescheid"] == Act("ao-kag", "magistrat", "text", "widerspruch", ("post",), True)
    assert not any(one.severity == "error" for one in package.check(loaded, on=date(2026, 3, 1)))


def test_a_letter_without_a_second_person_is_issued_as_before() -> None:
    scene = decided(HERE)
    profile: Any = None
    with in_tenant(scene.tenant.id):
        profile = tenants.profile()
        letters.issue(scene.clerk, scene.letter, scene.tenant, profile)
    assert scene.letter.state == Letter.State.ISSUED


def test_an_address_that_does_not_fit_the_sheet_is_said_when_it_is_issued() -> None:
    scene, client = decided(HERE), browser("clerk")
    with in_tenant(scene.tenant.id):
        Letter.objects.filter(id=scene.letter.id).update(address=scene.letter.address | {"lines": ["W" * 160] * 4})

    page = client.get(address(scene))
    preview = client.get(address(scene, "pdf/"))
    answer = client.post(address(scene, "erlassen/"), version(scene))

    assert (preview.status_code, "sind zu lang für das Blatt" in preview.content.decode()) == (409, True)
    assert (page.status_code, "<img" in page.content.decode()) == (200, False)
    assert (answer.status_code, "sind zu lang für das Blatt" in answer.content.decode()) == (409, True)
    assert (scene.letter.state, scene.letter.file) == (Letter.State.PREPARED, None)
