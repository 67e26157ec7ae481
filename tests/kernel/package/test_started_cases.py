"""`case.start` on the pure kernel: a scenario says which services' cases a process starts."""

import pytest
from tests.kernel.bpmn.notation import bpmn

from laufzettel.kernel import package
from laufzettel.kernel.package.beginning import blank

PROCESS = """
start s
service los | type=case.start | in=service:="andere" | in=application:={x: 1} | in=legal_basis:="Einwilligung"
end e
s -> los -> e
"""
SCENARIO = """title = "Eins"
now = 2026-03-02T09:00:00+01:00
[application]
anliegen = { thema = "Ein Beispiel", seit = 2026-03-01 }
person = { vorname = "Zoë", nachname = "Großmann", strasse = "Kirchgasse 1", plz = "35745", ort = "Herborn" }
[expect]
ends = "e"
"""


def run(expected: str, steps: str = "") -> package.Result:
    files = blank("eine", "Eine")
    service = files["service.toml"].decode()
    service = service[: service.index("[act.bescheid]")] + service[service.index("[process]") :]
    kept = {
        "service.toml": service.encode(),
        "antrag.form": files["antrag.form"],
        "vorgang.bpmn": bpmn(PROCESS).encode(),
        "scenarios/eins.toml": (SCENARIO.replace("[expect]", steps + "[expect]") + expected).encode(),
    }
    return package.run(package.load(kept), "eins")


def test_a_scenario_that_names_the_started_case_is_green() -> None:
    result = run('starts = ["andere"]\njobs = ["case.start"]\nvariables.number = "NUMBER-0001"\n')

    assert [str(failure) for failure in result.failures] == []
    assert result.starts == ("andere",)


@pytest.mark.parametrize("starts", ["[]", '["hundeerlaubnis"]', '["andere", "andere"]'])
def test_a_scenario_that_expects_other_cases_is_red(starts: str) -> None:
    (failure,) = run(f"starts = {starts}\n").failures

    assert failure.place.element == "expect.starts"
    assert "andere" in failure.message


def test_an_error_of_a_step_that_runs_at_once_is_said_before_the_application() -> None:
    result = run('starts = []\nincidents = ["los"]\n', '[[step]]\njob = "los"\nthrows = "service-not-offered"\n')

    assert [str(failure) for failure in result.failures if failure.place.element != "expect.ends"] == []
    assert result.ends == ""
