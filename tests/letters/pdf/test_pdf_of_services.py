"""What the specimens keep, every letter of every service keeps, and every PDF that a case leaves in its record."""

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest
from tests.letters.pdf import test_pdf_claims as claims
from tests.scenes import issued

from laufzettel.core.tenancy import in_tenant
from laufzettel.files import queries as files
from laufzettel.kernel import package
from laufzettel.records.models import Document
from laufzettel.studio.sheets import Specimen, pdf, sheet_of

SERVICES = sorted((Path(__file__).parents[3] / "services").iterdir())
WITH_LETTERS = [folder for folder in SERVICES if package.load(folder).letters]
# The claims know by the number which specimens may pass the margins: a mark runs across the page, an application has
# narrow ones.
MARKED, UNMARKED = "02", "20"


@lru_cache(maxsize=1)
def letters_of(folder: Path) -> tuple[package.Package, tuple[Specimen, ...]]:
    """Every letter of a service once, as the first scenario that brings it forth has it."""
    loaded = package.load(folder)
    found: dict[str, Specimen] = {}
    for name in sorted(loaded.scenarios):
        if found.keys() >= loaded.letters.keys():
            break
        for one in package.run(loaded, name).letters:
            found.setdefault(one.name, Specimen(one, one.given, one.day, name))
    return loaded, tuple(found.values())


def keeps_what_it_claims(name: str, data: bytes, spoken: Callable[[bytes], claims.Spoken]) -> None:
    claims.test_claims_pdf_a_3a_and_pdf_ua_1((name, data))
    claims.test_says_its_title_and_language_and_that_it_is_tagged((name, data))
    claims.test_embeds_every_font((name, data))
    claims.test_has_one_title_heading_and_skips_no_level((name, data), spoken)
    claims.test_header_cells_say_what_they_head((name, data))
    claims.test_pictures_have_words((name, data))
    claims.test_no_text_leaves_the_page_or_its_margins((name, data))


@pytest.mark.parametrize("folder", WITH_LETTERS, ids=lambda folder: folder.name)
def test_every_letter_of_a_service_keeps_what_it_claims_and_reads_in_order(
    folder: Path, spoken: Callable[[bytes], claims.Spoken]
) -> None:
    loaded, found = letters_of(folder)
    assert {one.issued.name for one in found} == set(loaded.letters)

    for one in found:
        sheet, data = sheet_of(loaded, one), pdf(loaded, one)

        keeps_what_it_claims(f"{MARKED}-{one.issued.name}", data, spoken)

        said = spoken(data)
        title = [tag for tag, _, _ in said].index("H1")
        before, after = (squeezed("".join(text for _, _, text in part)) for part in (said[:title], said[title:]))
        places = [before.index(squeezed(text)) for text in (*sheet.address, "00.00/0000/00001")]
        assert places == sorted(places)
        ends = [after.index(squeezed(text)) for text in (sheet.salutation, *sheet.remedy[:1]) if text]
        assert ends == sorted(ends)


@pytest.mark.django_db
def test_every_pdf_in_the_record_of_a_case_keeps_what_it_claims(spoken: Callable[[bytes], claims.Spoken]) -> None:
    scene = issued()
    with in_tenant(scene.tenant.id):
        filed = Document.objects.filter(record=scene.case.record, file__media_type="application/pdf")
        pdfs = [(one.kind, files.content(one.file)) for one in filed.select_related("file")]

    assert {kind for kind, _ in pdfs} == {"application", "letter", "history"}
    for kind, data in pdfs:
        keeps_what_it_claims(f"{UNMARKED if kind == 'history' else MARKED}-{kind}", data, spoken)


def squeezed(text: str) -> str:
    """Without white space, hyphens and what stands for them, which setting may change."""
    return re.sub(r"[\s\u00ad\u200b\ufffe-]+", "", text)
