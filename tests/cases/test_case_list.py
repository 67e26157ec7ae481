"""The list of all cases says of each what is to be done, by when and by whom, as the worklist does."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.scenes import NOON, decided, issued, submitted, work_off
from tests.test_permissions import HERE, browser

from laufzettel.cases import queries as cases
from laufzettel.core import clock
from laufzettel.core.tenancy import in_tenant

pytestmark = pytest.mark.django_db


def rows(path: str) -> list[list[str]]:
    """The cells of the list's lines, without the first line of small print."""
    page = browser("clerk").get(f"/{HERE}/amt/{path}").content.decode()
    body = page.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in page else ""
    lines = [re.findall(r"<td.*?</td>", line, re.DOTALL) for line in body.split("<tr>")[1:]]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in line] for line in lines]


def test_what_is_open_taken_asked_decided_and_over() -> None:
    with clock.at(NOON):
        issued(hund__name="Alma")
        decided(hund__name="Bella")
        taken, asked = submitted(hund__name="Cara"), submitted(hund__name="Dora")
        work_off()
        clerk = browser("clerk")
        clerk.post(f"/{HERE}/amt/aufgaben/{taken.task.id}/uebernehmen/")
        clerk.post(f"/{HERE}/amt/vorgaenge/{asked.case.id}/rueckfrage/", {"frage": "Wie groß?", "tage": "7"})

        found = {line[0].split(", Hund ")[1].split()[0]: line[1:] for line in rows("vorgaenge/?q=Hund")}
        state = clerk.get(f"/{HERE}/amt/vorgaenge/{taken.case.id}/").content.decode()

    assert found == {
        "Alma": ["–", "abgeschlossen", "–", "–"],
        "Bella": ["Schreiben prüfen und erlassen", "offen", "in 20 Arbeitstagen", "–"],
        "Cara": ["Anmeldung prüfen", "in Arbeit", "in 20 Arbeitstagen", taken.clerk.name],
        "Dora": ["Anmeldung prüfen", "wartet auf Antwort", "ruht, bis die Rückfrage beantwortet ist", "–"],
    }
    assert "lz-state--work" in state


def test_a_list_needs_as_many_queries_for_many_cases_as_for_one() -> None:
    one = submitted()
    work_off()
    with in_tenant(one.tenant.id), CaptureQueriesContext(connection) as few:
        cases.listed(one.clerk, cases.search(one.clerk))
    for name in ("Alma", "Bella"):
        submitted(hund__name=name)
    work_off()
    with in_tenant(one.tenant.id), CaptureQueriesContext(connection) as many:
        listed = cases.listed(one.clerk, cases.search(one.clerk))
        assert [row.case.record.title for row in listed if row.case.record][:2] == [
            "Hundesteuer, Hund Bella",
            "Hundesteuer, Hund Alma",
        ]

    assert len(many) == len(few)
