"""A notice is corrected or annulled by another letter, on the same way; the first stays readable, and says so everywhere."""

from datetime import date
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from tests.cases.test_questions import applicant
from tests.scenes import Scene, issued, work_off
from tests.test_permissions import browser

from laufzettel.cases import queries as cases
from laufzettel.cases.models import HistoryEvent
from laufzettel.core.clock import ZONE, now
from laufzettel.core.models import AuditEntry
from laufzettel.core.tenancy import in_tenant
from laufzettel.files import queries as files
from laufzettel.kernel.feel import Date
from laufzettel.kernel.letters import day as day_in_words
from laufzettel.letters import actions as letters
from laufzettel.letters import changing, delivery
from laufzettel.letters.models import Letter
from laufzettel.records.models import Document
from laufzettel.tenants import queries as tenants

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HERE = "frankenberg-eder"
SLIP = {"grundlage": "ao-129", "aenderung": "Statt „Rex“ muss es heißen: „Rexi“.", "grund": "Ein Schreibfehler."}
FACTS = {"grundlage": "ao-173", "grund": "Der Hund ist im Februar gestorben.", "anhoerung": "no-burden"}


@pytest.fixture
def scene() -> Scene:
    """An issued notice of a case that is over."""
    return issued(HERE)


def first_of(scene: Scene) -> Letter:
    with in_tenant(scene.tenant.id):
        return cases.letters_of(scene.case)[0]


def address(letter: Letter, deed: str = "") -> str:
    return f"/{HERE}/amt/schreiben/{letter.id}/{deed}"


def begun(scene: Scene, client: Client, answers: dict[str, str]) -> Letter:
    answer = client.post(address(first_of(scene), "aendern/"), answers)
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == address(scene.letter)
    return scene.letter


def issue(scene: Scene, client: Client) -> Letter:
    letter = scene.letter
    assert client.post(address(letter, "erlassen/"), {"version": letter.version}).status_code == 302
    work_off()
    return scene.letter


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def test_a_slip_is_corrected_by_a_letter_that_names_the_first(scene: Scene) -> None:
    client, first = browser("clerk"), first_of(scene)
    before = (first.content, first.file_id, first.source, first.context)

    made = begun(scene, client, SLIP)

    assert (made.state, made.changes_id, made.act, made.address) == ("prepared", first.id, first.act, first.address)
    assert "Schreiben prüfen und erlassen" in client.get(f"/{HERE}/amt/").content.decode()
    assert "berichtigt" not in client.get(f"/{HERE}/amt/vorgaenge/{scene.case.id}/").content.decode().lower()
    letter = issue(scene, client)
    with in_tenant(scene.tenant.id):
        assert letter.file is not None
        text = words(files.content(letter.file))
    day = f"{now().astimezone(ZONE):%d.%m.%Y}"
    assert f"Berichtigung: {first.title}" in text
    assert f"Aktenzeichen {first.info['reference']}" in text
    written = day_in_words(Date.from_python(now().astimezone(ZONE).date()), "de")
    assert f"Datum {written}".replace("\xa0", " ") in text.replace("\xa0", " ")
    for sentence in ("muss es heißen: „Rexi“", "Ein Schreibfehler", "Rechtsgrundlage: § 129 AO", "Widerspruch erheben"):
        assert sentence in text
    after = first_of(scene)
    assert (after.content, after.file_id, after.source, after.context) == before
    assert [(entry["kind"], entry["letter"]) for entry in after.known_changes] == [("correction", str(letter.id))]
    assert day in f"{date.fromisoformat(after.known_changes[0]['day']):%d.%m.%Y}"


def test_the_mark_stands_in_case_letter_record_status_and_copy(scene: Scene) -> None:
    client = browser("clerk")
    begun(scene, client, FACTS)
    letter = issue(scene, client)
    first = first_of(scene)

    assert first.is_annulled
    assert "Aufgehoben durch Schreiben vom" in client.get(f"/{HERE}/amt/vorgaenge/{scene.case.id}/").content.decode()
    page = client.get(address(first)).content.decode()
    assert "Aufgehoben durch Schreiben vom" in page
    assert f'href="{address(letter)}"' in page
    assert f"hebt „{first.title}“" in client.get(address(letter)).content.decode()
    assert client.get(address(first, "pdf/")).content.startswith(b"%PDF")
    assert scene.case.record is not None
    assert "aufgehoben durch Schreiben vom" in client.get(f"/{HERE}/amt/akten/{scene.case.record.id}/").content.decode()
    citizen = applicant(scene)
    assert "Aufgehoben durch Schreiben vom" in citizen.get(f"/{HERE}/status/antrag/").content.decode()
    copy = citizen.get(f"/{HERE}/status/antrag/schreiben/{first.id}/").content
    assert "Aufgehoben: durch Schreiben vom" in words(copy)


def test_it_is_filed_told_and_logged_as_any_letter_and_is_notified_itself(scene: Scene) -> None:
    client = browser("clerk")
    begun(scene, client, FACTS)
    letter = issue(scene, client)

    with in_tenant(scene.tenant.id):
        titles = list(Document.objects.filter(kind="letter").order_by("filed_at").values_list("title", flat=True))
        assert titles == [first_of(scene).title, letter.title]
        kinds = HistoryEvent.objects.filter(case_id=scene.case.id, kind__startswith="letter-").order_by("number")
        told = [(event.kind, event.data.get("change", "")) for event in kinds]
        assert told == [
            ("letter-issued", ""),
            ("letter-change-begun", ""),
            ("letter-issued", "annulment"),
        ]
        begun_entry = AuditEntry.objects.get(action="letter-change-begun")
        assert (begun_entry.object_id, begun_entry.reason) == (first_of(scene).id, FACTS["grund"])
        assert [row.id for row, _ in cases.print_basket(scene.clerk)] == [first_of(scene).id, letter.id]
        delivery.record_posting(scene.clerk, letter.id, now().astimezone(ZONE).date(), scene.tenant)
    assert scene.letter.notified_on is not None
    assert scene.letter.remedy_until is not None
    assert first_of(scene).notified_on is None


WRONG: list[tuple[dict[str, str], str, str]] = [
    ({}, "grundlage", "worauf sich die Änderung stützt"),
    ({"grundlage": "sgbx-38"}, "grundlage", "worauf sich die Änderung stützt"),
    (SLIP | {"aenderung": " "}, "aenderung", "was falsch ist und wie es richtig heißt"),
    (SLIP | {"grund": "\0"}, "grund", "warum der Bescheid geändert wird"),
    (SLIP | {"grund": "x" * 5001}, "grund", "höchstens 5000 Zeichen"),
    (FACTS | {"anhoerung": ""}, "anhoerung", "ob die Änderung die Person belastet"),
    (FACTS | {"anhoerung": "heard"}, "angehoert_am", "nicht in der Zukunft"),
    (FACTS | {"anhoerung": "heard", "angehoert_am": "1.1.2999"}, "angehoert_am", "nicht in der Zukunft"),
    (FACTS | {"anhoerung": "heard", "angehoert_am": "quatsch"}, "angehoert_am", "zum Beispiel 1.3.2026"),
    (FACTS | {"anhoerung": "dispensed"}, "verzicht", "warum die Anhörung entbehrlich war"),
    (FACTS | {"grundlage": "ao-131"}, "ab", "wirkt die Aufhebung nur für die Zukunft"),
    (FACTS | {"ab": "32.1.2026"}, "ab", "zum Beispiel 1.3.2026"),
]


def test_what_is_missing_is_said_at_its_field_and_nothing_is_begun(scene: Scene) -> None:
    client, first = browser("clerk"), first_of(scene)
    for answers, field, sentence in WRONG:
        answer = client.post(address(first, "aendern/"), answers)
        page = answer.content.decode()
        assert (answer.status_code, f'href="#{field}"' in page, sentence in page) == (422, True, True), answers
    assert scene.letter.id == first.id


def test_it_ends_with_a_day_and_says_that_the_person_was_heard(scene: Scene) -> None:
    client = browser("clerk")
    asked = {
        "grundlage": "ao-131",
        "grund": "Abgemeldet.",
        "ab": "1.7.2026",
        "anhoerung": "heard",
        "angehoert_am": "3.2.2026",
    }
    begun(scene, client, asked)
    letter = issue(scene, client)
    first = first_of(scene)

    with in_tenant(scene.tenant.id):
        assert letter.file is not None
        text = words(files.content(letter.file))
    assert "mit Wirkung ab dem 1. Juli 2026 auf" in text
    assert "Wir haben Sie am 3. Februar 2026 dazu angehört" in text
    assert letter.title == f"Widerruf: {first.title}"
    assert not first.is_annulled
    page = client.get(address(first)).content.decode()
    assert "Aufgehoben ab dem 1. Juli 2026 durch Schreiben vom" in page
    assert "Berichtigen oder aufheben" in page


def test_a_draft_at_a_time_which_can_be_discarded(scene: Scene) -> None:
    client, first = browser("clerk"), first_of(scene)
    made = begun(scene, client, SLIP)

    twice = client.post(address(first, "aendern/"), SLIP)
    assert (twice.status_code, "schon einen Entwurf" in twice.content.decode()) == (409, True)
    assert "Entwurf ansehen" in client.get(address(first)).content.decode()
    stale = client.post(address(made, "verwerfen/"), {"version": made.version + 1})
    assert stale.status_code == 409
    assert client.post(address(made, "verwerfen/"), {"version": made.version}).status_code == 302

    assert scene.letter.id == first.id
    assert client.get(address(made)).status_code == 404
    assert client.post(address(made, "erlassen/"), {"version": made.version + 1}).status_code == 404
    with in_tenant(scene.tenant.id):
        assert Letter.objects.get(id=made.id).state == Letter.State.DISCARDED
    assert begun(scene, client, SLIP).id != made.id


def test_only_a_notice_that_is_issued_and_stands_can_be_changed(scene: Scene) -> None:
    client, first = browser("clerk"), first_of(scene)
    begun(scene, client, FACTS)
    issue(scene, client)

    again = client.get(address(first, "aendern/"))
    assert (again.status_code, "schon aufgehoben" in again.content.decode()) == (409, True)
    with in_tenant(scene.tenant.id):
        Letter.objects.filter(id=first.id).update(act=None, trail=[])
    plain = client.post(address(first, "aendern/"), SLIP)
    assert (plain.status_code, "ist kein Bescheid" in plain.content.decode()) == (409, True)
    with in_tenant(scene.tenant.id):
        Letter.objects.filter(id=first.id).update(act={**(first.act or {}), "procedure": "owig"})
    unknown = client.get(address(first, "aendern/"))
    assert (unknown.status_code, "kennt Laufzettel keine Norm" in unknown.content.decode()) == (409, True)


def test_who_changes_a_notice_for_two_persons_does_not_issue_it(scene: Scene) -> None:
    clerk, head, first = browser("clerk"), browser("head"), first_of(scene)
    with in_tenant(scene.tenant.id):
        Letter.objects.filter(id=first.id).update(act={**(first.act or {}), "second_person": True})
    made = begun(scene, head, SLIP)

    assert clerk.post(address(made, "vorlegen/"), {"version": made.version}).status_code == 302
    version = {"version": scene.letter.version}
    own = head.post(address(made, "erlassen/"), version)
    assert (own.status_code, "Vier-Augen-Prinzip" in own.content.decode()) == (409, True)
    # Who submitted it is not the second person either; a third one would be, so the author submits it anew.
    assert clerk.post(address(made, "erlassen/"), version).status_code == 409
    assert clerk.post(address(made), {"frei-begruendung": "Verschrieben."}).status_code == 422
    assert clerk.post(address(made), {"frei-begruendung": "Verschrieben.", **version}).status_code == 302
    assert head.post(address(made, "vorlegen/"), {"version": scene.letter.version}).status_code == 302
    assert clerk.post(address(made, "erlassen/"), {"version": scene.letter.version}).status_code == 302


def test_a_correction_can_be_corrected_and_a_letter_of_the_process_is_not_discarded(scene: Scene) -> None:
    client = browser("clerk")
    begun(scene, client, SLIP)
    second = issue(scene, client)

    assert client.post(address(second, "aendern/"), SLIP).status_code == 302
    third = issue(scene, client)
    assert third.changes_id == second.id
    with in_tenant(scene.tenant.id), pytest.raises(letters.LetterRefused, match="schon erlassen"):
        changing.discard(scene.clerk, first_of(scene).id, first_of(scene).version)


INJECTIONS = ("**fett** {{1+1}} #strong[x] <b>x</b> $x$ \\u{41} `x` | a | b", "= 1 + 1\n\n- Liste\n# Titel")


def test_what_the_clerk_writes_is_text(scene: Scene) -> None:
    client, text = browser("clerk"), "\n".join(INJECTIONS)
    begun(scene, client, SLIP | {"aenderung": text, "grund": text})
    letter = issue(scene, client)

    with in_tenant(scene.tenant.id):
        assert letter.file is not None
        found = words(files.content(letter.file))
    expected: list[Any] = [line.removeprefix("- ") for line in text.split("\n") if line]
    assert all(found.count(line) >= 2 for line in expected), found


def test_a_reissued_first_letter_says_nothing_that_it_did_not_say(scene: Scene) -> None:
    client, first = browser("clerk"), first_of(scene)
    with in_tenant(scene.tenant.id):
        delivery.record_posting(scene.clerk, first.id, now().astimezone(ZONE).date(), scene.tenant)
        delivery.record_return(scene.clerk, first.id, now().astimezone(ZONE).date(), "moved", scene.tenant)
    begun(scene, client, SLIP)
    issue(scene, client)
    lines = ["Şükrü Yıldız", "Untermarkt 12", "35066 Frankenberg (Eder)"]
    with in_tenant(scene.tenant.id):
        profile = tenants.profile()
        assert profile is not None
        delivery.send_again(scene.clerk, first.id, lines, scene.tenant, profile)
        again = first_of(scene)
        assert again.file is not None
        assert "Berichtigt" not in words(files.content(again.file))
    work_off()

    # and in the record both sheets say what has become of the notice
    with in_tenant(scene.tenant.id):
        sheets = [doc for doc in Document.objects.filter(kind="letter") if doc.source.startswith(f"letter {first.id}")]
        assert [doc.note.startswith("berichtigt durch Schreiben vom") for doc in sheets] == [True, True]
