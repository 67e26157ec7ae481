"""Every PDF is PDF/A-3a and PDF/UA-1 as far as a machine without veraPDF can tell."""

import io
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2
import pytest

type Spoken = list[tuple[str, str, str]]
XMP = "{http://www.aiim.org/pdfa/ns/id/}"
UA = "{http://www.aiim.org/pdfua/ns/id/}"


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def tags(document: pikepdf.Pdf) -> Iterator[Any]:
    waiting: list[Any] = [document.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if "/S" in node:
            yield node
        children: Any = node.get("/K", [])
        every = children if isinstance(children, pikepdf.Array) else [children]
        waiting.extend(
            child for child in every if isinstance(child, pikepdf.Dictionary) and child.get("/Type") != "/MCR"
        )


def test_claims_pdf_a_3a_and_pdf_ua_1(specimen: tuple[str, bytes]) -> None:
    with opened(specimen[1]) as document, document.open_metadata() as metadata:
        assert metadata[f"{XMP}part"] == "3"
        assert metadata[f"{XMP}conformance"] == "A"
        assert metadata[f"{UA}part"] == "1"


def test_says_its_title_and_language_and_that_it_is_tagged(specimen: tuple[str, bytes]) -> None:
    with opened(specimen[1]) as document:
        root = document.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == ("en" if specimen[0] == "11-englisch" else "de")
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(document.docinfo["/Title"])
        assert not document.is_encrypted


def test_embeds_every_font(specimen: tuple[str, bytes]) -> None:
    with opened(specimen[1]) as document:
        fonts = [font for page in document.pages for font in page.resources.get("/Font", {}).values()]
        assert fonts
        for font in fonts:
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            assert "/ToUnicode" in font


def test_has_one_title_heading_and_skips_no_level(
    specimen: tuple[str, bytes], spoken: Callable[[bytes], Spoken]
) -> None:
    levels = [int(tag[1]) for tag, _, _ in spoken(specimen[1]) if tag in ("H1", "H2", "H3", "H4", "H5", "H6")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_header_cells_say_what_they_head(specimen: tuple[str, bytes]) -> None:
    with opened(specimen[1]) as document:
        cells = [node for node in tags(document) if node.S == "/TH"]
        assert all("/A" in cell for cell in cells)
        if specimen[0] in ("01-bescheid", "09-lange-tabelle", "19-antrag", "20-verlauf"):
            assert cells


def test_pictures_have_words(specimen: tuple[str, bytes]) -> None:
    with opened(specimen[1]) as document:
        assert all(str(node.Alt) for node in tags(document) if node.S == "/Figure")


def test_no_text_leaves_the_page_or_its_margins(specimen: tuple[str, bytes]) -> None:
    # a mark runs across the page, everything else keeps 25 mm on the left and 20 mm on the right
    marked = specimen[0][:2] in ("02", "03", "04", "05", "19")
    left_margin, right_margin = (20, 20) if marked else (70, 56)
    document = pypdfium2.PdfDocument(specimen[1])
    try:
        for page in document:
            width, height = page.get_size()
            text = page.get_textpage()
            for number in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(number)
                assert left > left_margin, text.get_text_bounded(left, bottom, right, top)
                assert right < width - right_margin, text.get_text_bounded(left, bottom, right, top)
                assert bottom > 10
                assert top < height - 10
            text.close()
            page.close()
    finally:
        document.close()


@pytest.mark.parametrize("name", ["demo", "practice", "draft", "copy"])
def test_a_mark_is_spoken(name: str, notice: Callable[..., bytes], spoken: Callable[[bytes], Spoken]) -> None:
    words = {
        "demo": "Demo, kein Bescheid",
        "practice": "Übung",
        "draft": "Entwurf",
        "copy": "Kopie zur Information",
    }
    said = spoken(notice(marks=(name,)))
    before = said[: [tag for tag, _, _ in said].index("H1")]
    assert words[name] in "".join(text for _, _, text in before)


def test_reads_in_the_order_of_the_letter(notice: Callable[..., bytes], spoken: Callable[[bytes], Spoken]) -> None:
    said = " ".join(text for _, _, text in spoken(notice(enclosures=("Merkblatt",))))
    order = [
        "Der Magistrat",
        "Zoë Großmann-d'Àvila",
        "20.31.1/2026-000123",
        "Bescheid über die Hundesteuer 2026",
        "Sehr geehrte Frau",
        "Festsetzung",
        "Steuersatz im Jahr",
        "Bitte melden Sie uns",
        "Mit freundlichen Grüßen",
        "Im Auftrag",
        "Rechtsbehelfsbelehrung",
        "Merkblatt",
    ]
    places = [said.index(words) for words in order]
    assert places == sorted(places)
