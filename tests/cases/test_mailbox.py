"""A notice in the mailbox of who has signed in and wants it there: provided, noticed, retrieved, or on paper after all."""

from datetime import date, datetime, timedelta
from typing import Any

import pypdfium2
import pytest
from tests.scenes import NOON, Scene, citizen, decided, work_off
from tests.test_permissions import browser

from laufzettel.cases import changing, hearings, senders
from laufzettel.cases import queries as cases
from laufzettel.cases.models import HistoryEvent, Job
from laufzettel.cases.senders import Sender
from laufzettel.core import clock, wakeups
from laufzettel.core.models import AuditEntry
from laufzettel.core.tenancy import in_tenant
from laufzettel.files import queries as files
from laufzettel.identity.trust import Trust
from laufzettel.letters import actions as letters
from laufzettel.letters import delivery, mailbox, series
from laufzettel.letters.changing import Change
from laufzettel.letters.models import Letter
from laufzettel.messages.models import Email
from laufzettel.records.models import Document
from laufzettel.tenants import queries as tenants

pytestmark = pytest.mark.django_db

HERE = "frankenberg-eder"
# Monday, 2 March 2026: under AO the fourth day is Friday, 6 March, and a month later Easter Monday: Tuesday, 7 April.
PROVIDED, NOTIFIED, REMEDY = date(2026, 3, 2), date(2026, 3, 6), date(2026, 4, 7)


def prepared(trust: Trust = Trust.SUBSTANTIAL, *, wants: bool = True, name: str = "Şükrü Yıldız", **more: Any) -> Scene:
    """A notice for somebody who has signed in so, before it is issued."""
    with clock.at(NOON):
        return decided(HERE, sender=Sender(citizen(name).id, trust, wants), **more)


def issued(scene: Scene, *, at: datetime = NOON) -> Scene:
    with clock.at(at):
        with in_tenant(scene.tenant.id):
            profile = tenants.profile()
            assert profile is not None
            letters.issue(scene.clerk, scene.letter, scene.tenant, profile)
        work_off()
    return scene


def by_retrieval(scene: Scene) -> Scene:
    """As if the act were one of general administrative law (§ 41 (2a) HVwVfG)."""
    with in_tenant(scene.tenant.id):
        found = scene.letter
        act = {**(found.act or {}), "procedure": "hvwvfg"}
        Letter.objects.filter(id=found.id).update(act=act, channel="retrieval")
    return scene


def basket(scene: Scene) -> list[Any]:
    with in_tenant(scene.tenant.id):
        return [letter.id for letter, _ in cases.print_basket(scene.clerk)]


def first_page(scene: Scene) -> str:
    with in_tenant(scene.tenant.id):
        found = scene.letter
        assert found.file is not None
        return str(pypdfium2.PdfDocument(files.content(found.file))[0].get_textpage().get_text_bounded())


def address(scene: Scene, deed: str = "") -> str:
    return f"/{HERE}/amt/schreiben/{scene.letter.id}/{deed}"


@pytest.mark.parametrize(
    ("trust", "wants", "name"),
    [
        (Trust.BASIC, True, "Şükrü Yıldız"),
        (Trust.SUBSTANTIAL, False, "Şükrü Yıldız"),
        pytest.param(Trust.HIGH, True, "Anna Beispiel", marks=pytest.mark.nightly),
    ],
)
def test_without_a_sure_sign_in_without_consent_or_to_another_it_goes_by_post(
    trust: Trust, wants: bool, name: str
) -> None:
    letter = prepared(trust, wants=wants, name=name).letter

    assert (letter.channel, letter.account_id) == ("post", None)


@pytest.mark.nightly
def test_a_name_is_the_same_however_it_was_typed() -> None:
    # The account has Ş and ü as letters with combining marks.
    assert prepared(name="S\u0327u\u0308kru\u0308  YILDIZ".replace("I", "ı")).letter.channel == "mailbox"


def test_it_lies_there_at_once_and_the_days_follow_from_that() -> None:
    scene = prepared()
    page = browser("clerk").get(address(scene)).content.decode()
    assert "Bekanntgabe im Postfach der Person" in page
    assert "liegt sofort im Postfach von" in page

    letter = issued(scene).letter

    assert (letter.provided_on, letter.noticed_on, letter.retrieved_on) == (PROVIDED, PROVIDED, None)
    assert (letter.notified_on, letter.remedy_until) == (NOTIFIED, REMEDY)
    assert [entry["what"] for entry in letter.trail] == ["provided", "noticed"]
    assert basket(scene) == []
    assert "In Ihr Postfach" in first_page(scene)
    page = browser("clerk").get(address(scene)).content.decode()
    assert (
        "im Postfach bereitgestellt" in browser("clerk").get(f"/{HERE}/amt/vorgaenge/{scene.case.id}/").content.decode()
    )
    assert "Benachrichtigung per E-Mail abgesendet am 2. März 2026" in page
    assert "gilt am 6. März 2026 als bekannt gegeben (4. Tag nach dem 02.03.2026 (§ 122a Abs. 4" in page
    assert "Rechtsbehelf bis 7. April 2026" in page
    with in_tenant(scene.tenant.id), pytest.raises(letters.LetterRefused, match="liegt im Postfach"):
        delivery.record_posting(scene.clerk, letter.id, PROVIDED, scene.tenant)


def test_one_e_mail_says_so_and_holds_no_personal_data() -> None:
    scene = issued(prepared())

    with in_tenant(scene.tenant.id):
        sent = list(Email.objects.filter(about=scene.letter.id))
        others = Email.objects.filter(subject="Es gibt Neues zu Ihrem Antrag").count()
    assert [(email.to, email.subject) for email in sent] == [
        ("yildiz@beispiel.de", "Ein neues Schreiben liegt in Ihrem Postfach")
    ]
    assert "/frankenberg-eder/konto/postfach/" in sent[0].body
    assert not [word for word in ("Yıldız", "Hund", "Bescheid", "steuer") if word in sent[0].body]
    # The other e-mail, of news behind the code, would say the same a second time.
    assert others == 0


def test_done_twice_it_is_noticed_once_and_retrieved_once() -> None:
    scene = issued(prepared())
    reader = citizen().actor()

    for day in (3, 4):
        with clock.at(NOON.replace(day=day)), in_tenant(scene.tenant.id):
            mailbox.noticed(scene.letter.id)
            mailbox.retrieve(reader, scene.letter.id)
    work_off()

    letter = scene.letter
    assert (letter.noticed_on, letter.retrieved_on, letter.notified_on) == (PROVIDED, date(2026, 3, 3), NOTIFIED)
    assert [entry["what"] for entry in letter.trail] == ["provided", "noticed", "retrieved"]
    with in_tenant(scene.tenant.id):
        assert AuditEntry.objects.filter(action="letter-retrieved").count() == 1
        assert HistoryEvent.objects.filter(kind="letter-retrieved").count() == 1
        with pytest.raises(letters.LetterRefused, match="schon erlassen"):
            letters.keep(scene.clerk, letter, b"%PDF")


def test_a_consent_that_is_revoked_before_issuing_sends_it_by_post() -> None:
    scene = prepared()
    seen = scene.letter
    with in_tenant(scene.tenant.id):
        senders.revoke(citizen().actor(), scene.case.id)
        profile = tenants.profile()
        assert profile is not None
        with pytest.raises(letters.LetterRefused, match="inzwischen geändert"):
            letters.issue(scene.clerk, seen, scene.tenant, profile)

    letter = issued(scene).letter

    assert (letter.channel, letter.provided_on, letter.notified_on) == ("post", None, None)
    assert basket(scene) == [letter.id]
    assert "In Ihr Postfach" not in first_page(scene)
    assert "Die Einwilligung in das Postfach wurde widerrufen." in browser("clerk").get(address(scene)).content.decode()


@pytest.mark.nightly
def test_the_office_can_send_it_by_post_all_the_same() -> None:
    scene, client = prepared(), browser("clerk")
    seen = {"version": str(scene.letter.version)}

    assert client.post(address(scene, "papier/"), {**seen, "papier_grund": ""}).status_code == 422
    assert client.post(address(scene, "papier/"), {**seen, "papier_grund": "Die Marke liegt bei"}).status_code == 302
    again = client.post(address(scene, "papier/"), {**seen, "papier_grund": "Die Marke liegt bei"})

    assert (again.status_code, "inzwischen geändert" in again.content.decode()) == (422, True)
    assert scene.letter.channel == "post"
    page = client.get(address(scene)).content.decode()
    assert "Das Amt hat es so entschieden. Die Marke liegt bei" in page


def test_an_account_that_was_closed_before_issuing_sends_it_by_post() -> None:
    scene, account = prepared(), citizen()
    account.is_active = False
    account.save()

    assert issued(scene).letter.channel == "post"
    assert "In Ihr Postfach" not in first_page(scene)
    assert "Die Person hat ihr Konto geschlossen." in browser("clerk").get(address(scene)).content.decode()


def test_what_is_not_retrieved_in_time_goes_into_the_print_basket_and_says_why() -> None:
    scene = issued(by_retrieval(prepared()))
    assert (scene.letter.noticed_on, scene.letter.notified_on) == (PROVIDED, None)

    with clock.at(NOON + timedelta(days=10)):
        wakeups.fire()
        work_off()
        assert basket(scene) == []
    before = scene.letter
    with clock.at(NOON + timedelta(days=11)):
        wakeups.fire()
        work_off()
        letter = scene.letter
        assert (letter.channel, letter.notified_on, basket(scene)) == ("post", None, [letter.id])
        page = browser("clerk").get(f"/{HERE}/amt/druckkorb/").content.decode()
        assert "im Postfach nicht rechtzeitig abgerufen" in page
        with in_tenant(scene.tenant.id):
            mailbox.retrieve(citizen().actor(), letter.id)
            delivery.record_posting(scene.clerk, letter.id, date(2026, 3, 13), scene.tenant)

    letter = scene.letter
    assert (letter.retrieved_on, letter.notified_on) == (None, date(2026, 3, 16))
    assert letter.content == before.content
    assert letter.file_id != before.file_id
    assert "In Ihr Postfach" not in first_page(scene)
    with in_tenant(scene.tenant.id):
        assert HistoryEvent.objects.filter(kind="letter-to-paper").count() == 1
        filed = Document.objects.filter(record=scene.case.record, kind="letter").order_by("filed_at")
        assert [(document.file_id, document.title[-11:]) for document in filed] == [
            (before.file_id, "steuer 2026"),
            (letter.file_id, "(auf Papier)"[-11:]),
        ]


@pytest.mark.nightly
def test_a_hearing_in_the_mailbox_runs_from_its_notification_there() -> None:
    scene = prepared()
    with in_tenant(scene.tenant.id):
        found, job = scene.letter, Job.objects.get(case=scene.case, type="letter.issue")
        opens = {"procedure": "ao-kag", "issuing_body": "magistrat", "days": 14}
        Letter.objects.filter(id=found.id).update(act=None, info={**found.info, "hearing": opens})
        Job.objects.filter(id=job.id).update(type="hearing.open")
        hearing = hearings.open_with(job, found, "ao-kag", 14)

    issued(scene)

    with in_tenant(scene.tenant.id):
        hearing.refresh_from_db()
    # Notified on Friday, 6 March; fourteen days later is Friday, 20 March.
    assert (scene.letter.notified_on, hearing.answer_by) == (None, date(2026, 3, 20))


@pytest.mark.nightly
def test_letters_issued_together_go_each_on_its_way() -> None:
    mine, other = prepared(), prepared(wants=False)
    ids = [mine.letter.id, other.letter.id]
    with in_tenant(mine.tenant.id):
        profile = tenants.profile()
        assert profile is not None
        done = series.issue(mine.clerk, mine.tenant, profile, ids)
    work_off()

    assert (list(done.issued), basket(mine)) == (ids, [other.letter.id])
    assert (mine.letter.provided_on is not None, other.letter.provided_on) == (True, None)


@pytest.mark.nightly
def test_what_is_retrieved_in_time_is_notified_the_day_after_and_stays() -> None:
    scene = issued(by_retrieval(prepared()))
    with clock.at(NOON + timedelta(days=10)), in_tenant(scene.tenant.id):
        mailbox.retrieve(citizen().actor(), scene.letter.id)
    with clock.at(NOON + timedelta(days=30)):
        wakeups.fire()
        work_off()

    letter = scene.letter
    assert (letter.channel, letter.notified_on, letter.remedy_until) == (
        "retrieval",
        date(2026, 3, 13),
        date(2026, 4, 13),
    )
    assert basket(scene) == []


def test_a_lost_notice_makes_the_retrieval_count_or_sends_it_by_post() -> None:
    scene, client = issued(prepared()), browser("clerk")
    with clock.at(NOON + timedelta(days=5)), in_tenant(scene.tenant.id):
        mailbox.retrieve(citizen().actor(), scene.letter.id)
    assert client.post(address(scene, "benachrichtigung/"), {"mail_grund": " "}).status_code == 422
    told = {"mail_grund": "Unzustellbar: Postfach voll"}
    assert client.post(address(scene, "benachrichtigung/"), told).status_code == 302
    # Saturday, 7 March, the day of retrieval itself.
    assert (scene.letter.channel, scene.letter.notified_on) == ("mailbox", date(2026, 3, 7))
    page = client.get(address(scene)).content.decode()
    assert "dass die Benachrichtigung nicht ankam: Unzustellbar: Postfach voll" in page
    again = client.post(address(scene, "benachrichtigung/"), told)
    assert (again.status_code, "schon vermerkt" in again.content.decode()) == (422, True)


@pytest.mark.nightly
def test_a_lost_notice_of_what_nobody_retrieved_sends_it_by_post() -> None:
    scene, client = issued(prepared()), browser("clerk")

    assert client.post(address(scene, "benachrichtigung/"), {"mail_grund": "Kam zurück"}).status_code == 302

    assert (scene.letter.channel, scene.letter.notified_on, basket(scene)) == ("post", None, [scene.letter.id])
    with in_tenant(scene.tenant.id):
        assert AuditEntry.objects.get(action="letter-not-noticed").reason == "Kam zurück"


@pytest.mark.nightly
def test_a_later_receipt_is_entered_with_its_proof_here_too() -> None:
    scene, client = issued(prepared()), browser("clerk")

    early = client.post(address(scene, "zugang/"), {"zugang_am": "1.3.2026", "zugang_grund": "Störung"})
    assert (early.status_code, "im Postfach bereitgestellt" in early.content.decode()) == (422, True)
    done = {"zugang_am": "20.3.2026", "zugang_grund": "Das Portal war gestört"}
    assert client.post(address(scene, "zugang/"), done).status_code == 302

    assert (scene.letter.notified_on, scene.letter.remedy_until) == (date(2026, 3, 20), date(2026, 4, 20))


@pytest.mark.parametrize(
    ("is_revoked", "channel"), [pytest.param(False, "mailbox", marks=pytest.mark.nightly), (True, "post")]
)
def test_a_letter_that_changes_it_takes_its_way_unless_the_consent_was_revoked(is_revoked: bool, channel: str) -> None:
    scene = issued(prepared())
    first = scene.letter
    with in_tenant(scene.tenant.id):
        if is_revoked:
            senders.revoke(citizen().actor(), scene.case.id)
        change = Change(
            way="ao-129", text="Statt Bella muss es heißen: Rex.", reason="Schreibfehler", hearing="no-burden"
        )
        made = changing.begin(scene.clerk, scene.case.id, first.id, change)

    assert (made.channel, first.channel, scene.case.account_id) == (channel, "mailbox", citizen().id)
