"""What stays together on the page: small tables, a paragraph sign and its number, numbers of files."""

import io

import pikepdf
import pypdfium2
from tests.letters.pdf.conftest import pdf

ROWS = "".join(f"| {month}. Mai 2026 | 21,00 € |\n" for month in range(1, 5))


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [document[number].get_textpage().get_text_range() for number in range(len(document))]


def test_a_small_table_is_never_torn() -> None:
    for lines in range(6, 26):
        text = "# Bescheid\n\n" + "Absatz.\n\n" * lines + "| Fällig am | Betrag |\n|---|---:|\n" + ROWS

        sheets = pages(pdf(text, {}))

        assert [page.count("Mai 2026") for page in sheets if "21,00" in page] in ([4], [5])  # one is the letter's date
        assert [page.count("21,00") for page in sheets if "21,00" in page] == [4]


def test_what_is_one_word_is_not_hyphenated_and_a_norm_not_torn() -> None:
    for length in range(40, 90):
        text = f"# Bescheid\n\n{'i' * length} HundeVO, Kassenzeichen ABC-4711-0001, {'n ' * (length % 7)} § 44 AO\n"

        found = "".join(pages(pdf(text, {})))

        assert "HundeVO" in found
        assert "ABC-4711-0001" in found
        assert "§ 44" in found


def test_a_letter_with_such_words_is_still_accessible() -> None:
    with pikepdf.open(io.BytesIO(pdf("# A\n\nNach § 44 AO und § 3 Absatz 1 der HundeVO.\n", {}))) as document:
        assert document.Root.MarkInfo.Marked
