"""The print basket: all letters of the day in one file for the printer, each on its own sheet, and posted in one go."""

import io

import pikepdf
import pypdfium2
import pytest
from tests.scenes import Scene, issued
from tests.test_permissions import browser

from laufzettel.core.clock import today
from laufzettel.core.models import AuditEntry
from laufzettel.core.tenancy import in_tenant
from laufzettel.letters import delivery, series

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HERE = "frankenberg-eder"
BASKET = f"/{HERE}/amt/druckkorb/"
PRINT = f"{BASKET}drucken/"


@pytest.fixture
def two() -> tuple[Scene, Scene]:
    """Two notices in the basket, the first issued before the second."""
    return issued(HERE), issued(HERE, "zweiter-hund-lastschrift")


def ids(*scenes: Scene) -> list[str]:
    return [str(scene.letter.id) for scene in scenes]


def letters_in(pdf: bytes) -> list[int]:
    """On which page each letter begins, from 0."""
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
    return [number for number, text in enumerate(pages) if "Seite 1 von" in text]


def test_all_that_was_shown_goes_into_one_file_in_the_order_of_the_page(two: tuple[Scene, Scene]) -> None:
    client, first, second = browser("clerk"), *two
    shown = ids(second, first)

    plain = client.post(PRINT, {"alle": "1", "gezeigt": shown})
    both_sides = client.post(PRINT, {"alle": "1", "gezeigt": shown, "beidseitig": "1"})

    assert (plain.status_code, plain["Content-Type"]) == (200, "application/pdf")
    assert f"druckkorb-{today().isoformat()}.pdf" in plain["Content-Disposition"]
    with in_tenant(first.tenant.id):
        lengths = [len(pypdfium2.PdfDocument(delivery_pdf(scene))) for scene in two]
    assert letters_in(plain.content) == [0, lengths[0]]
    begins = letters_in(both_sides.content)
    assert begins == [0, lengths[0] + lengths[0] % 2]
    with pikepdf.open(io.BytesIO(both_sides.content)) as document:
        assert len(document.pages) == sum(length + length % 2 for length in lengths)
        assert len({tuple(round(float(edge)) for edge in page.mediabox) for page in document.pages}) == 1


def delivery_pdf(scene: Scene) -> bytes:
    return series.print_file(scene.clerk, [scene.letter.id])


def test_what_was_printed_says_so_and_all_that_was_shown_is_posted(two: tuple[Scene, Scene]) -> None:
    client, first, later = browser("clerk"), *two

    assert client.post(PRINT, {"letter": ids(first)}).status_code == 200
    assert [entry["what"] for entry in first.letter.trail] == ["printed"]
    assert later.letter.trail == []
    assert client.get(BASKET).content.decode().count("gedruckt am") == 1
    with in_tenant(first.tenant.id):
        assert AuditEntry.objects.filter(action="letter-read", object_id=first.letter.id).count() == 1
    assert "Gedruckt" in client.get(f"/{HERE}/amt/schreiben/{first.letter.id}/").content.decode()

    answer = client.post(BASKET, {"alle": "1", "gezeigt": ids(first), "posted_on": "bald"})
    assert answer.status_code == 422
    answer = client.post(BASKET, {"alle": "1", "gezeigt": ids(first), "posted_on": f"{today():%d.%m.%Y}"})

    assert (answer.status_code, answer["Location"]) == (302, f"{BASKET}?gebucht=1")
    assert first.letter.posted_on == today()
    assert later.letter.posted_on is None


def test_nothing_chosen_too_many_and_what_is_not_ours_print_nothing(
    two: tuple[Scene, Scene], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, first, later = browser("clerk"), *two
    with in_tenant(first.tenant.id):
        delivery.record_posting(first.clerk, first.letter.id, today(), first.tenant)

    for data in (
        {},
        {"alle": "1"},
        {"letter": "quatsch"},
        {"letter": ids(first)},
        {"alle": "1", "gezeigt": ids(first)},
    ):
        answer = client.post(PRINT, data)
        assert (answer.status_code, "mindestens ein Schreiben" in answer.content.decode()) == (422, True), data
    monkeypatch.setattr(series, "PRINT_LIMIT", 0)
    answer = client.post(PRINT, {"letter": ids(later)})
    assert (answer.status_code, "Höchstens 0 Schreiben" in answer.content.decode()) == (422, True)
    assert later.letter.trail == []
    neighbour = browser("neighbour").post("/viernheim/amt/druckkorb/drucken/", {"letter": ids(*two)})
    assert neighbour.status_code == 422
