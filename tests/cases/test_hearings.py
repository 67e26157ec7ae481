"""Hearings: opened by a letter, counted from its posting, answered online or on paper, or over when their time is."""

import re
from datetime import date, datetime, timedelta
from datetime import time as clock_time

import pytest
from django.test import Client
from tests.cases.processes import ANSWERS, begin, outcome, variables
from tests.kernel.bpmn.notation import bpmn
from tests.scenes import Scene, clerk, tenant, work_off
from tests.test_permissions import browser

from laufzettel.applications import actions as applications
from laufzettel.applications import queries as status
from laufzettel.cases import actions, hearings, narrative
from laufzettel.cases import tasks as case_tasks
from laufzettel.cases.models import Case, CaseLetter, Hearing, HistoryEvent
from laufzettel.catalogue import actions as catalogue
from laufzettel.catalogue.models import Offering
from laufzettel.core.actors import SYSTEM
from laufzettel.core.clock import ZONE, today
from laufzettel.core.models import WakeUp
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel.package.beginning import blank
from laufzettel.kernel.package.values import to_feel
from laufzettel.letters import actions as letters
from laufzettel.letters import delivery
from laufzettel.letters.models import Letter
from laufzettel.tenants import queries as tenants
from laufzettel.tenants.models import Unit

pytestmark = pytest.mark.django_db

HERE = "frankenberg-eder"
PARTY = "={given_name: person.vorname, family_name: person.nachname, street: person.strasse, postcode: person.plz, town: person.ort}"
HEARS = f"""
start s
service h | type=hearing.open | in=letter:="anhoerung" | in=act:="bescheid" | in=days:=14 | in=recipient:{PARTY} | out=gesagt:=answer | out=da:=is_answered | out=bis:=answer_by
user u | name=Entscheiden | form=pruefung | groups=steuern
service b | type=letter.issue | in=letter:="bescheid" | in=recipient:{PARTY} | in=texts:={{begruendung: gesagt}}
end e
s -> h -> u -> b -> e
"""
LETTER = """# Anhörung zu Ihrem Antrag

Wir haben vor, Ihren Antrag zum Teil abzulehnen: {{anliegen.thema}}. {#vorhaben}
"""


def offer_it() -> Offering:
    """A service that hears before it decides, offered in the open tenant."""
    files = blank("anhoeren", "Anhören")
    kept = {name: files[name] for name in ("service.toml", "antrag.form", "pruefung.form", "bescheid.md")}
    kept |= {"anhoerung.md": LETTER.encode(), "vorgang.bpmn": bpmn(HEARS).encode()}
    unit = Unit.objects.order_by("id").first()
    assert unit is not None
    return catalogue.offer(SYSTEM, catalogue.release(kept), unit)


def begun() -> Case:
    """A case whose hearing letter is prepared."""
    with in_tenant(tenant(HERE).id):
        case = begin(offer_it(), "Der Nachweis fehlt")
    work_off()
    return case


def the_hearing(case: Case) -> Hearing:
    with in_tenant(case.tenant_id):
        return Hearing.objects.select_related("letter").get(case_id=case.id)


def issue(case: Case, here: str = HERE) -> Letter:
    """The clerk issues the newest letter of the case."""
    there = tenant(here)
    with in_tenant(there.id):
        letter: Letter = CaseLetter.objects.filter(case_id=case.id).order_by("-id")[0].letter
        profile = tenants.profile()
        assert profile is not None
        letters.issue(clerk(here), letter, there, profile)
    work_off()
    return letter


def post(letter: Letter, day: date) -> None:
    there = tenant(HERE)
    with in_tenant(there.id):
        Letter.objects.filter(id=letter.id).update(issued_at=datetime.combine(day, clock_time(8), ZONE))
        Hearing.objects.filter(letter=letter).update(opened_at=datetime.combine(day, clock_time(8), ZONE))
        delivery.record_posting(clerk(HERE), letter.id, day, there)
    work_off()


def wake_ups(case: Case) -> list[datetime]:
    return [row.due_at for row in WakeUp.objects.filter(kind="hearing", object=the_hearing(case).id)]


def pdf_text(letter: Letter) -> str:
    import pypdfium2

    from laufzettel.letters import sheets

    there = tenant(HERE)
    with in_tenant(there.id):
        profile = tenants.profile()
        assert profile is not None
        data = sheets.pdf_of(Letter.objects.get(id=letter.id), there, profile)
    document = pypdfium2.PdfDocument(data)
    return _squeezed("".join(page.get_textpage().get_text_range() for page in document))


def _squeezed(text: str) -> str:
    """Without blanks and hyphens: where lines end is the sheet's affair."""
    return re.sub(r"[\s\u200b\u00ad\ufffe\u0002-]+", "", text)


def test_the_letter_names_norm_time_and_both_ways_and_is_no_act() -> None:
    case = begun()

    letter = issue(case)

    text = pdf_text(letter)
    words = (
        "Der Nachweis fehlt",
        "Ihr Recht, sich zu äußern",
        "14 Tage",
        "/frankenberg-eder/status/",
        "Obermarkt 7-13",
    )
    for one in (*words, "§ 28 Absatz 1 des Hessischen Verwaltungsverfahrensgesetzes"):
        assert _squeezed(one) in text
    assert "Rechtsbehelf" not in text
    assert the_hearing(case).state == "open"


def test_the_time_begins_with_posting_moves_with_a_return_and_with_a_later_receipt() -> None:
    case = begun()
    letter = issue(case)
    assert (the_hearing(case).answer_by, wake_ups(case)) == (None, [])

    # Monday 2 March; third day in Hesse: Thursday 5 March; fourteen days: Thursday 19 March
    post(letter, date(2026, 3, 2))
    assert the_hearing(case).answer_by == date(2026, 3, 19)
    assert wake_ups(case) == [datetime(2026, 3, 20, tzinfo=ZONE)]

    there = tenant(HERE)
    with in_tenant(there.id):
        delivery.record_receipt(clerk(HERE), letter.id, date(2026, 3, 7), "Rückschein", there)
    work_off()
    # received on Saturday 7 March: fourteen days end on Saturday 21 March, so on Monday 23 March
    assert the_hearing(case).answer_by == date(2026, 3, 23)

    with in_tenant(there.id):
        delivery.record_return(clerk(HERE), letter.id, date(2026, 3, 9), "moved", there)
    work_off()
    assert (the_hearing(case).answer_by, wake_ups(case), outcome_of(case)) == (None, [], "")


def outcome_of(case: Case) -> str:
    with in_tenant(case.tenant_id):
        return outcome(case)


def waits_for(case: Case) -> list[str]:
    with in_tenant(case.tenant_id):
        return [task.element for task in case.tasks.filter(state="open")]


def test_the_process_goes_on_when_the_last_day_is_over_and_not_before() -> None:
    case = begun()
    post(issue(case), date(2026, 3, 2))
    hearing = the_hearing(case)
    with in_tenant(case.tenant_id):
        Hearing.objects.filter(id=hearing.id).update(answer_by=today())
        assert hearings.is_due(hearing.id) is False
        assert hearings.is_due(case.id) is False
    assert waits_for(case) == []

    with in_tenant(case.tenant_id):
        Hearing.objects.filter(id=hearing.id).update(answer_by=today() - timedelta(days=1))
    case_tasks.end_hearing(case.tenant_id, hearing.id)
    case_tasks.end_hearing(case.tenant_id, hearing.id)

    assert waits_for(case) == ["u"]
    with in_tenant(case.tenant_id):
        assert variables(case)["gesagt"] is None
        assert variables(case)["da"] is False
        assert HistoryEvent.objects.filter(case=case, kind="hearing-expired").count() == 1


def test_more_time_is_given_with_a_reason_and_a_return_does_not_take_it_away() -> None:
    case = begun()
    letter = issue(case)
    post(letter, today())
    hearing, person = the_hearing(case), browser("clerk")
    until = hearing.answer_by
    assert until is not None
    later = until + timedelta(days=10)
    url = f"/{HERE}/amt/vorgaenge/{case.id}/anhoerung/{hearing.id}/frist/"

    assert person.post(url, {"bis": f"{until:%d.%m.%Y}", "grund": "Urlaub"}).status_code == 422
    assert person.post(url, {"bis": "bald", "grund": ""}).status_code == 422
    assert person.post(url, {"bis": f"{later:%d.%m.%Y}", "grund": "Urlaub"}).status_code == 302

    assert the_hearing(case).answer_by == later
    assert wake_ups(case) == [datetime.combine(later + timedelta(days=1), clock_time(), ZONE)]
    with in_tenant(case.tenant_id):
        told = [line.text for line in narrative.lines(case, "de")]
    assert f"Frist der Anhörung verlängert bis zum {later:%d.%m.%Y}: Urlaub" in told


def test_the_office_enters_what_came_on_paper_with_its_day() -> None:
    case = begun()
    post(issue(case), today())
    hearing, person = the_hearing(case), browser("clerk")
    page_url = f"/{HERE}/amt/vorgaenge/{case.id}/"
    url = f"{page_url}anhoerung/{hearing.id}/"
    tomorrow = today() + timedelta(days=1)

    assert person.post(url, {"aeusserung": "", "eingang": ""}).status_code == 422
    assert person.post(url, {"aeusserung": "Nein.", "eingang": f"{tomorrow:%d.%m.%Y}"}).status_code == 422
    assert person.post(url, {"aeusserung": "Nein.", "eingang": f"{today():%d.%m.%Y}"}).status_code == 302
    assert person.post(url, {"aeusserung": "Doch.", "eingang": f"{today():%d.%m.%Y}"}).status_code == 409

    assert waits_for(case) == ["u"]
    page = person.get(page_url).content.decode()
    assert "Nein." in page
    assert "auf Papier" in page
    assert "Doch." not in page
    with in_tenant(case.tenant_id):
        assert variables(case)["gesagt"] == "Nein."
        assert WakeUp.objects.filter(kind="hearing", object=hearing.id).count() == 0


def test_a_case_that_ends_withdraws_its_hearing() -> None:
    case = begun()
    post(issue(case), today())

    with in_tenant(case.tenant_id):
        actions.cancel_case(SYSTEM, case.id, "zurückgenommen")

    assert (the_hearing(case).state, wake_ups(case) if the_hearing(case) else []) == ("withdrawn", [])
    with in_tenant(case.tenant_id), pytest.raises(hearings.HearingRefused):
        hearings.answer(case.id, the_hearing(case).id, "zu spät")


def applied() -> tuple[Scene, Client]:
    """Somebody who has applied online, and their browser with number and code."""
    there = tenant(HERE)
    with in_tenant(there.id):
        draft, _ = applications.begin(offer_it(), "de")
        applications.save_page(
            draft,
            "seite_person",
            to_feel({**ANSWERS, "anliegen": {"thema": "Der Nachweis fehlt", "seit": date(2026, 3, 1)}}),
            is_done=True,
            language="de",
        )
        receipt = applications.submit(draft.id)
        assert isinstance(receipt, applications.Receipt)
    work_off()
    scene = Scene(there, clerk(HERE), receipt)
    client = Client()
    form = {"nummer": receipt.application.number, "code": receipt.code}
    assert client.post(f"/{HERE}/status/", form).status_code == 302
    return scene, client


def test_the_applicant_answers_where_the_application_stands_once_and_with_the_code_only() -> None:
    scene, person = applied()
    case = scene.case
    page = person.get(f"/{HERE}/status/antrag/").content.decode()
    assert "Sie können sich äußern" not in page
    post(issue(case), today())
    hearing = the_hearing(case)
    url = f"/{HERE}/status/anhoerung/{hearing.id}/"

    link = Client().get(f"/{HERE}/status/{scene.receipt.token}/").content.decode()
    assert "Sie können sich äußern" in link
    assert "textarea" not in link
    assert Client().post(url, {"antwort": "x"}).status_code == 404
    page = person.get(f"/{HERE}/status/antrag/").content.decode()
    assert "Bevor wir entscheiden, können Sie sich äußern" in page
    assert "entschieden" not in page.split("Was bisher geschah")[0].replace("entscheiden", "")
    assert person.post(url, {"antwort": " "}).status_code == 422
    assert person.post(url, {"antwort": "x" * 10001}).status_code == 422
    assert person.post(url, {"antwort": "Der Nachweis liegt bei, <b>Şükrü</b>"}).status_code == 302
    assert person.post(url, {"antwort": "noch einmal"}).status_code == 409

    assert waits_for(case) == ["u"]
    office = browser("clerk").get(f"/{HERE}/amt/vorgaenge/{case.id}/").content.decode()
    assert "Der Nachweis liegt bei, &lt;b&gt;Şükrü&lt;/b&gt;" in office


def test_what_is_said_late_is_kept_and_shown_while_it_is_not_decided() -> None:
    scene, person = applied()
    case = scene.case
    post(issue(case), date(2026, 3, 2))
    hearing = the_hearing(case)
    case_tasks.end_hearing(case.tenant_id, hearing.id)
    assert waits_for(case) == ["u"]
    url = f"/{HERE}/status/anhoerung/{hearing.id}/"
    assert "abgelaufen. Noch ist nicht entschieden" in person.get(f"/{HERE}/status/antrag/").content.decode()

    assert person.post(url, {"antwort": "Ich war im Krankenhaus."}).status_code == 302

    worklist = browser("clerk").get(f"/{HERE}/amt/").content.decode()
    assert "Antwort ist da" in worklist
    assert "Ich war im Krankenhaus." in browser("clerk").get(f"/{HERE}/amt/vorgaenge/{case.id}/").content.decode()
    assert "Antwort ist da" not in browser("clerk").get(f"/{HERE}/amt/").content.decode()
    with in_tenant(case.tenant_id):
        assert variables(case)["gesagt"] is None
        assert status.status_of(scene.receipt.application).hearings == []
