"""Questions back: asked by a clerk or by the process, answered where the application stands; service dates rest."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from tests.cases.processes import begin, offer, outcome, variables
from tests.scenes import Scene, submitted, tenant, work_off
from tests.test_permissions import browser

from laufzettel.applications import queries as applications
from laufzettel.cases import dates, narrative, questions
from laufzettel.cases.models import Case, CaseDate, Question
from laufzettel.core.clock import ZONE
from laufzettel.core.tenancy import in_tenant
from laufzettel.messages.models import Email

pytestmark = pytest.mark.django_db

HERE = "frankenberg-eder"
ASKS = """
start s
service q | type=question.ask | in=text:="Wie hoch ist der Baum?" | in=days:=7 | out=hoehe:=answer | out=da:=is_answered
boundary late | on=q | timer=P7D
end e
end silent
s -> q -> e
late -> silent
"""


def applicant(scene: Scene) -> Client:
    """The browser of the person who has applied, with number and code."""
    client = Client()
    form = {"nummer": scene.receipt.application.number, "code": scene.receipt.code}
    assert client.post(f"/{HERE}/status/", form).status_code == 302
    return client


def the_question(scene: Scene) -> Question:
    with in_tenant(scene.tenant.id):
        return Question.objects.get(case=scene.case)


def test_a_clerk_asks_the_applicant_answers_and_the_clerk_is_shown_it() -> None:
    scene = submitted(HERE)
    clerk, person = browser("clerk"), applicant(scene)
    case_url = f"/{HERE}/amt/vorgaenge/{scene.case.id}/"

    assert clerk.post(f"{case_url}rueckfrage/", {"frage": "Wie groß ist der Hund?", "tage": "7"}).status_code == 302
    question = the_question(scene)
    assert (question.answer_by - question.asked_at.astimezone(ZONE).date()).days == 7
    assert "wartet auf Antwort" in clerk.get(f"/{HERE}/amt/").content.decode()

    page = person.get(f"/{HERE}/status/antrag/").content.decode()
    assert "Wie groß ist der Hund?" in page
    assert "Wir brauchen noch eine Antwort von Ihnen" in page
    url = f"/{HERE}/status/rueckfrage/{question.id}/"
    assert person.post(url, {"antwort": "   "}).status_code == 422
    assert person.post(url, {"antwort": "x" * 4001}).status_code == 422
    assert the_question(scene).state == "open"
    assert person.post(url, {"antwort": "62 cm, <b>Şükrü</b>"}).status_code == 302
    # sent twice it is kept once
    assert person.post(url, {"antwort": "63 cm"}).status_code == 409

    assert "Antwort ist da" in clerk.get(f"/{HERE}/amt/").content.decode()
    page = clerk.get(case_url).content.decode()
    assert "62 cm, &lt;b&gt;Şükrü&lt;/b&gt;" in page
    assert "Antwort ist da" not in clerk.get(f"/{HERE}/amt/").content.decode()
    with in_tenant(scene.tenant.id):
        told = {line.text: line.who for line in narrative.lines(scene.case, "de")}
    assert told["Rückfrage gestellt: Wie groß ist der Hund?"] == scene.clerk.name
    assert told["Rückfrage beantwortet: 62 cm, <b>Şükrü</b>"] == "Antragstellerin oder Antragsteller"


def test_only_who_has_shown_the_code_reads_and_answers() -> None:
    scene, other = submitted(HERE), submitted(HERE)
    with in_tenant(scene.tenant.id):
        question = questions.ask(scene.clerk, scene.case.id, "Wie groß ist der Hund?", 14)
    link = Client().get(f"/{HERE}/status/{scene.receipt.token}/").content.decode()
    assert "Wie groß" not in link
    assert "Das Amt hat eine Frage an Sie" in link

    url = f"/{HERE}/status/rueckfrage/{question.id}/"
    assert Client().post(url, {"antwort": "nichts"}).status_code == 404
    assert applicant(other).post(url, {"antwort": "nichts"}).status_code == 404

    assert the_question(scene).state == "open"


def test_the_applicant_hears_of_it_by_e_mail_without_anything_personal() -> None:
    scene = submitted(HERE)
    with in_tenant(scene.tenant.id):
        before = Email.objects.count()
        questions.ask(scene.clerk, scene.case.id, "Wie groß ist Ihr Hund Bella?", 14)
        (email,) = Email.objects.order_by("-id")[: Email.objects.count() - before]
    assert "Bella" not in email.subject + email.body
    assert "/status/" in email.body


def test_a_service_date_rests_while_a_question_is_open_and_counts_on_afterwards() -> None:
    scene = submitted(HERE)
    with in_tenant(scene.tenant.id):
        case = Case.objects.get(id=scene.case.id)
        # received on Monday 2 March 2026, twenty working days: 30 March
        Case.objects.filter(id=case.id).update(received_at=datetime(2026, 3, 2, 9, tzinfo=ZONE))
        case.refresh_from_db()
        dates.recount(case)
        assert CaseDate.objects.get(case=case).due_on == date(2026, 3, 30)
        question = questions.ask(scene.clerk, case.id, "Wie groß?", 14)
        Question.objects.filter(id=question.id).update(asked_at=datetime(2026, 3, 4, 10, tzinfo=ZONE))
        dates.recount(case)
        resting = CaseDate.objects.get(case=case)
        assert (resting.due_on, resting.is_paused) == (date(2026, 3, 30), True)
        assert applications.status_of(scene.receipt.application).due_on is None

        questions.answer(case.id, question.id, "62 cm")
        Question.objects.filter(id=question.id).update(ended_at=datetime(2026, 3, 11, 10, tzinfo=ZONE))
        dates.recount(case)

        # five working days were lost, 5 to 11 March; Good Friday and Easter Monday do not count: 3 and 6 April
        found = CaseDate.objects.get(case=case)
        assert (found.due_on, found.is_paused) == (date(2026, 4, 8), False)


def test_a_process_asks_and_goes_on_with_the_answer() -> None:
    with in_tenant(tenant(HERE).id):
        case = begin(offer("baum-faellen", ASKS))
    work_off()
    with in_tenant(case.tenant_id):
        question = Question.objects.get(case=case)
        assert (question.text, outcome(case)) == ("Wie hoch ist der Baum?", "")

        questions.answer(case.id, question.id, "zwölf Meter")

        assert (outcome(case), variables(case)) == ("e", {"hoehe": "zwölf Meter", "da": True})
        with pytest.raises(questions.QuestionRefused):
            questions.answer(case.id, question.id, "noch einmal")


def test_a_withdrawn_question_lets_the_process_go_on_and_a_case_that_is_over_asks_nothing() -> None:
    with in_tenant(tenant(HERE).id):
        case = begin(offer("baum-faellen", ASKS))
    work_off()
    clerk = browser("clerk")
    with in_tenant(case.tenant_id):
        question = Question.objects.get(case=case)
    url = f"/{HERE}/amt/vorgaenge/{case.id}/rueckfragen/{question.id}/"

    assert clerk.post(url).status_code == 302
    assert clerk.post(url).status_code == 409

    with in_tenant(case.tenant_id):
        assert (outcome(case), variables(case)) == ("e", {"hoehe": None, "da": False})
    answer = clerk.post(f"/{HERE}/amt/vorgaenge/{case.id}/rueckfrage/", {"frage": "Noch etwas?"})
    assert answer.status_code == 409


def test_nobody_answers_in_time() -> None:
    from laufzettel.cases import actions
    from laufzettel.cases.models import Timer

    with in_tenant(tenant(HERE).id):
        case = begin(offer("baum-faellen", ASKS))
    work_off()
    with in_tenant(case.tenant_id):
        timer = Timer.objects.get(case=case)
        assert timer.due_at - case.received_at < timedelta(days=8)

        actions.fire_timer(timer.id)

        assert outcome(case) == "silent"
        assert Question.objects.get(case=case).state == "withdrawn"
