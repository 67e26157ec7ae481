"""`http.call` against a real server: the answer, an error that the process catches, and what is refused."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.conf import LazySettings
from tests.cases.processes import begin, offer, outcome, variables
from tests.exchange.server import Asked, asked
from tests.scenes import tenant, work_off

from laufzettel.cases.models import Case, Incident, Job
from laufzettel.core.tenancy import in_tenant

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ASKS = """
start s
service a | type=http.call | in=url:="{url}" | in=body:={{thema: anliegen.thema}} | out=antwort:=body
boundary b | on=a | error=http-refused
end e
end no
s -> a -> e
b -> no
"""


@pytest.fixture
def there(settings: LazySettings) -> Iterator[Asked]:
    with asked() as found:
        settings.CALL_HOSTS = frozenset({found.host})
        yield found


def ask(there: Asked, host: str = "") -> Case:
    with in_tenant(tenant("herborn").id):
        case = begin(offer("fragen", ASKS.format(url=f"http://{host or there.host}/frage")))
    work_off()
    return case


def test_the_answer_is_part_of_the_case(there: Asked) -> None:
    case = ask(there)

    with in_tenant(case.tenant_id):
        assert outcome(case) == "e"
        assert variables(case) == {"antwort": {"ok": True, "amount": Decimal("12.50")}}
        job = Job.objects.get(case=case)
    assert there.calls == [("/frage", str(job.id), {"thema": "Ein Beispiel"})]


def test_a_refusal_is_an_error_that_the_process_catches(there: Asked) -> None:
    there.status = 422

    case = ask(there)

    with in_tenant(case.tenant_id):
        assert outcome(case) == "no"


def test_a_host_that_the_operator_has_not_named_is_not_asked(there: Asked) -> None:
    case = ask(there, host="localhost:1")

    with in_tenant(case.tenant_id):
        incident = Incident.objects.get(case=case)
    assert "LAUFZETTEL_CALL_HOSTS" in incident.message
    assert there.calls == []


@pytest.mark.parametrize("content", [b"<html>", b'{"a": '])
def test_an_answer_that_is_no_json_is_an_incident(there: Asked, content: bytes) -> None:
    there.content = content

    case = ask(there)

    with in_tenant(case.tenant_id):
        assert "kein JSON" in Incident.objects.get(case=case).message


def test_what_may_work_later_is_tried_again_with_the_same_key(there: Asked) -> None:
    there.status = 503
    with pytest.raises(ConnectionError):
        ask(there)
    there.status = 200

    with in_tenant(tenant("herborn").id):
        job = Job.objects.get(type="http.call")
        assert job.retries == 2
    from laufzettel.core import jobs

    jobs.registered("cases.run_job")(job.tenant_id, job.id)

    assert there.keys == [str(job.id)] * 2
    with in_tenant(job.tenant_id):
        assert outcome(job.case) == "e"
