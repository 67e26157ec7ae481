"""CSV as people have it: encodings, separators, quotes; and written so that no formula runs."""

import pytest

from laufzettel.registers import csv_text
from laufzettel.registers.csv_text import Unreadable, read, written

LINES = 'Name;Ort\r\n"Müller; Anna";Köln\r\nYıldız;"Bad\nVilbel"\r\n'
EXPECTED = ((2, ("Müller; Anna", "Köln")), (3, ("Yıldız", "Bad\nVilbel")))


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (LINES.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + LINES.encode(), "utf-8"),
        (LINES.encode("utf-16"), "utf-16"),
        (b"sep=;\r\n" + LINES.encode(), "utf-8"),
    ],
)
def test_encodings_are_told_apart(content: bytes, encoding: str) -> None:
    table = read(content)
    shift = content.startswith(b"sep")

    assert table.heading == ("Name", "Ort")
    assert table.rows == tuple((line + shift, cells) for line, cells in EXPECTED)
    assert (table.encoding, table.separator) == (encoding, ";")


def test_windows_1252_is_read_where_it_is_no_utf_8() -> None:
    table = read("Name;Betrag\nMüller – „Söhne“;5 €\n".encode("cp1252"))

    assert (table.rows, table.encoding) == (((2, ("Müller – „Söhne“", "5 €")),), "windows-1252")


@pytest.mark.parametrize("separator", csv_text.SEPARATORS)
def test_separators_are_told_apart(separator: str) -> None:
    rows = [["Name", "Satz", "Ort"], ["A", "84,00", "B"], ["C; D", "1|2", "E"]]
    content = "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows).encode()

    table = read(content)
    assert (table.separator, table.rows[1][1]) == (separator, ("C; D", "1|2", "E"))


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "no-rows", 0),
        (b"Name;Ort\n\n;;\n", "no-rows", 0),
        (b"PK\x03\x04\x00\x00", "no-text", 0),
        ("A;B\n".encode("utf-16-le"), "no-text", 0),
        (b"A;B\nx;y\nz;\x81\n", "characters", 3),
        (b'A;B\n"x;y\n', "quotes", 2),
        (b'A;B\n1;2\n"x"y;z\n', "quotes", 3),
        (b"A;" * 201 + b"\n1;2\n", "too-many-columns", 0),
        (b"A;B\n" + b"1;2\n" * 50_001, "too-many-rows", 0),
        (b"A" * 20_000_001, "too-large", 0),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(content: bytes, code: str, line: int) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content)

    assert (refused.value.code, refused.value.line) == (code, line)


@pytest.mark.parametrize("cell", ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_a_formula_and_it_comes_back_as_it_was(cell: str) -> None:
    content = written([["A", "B"], [cell, 'b "c"; d']])

    (_, cells) = read(content).rows[0]
    assert cells[0] == f"'{cell}"
    assert (csv_text.as_meant(cells[0]), cells[1]) == (cell, 'b "c"; d')


def test_the_byte_order_mark_is_a_choice() -> None:
    assert written([["ä"]]) == b"\xef\xbb\xbf\xc3\xa4\r\n"
    assert written([["ä", "b"]], mark=False, separator=",") == b"\xc3\xa4,b\r\n"
