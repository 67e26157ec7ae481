"""Where people practise, everything says so: pages, letters, the record, and what goes to the cash desk."""

import pypdfium2
import pytest
from django.conf import settings
from django.test import Client
from tests.scenes import account_of, issued

from laufzettel.core.tenancy import in_tenant
from laufzettel.files import queries as files
from laufzettel.payments import actions as payments
from laufzettel.payments.models import Claim
from laufzettel.records.models import Document

pytestmark = pytest.mark.django_db

BAND = "Übung: Hier wird geprobt."
HERE, TOWN = "uebung", "frankenberg-eder"


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_a_case_of_the_practice_tenant_says_so_everywhere_and_is_no_case_of_a_town() -> None:
    practised, real = issued(HERE), issued(TOWN)

    # every page, for citizens and in the office
    client = Client()
    who = {"email": account_of(practised.tenant, "clerk").email, "password": settings.DEMO_PASSWORD}
    assert client.post(f"/{HERE}/amt/anmelden/", who).status_code == 302
    case_page = client.get(f"/{HERE}/amt/vorgaenge/{practised.case.id}/")
    assert case_page.status_code == 200
    for page in (case_page, client.get(f"/{HERE}/"), client.get(f"/{HERE}/hund-anmelden/")):
        assert BAND in page.content.decode()
    assert BAND not in client.get(f"/{TOWN}/").content.decode()

    # every PDF, in the letter and in the record
    with in_tenant(practised.tenant.id):
        assert practised.letter.file is not None
        pdfs = {"letter": files.content(practised.letter.file)} | {
            document.title: files.content(document.file)
            for document in Document.objects.filter(record=practised.case.record).select_related("file")
            if document.file.media_type == "application/pdf"
        }
        assert len(pdfs) >= 4
        assert [name for name, data in pdfs.items() if "Übung" not in text_of(data)] == []
        practised_claims = list(Claim.objects.values_list("id", flat=True))
        exported = payments.export_claims(practised.clerk, practised_claims)
        assert exported is not None
        practice_rows = files.content(exported.file).decode("utf-8-sig").splitlines()[1:]
        assert practice_rows != []
        assert [row for row in practice_rows if not row.endswith(";Demo")] == []

    # and the cash desk of a town is told of its own claims alone
    with in_tenant(real.tenant.id):
        own = set(Claim.objects.values_list("reference", flat=True))
        exported = payments.export_claims(real.clerk, [*Claim.objects.values_list("id", flat=True), *practised_claims])
        assert exported is not None
        rows = files.content(exported.file).decode("utf-8-sig").splitlines()[1:]
    assert {row.split(";")[0] for row in rows} == own
    assert len(own) == 1
