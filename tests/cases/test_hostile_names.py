"""What people write stays text wherever the office, the cash desk and e-mails show it."""

import csv
import io
from decimal import Decimal
from typing import Any

import lxml.html
import pytest
from django.test import Client
from tests.scenes import issued, submitted
from tests.test_permissions import browser

from laufzettel.core.clock import today
from laufzettel.core.ids import new_id
from laufzettel.core.tenancy import in_tenant
from laufzettel.files import queries as files
from laufzettel.messages import actions as messages
from laufzettel.payments import actions as payments
from laufzettel.registers.models import Entry

pytestmark = pytest.mark.django_db

HERE = "frankenberg-eder"
DOG = "=1+1 <b>B</b><img src=x onerror=alert(1)>{{1+1}}'\";--"
INJECTED = "//main//b | //main//img[@onerror] | //script[not(@src)] | //@onerror | //@onclick"


def shown(client: Client, url: str) -> str:
    """The text of a page, in which nothing of what was written has become an element."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    page: Any = lxml.html.fromstring(answer.content)
    assert page.xpath(INJECTED) == [], url
    return " ".join(page.xpath("//main")[0].text_content().split())


def test_the_name_of_a_dog_is_text_on_every_page_of_the_office() -> None:
    waiting, done = submitted(HERE, hund__name=DOG), issued(HERE, hund__name=DOG)
    with in_tenant(done.tenant.id):
        entry = Entry.objects.get()
    clerk, office = browser("clerk"), f"/{HERE}/amt"

    for url in (
        f"{office}/",
        f"{office}/vorgaenge/",
        f"{office}/vorgaenge/{waiting.case.id}/",
        f"{office}/vorgaenge/{done.case.id}/",
        f"{office}/akten/",
        f"{office}/akten/{done.case.record_id}/",
        f"{office}/register/hund-anmelden/hunde/",
        f"{office}/register/eintraege/{entry.id}/",
        f"{office}/druckkorb/",
        f"{office}/forderungen/",
    ):
        text = shown(clerk, url)
        assert DOG in text or url.endswith(("/amt/", "/druckkorb/", "/forderungen/")), url

    register = clerk.get(f"{office}/register/hund-anmelden/hunde/csv/").content.decode("utf-8-sig")
    assert [row for row in csv.reader(io.StringIO(register), delimiter=";") if any(c[:1] == "=" for c in row)] == []
    assert "'=1+1" in register


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_cash_desks_file_is_a_formula(begin: str) -> None:
    scene = submitted(HERE)
    with in_tenant(scene.tenant.id):
        bad = f'{begin}HYPERLINK("https://b.example";1)'
        debtor = dict.fromkeys(("name", "street", "postcode", "place", "iban"), bad)
        due = payments.Due(today(), Decimal("84.00"))
        claim = payments.raise_claim(scene.clerk, new_id(), bad, debtor, [due], is_demo=True)
        payments.confirm(scene.clerk, [claim.id])
        exported = payments.export_claims(scene.clerk, [claim.id])
        assert exported is not None
        content = files.content(exported.file).decode("utf-8-sig")

    _, row = csv.reader(io.StringIO(content, newline=""), delimiter=";")
    assert [cell for cell in row if cell[:1] in "=+-@\t\r" and cell] == []
    assert any(cell.startswith(f"'{begin}HYPERLINK") for cell in row)


def test_an_e_mail_is_text_where_it_is_shown_and_has_one_subject() -> None:
    scene = submitted(HERE)
    with in_tenant(scene.tenant.id):
        messages.put_email("yildiz@beispiel.de", DOG, f"Guten Tag\n\n{DOG}")

    text = shown(Client(), "/demo/post/")

    assert text.count(DOG) == 2
