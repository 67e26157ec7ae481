"""Somebody who reads Arabic gets the German notice with an Arabic translation, in one PDF that says what binds."""

import io

import pikepdf
import pypdfium2
import pytest
from tests.kernel.package.arabic import ARABIC, files
from tests.scenes import NOON, Scene, decided, tenant, work_off
from tests.test_permissions import browser

from laufzettel.catalogue import actions as catalogue
from laufzettel.core.clock import at
from laufzettel.core.tenancy import in_tenant
from laufzettel.files import queries as stored
from laufzettel.kernel import package as packages
from laufzettel.letters import actions as letters
from laufzettel.site.demo.build import offer_example
from laufzettel.tenants import queries as tenants
from laufzettel.tenants.models import Unit

pytestmark = pytest.mark.django_db

HERE = "frankenberg-eder"


def prepared(made: dict[str, bytes]) -> Scene:
    """The cat's notice, with the clerk's own words in its free block."""
    package = packages.load(made)
    with in_tenant(tenant(HERE).id):
        offer_example(catalogue.release(package.files), package.examples[HERE], Unit.objects.order_by("id")[0])
    with at(NOON):
        return decided(HERE, "drei-freigaenger", service="katze-anmelden")


def pages_of(scene: Scene) -> tuple[bytes, list[str]]:
    with in_tenant(scene.tenant.id):
        profile = tenants.profile()
        assert profile is not None
        letters.issue(scene.clerk, scene.letter, scene.tenant, profile)
    work_off()
    with in_tenant(scene.tenant.id):
        assert scene.letter.file is not None
        pdf = stored.content(scene.letter.file)
    return pdf, [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def test_the_translation_is_enclosed_and_says_in_both_languages_what_binds() -> None:
    scene = prepared(files())
    page = browser("clerk").get(f"/{HERE}/amt/schreiben/{scene.letter.id}/").content.decode()
    assert "Eine Übersetzung liegt bei: Arabisch" in page

    pdf, pages = pages_of(scene)

    assert "Bescheid über die Katzensteuer" in pages[0]
    german = "Rechtlich maßgeblich ist das deutsche Schreiben"
    assert [german in text for text in pages] == [False] * (len(pages) - 1) + [True]
    # Of what it means, not letter by letter: the reader reorders the marks above Arabic letters.
    for words in ("الترجمة للعلم فقط", "سبل الطعن القانونية", ARABIC["subject"]):
        assert words in pages[-1]
    # The clerk's own words stay German in both.
    assert "Drei sind viele." in pages[0]
    assert "Drei sind viele." in pages[-1]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.Root.Lang) == "de"
        metadata = document.open_metadata()
        assert (metadata.pdfa_status, metadata["pdfuaid:part"]) == ("3A", "1")
        spoken = {
            str(item.Lang) for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/Lang" in item
        }
    assert spoken == {"de", "ar"}


def test_without_a_translation_the_clerk_is_told_and_the_letter_is_german() -> None:
    scene = prepared(files({key: text for key, text in ARABIC.items() if key != "subject"}))

    page = browser("clerk").get(f"/{HERE}/amt/schreiben/{scene.letter.id}/").content.decode()
    _, pages = pages_of(scene)

    assert "andere Sprache (Arabisch); das Leistungspaket hat keine Übersetzung" in page
    assert not any("Übersetzung" in text for text in pages)
