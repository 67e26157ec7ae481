"""Pages of a PDF as pictures, for a screen that shows no PDF."""

import io
import logging
import threading

import pypdfium2

log = logging.getLogger("laufzettel.letters")
_one_at_a_time = threading.Lock()  # PDFium is not made for several threads


def pictures_of_pdf(pdf: bytes, *, ppi: float = 96) -> list[bytes]:
    """Every page as PNG, `ppi` pixels an inch; none when the file cannot be read, which is logged."""
    with _one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            log.error("a letter's PDF cannot be shown: %s", error)
            return []
        with document:
            return [_png(page, ppi) for page in document]


def _png(page: pypdfium2.PdfPage, ppi: float) -> bytes:
    picture = io.BytesIO()
    page.render(scale=ppi / 72).to_pil().save(picture, "PNG")
    return picture.getvalue()
