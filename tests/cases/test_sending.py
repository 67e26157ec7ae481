"""`message.send`: a hint that there is news, once, with nothing of the case in it."""

from datetime import date

import pytest
from tests.cases.processes import begin, offer, outcome, variables
from tests.kernel.bpmn.notation import bpmn
from tests.scenes import tenant, work_off

from laufzettel.cases.models import Case
from laufzettel.cases.tasks import run_job
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel import package
from laufzettel.kernel.package.beginning import blank
from laufzettel.messages.models import Email

pytestmark = pytest.mark.django_db

HERE = "frankenberg-eder"
TELLS = """
start s
user u
service m | type=message.send | in=about:="Die Auszahlung ist angeordnet." | out=da:=is_sent
end e
s -> u -> m -> e
"""


def told(language: str, email: str) -> tuple[Case, list[Email]]:
    """A case that has come to its end, and the e-mails since it began."""
    from tests.cases.processes import complete

    with in_tenant(tenant(HERE).id):
        before = set(Email.objects.values_list("id", flat=True))
        case = begin(offer("baum-faellen", TELLS), "Mein Name ist Zoë")
        Case.objects.filter(id=case.id).update(language=language, email=email)
        complete(case, "u")
    work_off()
    with in_tenant(case.tenant_id):
        return case, list(Email.objects.exclude(id__in=before))


def test_the_hint_has_the_sentence_of_the_package_and_the_link_and_nothing_of_the_case() -> None:
    case, (email,) = told("de", "zoe@beispiel.de")

    assert email.to == "zoe@beispiel.de"
    assert "\n\nDie Auszahlung ist angeordnet.\n\n" in email.body
    assert f"/{HERE}/status/" in email.body
    assert not any(word in email.subject + email.body for word in ("Zoë", "Großmann", case.number))
    with in_tenant(case.tenant_id):
        assert (outcome(case), variables(case)["da"]) == ("e", True)


def test_done_twice_it_is_sent_once() -> None:
    case, (email,) = told("de", "zoe@beispiel.de")
    with in_tenant(case.tenant_id):
        job = case.jobs.get(type="message.send")

    run_job(case.tenant_id, job.id)

    with in_tenant(case.tenant_id):
        assert Email.objects.filter(id__gte=email.id, to=email.to).count() == 1


def test_who_has_applied_in_english_reads_no_german_sentence() -> None:
    _, (email,) = told("en", "zoe@beispiel.de")
    assert "Auszahlung" not in email.body


def test_without_an_address_nothing_is_sent() -> None:
    case, emails = told("de", "")
    assert emails == []
    with in_tenant(case.tenant_id):
        assert variables(case)["da"] is False


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ("=anliegen.thema", "message-constant"),
        ('="Hallo " + person.vorname', "message-constant"),
        ('="{x}"'.replace("{x}", "x" * 201), "message-length"),
    ],
)
def test_a_value_of_the_case_cannot_get_into_an_e_mail(about: str, code: str) -> None:
    made = blank("sagen", "Sagen")
    process = TELLS.replace("user u\n", "").replace("s -> u -> m", "s -> m")
    given = {name: made[name] for name in ("service.toml", "antrag.form", "bescheid.md")}
    given["vorgang.bpmn"] = bpmn(process.replace('="Die Auszahlung ist angeordnet."', about)).encode()
    _, findings = package.check_source(given, on=date(2026, 3, 1))
    assert code in [one.code for one in findings]
