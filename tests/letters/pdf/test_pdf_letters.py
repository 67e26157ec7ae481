"""What becomes of hostile, long, empty and strange letters."""

import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pikepdf
import pypdfium2
import pytest

from laufzettel.kernel import letters
from laufzettel.letters.pdf import (
    Attachment,
    DoesNotFit,
    Letterhead,
    LetterSheet,
    Section,
    Translation,
    render_letters,
    render_report,
)
from laufzettel.letters.pdf.coverage import breakable, printable
from laufzettel.letters.pdf.fitting import lines_needed, width
from laufzettel.letters.pdf.font_tables import FOLDER, covered

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
type Spoken = list[tuple[str, str, str]]
HOSTILE = (
    '#panic("x")',
    "$ x^2 $",
    "*fett* _kursiv_ `code`",
    "<script>alert(1)</script>&amp;",
    "{{1+1}} {{#if true}}x{{/if}}",
    "\\#let x = 1",
    "// Kommentar /* mehr */",
    "@verweis <marke> #[inhalt]",
    "~ -- --- ... \"Anführung\" 'x'",
    "= Überschrift\n- Liste\n+ Liste\n/ Begriff: x",
)


def text_of(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [document[number].get_textpage().get_text_range() for number in range(len(document))]
    finally:
        document.close()


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\u00ad\ufffe-]+", "", text)


@pytest.mark.parametrize("bad", HOSTILE)
def test_what_looks_like_typst_arrives_as_text_in_every_field(bad: str, notice: Callable[..., bytes]) -> None:
    # given a value that is typst, Markdown, HTML or FEEL, in every field that there is
    tree = letters.read("# {{x}}\n\n{{x}}\n\n## {{x}}\n\n- {{x}}\n\n| {{x}} |\n|---|\n| {{x}} |").render(
        {"x": bad}, now=NOW
    )
    # when it is set
    data = notice(
        tree=tree,
        address=(bad,),
        remarks=(bad.split("\n")[0],),
        info=[(bad.split("\n")[0][:10], bad)],
        salutation=bad,
        signature=(bad,),
        signature_note=bad,
        remedy=(bad,),
        remedy_title=bad,
        enclosures=(bad,),
        reference=bad,
        marks=("demo",),
    )
    # then it reads as it was written, in each of them
    found = squeezed("".join(text_of(data)))
    assert found.count(squeezed(bad)) >= 13


def test_the_same_letter_is_the_same_file(notice: Callable[..., bytes]) -> None:
    assert notice() == notice()


def test_letters_can_be_set_in_several_threads_at_once(notice_sheet: Callable[..., LetterSheet]) -> None:
    sheets = [notice_sheet(address=(f"Familie {number}",)) for number in range(6)]
    alone = [render_letters([sheet]) for sheet in sheets]
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(lambda sheet: render_letters([sheet]), sheets)) == alone


def test_an_address_that_cannot_fit_is_refused(notice: Callable[..., bytes]) -> None:
    with pytest.raises(DoesNotFit):
        notice(address=["Gemeinschaft " * 40] * 6)


def test_a_name_of_two_hundred_characters_fits(notice: Callable[..., bytes]) -> None:
    name = "Maximiliane-" * 16
    assert squeezed(name) in squeezed(text_of(notice(address=(name, "Weg 1", "35066 Frankenberg")))[0])


def test_widths_are_those_of_the_font() -> None:
    # Noto Sans: 1,000 units an em; M 907, i 258, the space 260
    assert width("Mi i") == pytest.approx(0.907 + 0.258 + 0.260 + 0.258)
    assert width("\U0001f415") == 1.0


@pytest.mark.parametrize(
    ("text", "room", "lines"), [("", 10, 1), ("Weg 1", 10, 1), ("a\nb", 10, 2), ("Weg " * 9, 10, 3)]
)
def test_lines_are_reckoned(text: str, room: float, lines: int) -> None:
    assert lines_needed(text, room) == lines


def test_a_field_with_too_many_lines_is_refused_whatever_it_is(notice: Callable[..., bytes]) -> None:
    for fields in ({"address": ["x"] * 12}, {"remarks": ["x"] * 5}, {"info": [("x", "y")] * 25}):
        with pytest.raises(DoesNotFit):
            notice(**fields)


def test_serial_letters_number_their_own_pages(notice_sheet: Callable[..., LetterSheet]) -> None:
    pages = text_of(render_letters([notice_sheet(), notice_sheet(enclosures=[f"Anlage {n}" for n in range(60)])]))
    numbers = [re.search(r"Seite (\d) von (\d)", page) for page in pages]
    assert [match and match.groups() for match in numbers] == [
        ("1", "2"),
        ("2", "2"),
        ("1", "3"),
        ("2", "3"),
        ("3", "3"),
    ]


def test_letters_without_end_are_refused() -> None:
    with pytest.raises(ValueError, match="no letter"):
        render_letters([])


def test_attachments_arrive_byte_for_byte(
    notice: Callable[..., bytes], notice_sheet: Callable[..., LetterSheet]
) -> None:
    files = [
        Attachment("antrag.json", '{"name": "Şükrü"}'.encode(), "application/json", "Daten"),
        Attachment("../foto.png", bytes(range(256)), "image/png", "Foto", "supplement"),
    ]
    data = render_letters([notice_sheet()], attachments=files)
    with pikepdf.open(io.BytesIO(data)) as document:
        assert {name: item.get_file().read_bytes() for name, item in document.attachments.items()} == {
            "antrag.json": files[0].data,
            ".._foto.png": files[1].data,
        }
        assert sorted(str(entry.AFRelationship) for entry in document.Root.AF) == ["/Data", "/Supplement"]


def test_a_translation_speaks_its_own_language(notice: Callable[..., bytes], spoken: Callable[[bytes], Spoken]) -> None:
    # given a German letter with an Arabic translation
    arabic = letters.read('+++\nlanguage = "ar"\n+++\n# إشعار\n\nلقد سجلنا كلبكم.').render({}, now=NOW)
    said = spoken(notice(translations=(Translation(arabic, notice="للعلم فقط"),)))
    # then what is Arabic says so, and nothing else does
    assert {language for _, language, text in said if re.search("[\u0600-\u06ff]", text)} == {"ar"}
    assert {language for _, language, text in said if re.search("[A-Za-z]{4}", text)} == {"de"}


def test_a_logo_is_shown_with_its_words(notice: Callable[..., bytes]) -> None:
    logo = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><rect width="4" height="4"/></svg>'
    data = notice(letterhead=Letterhead("Stadt", "Stadt, 1", logo=logo, logo_alt="Wappen: ein Quadrat"))
    with pikepdf.open(io.BytesIO(data)) as document:
        words = [str(item.Alt) for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]
    assert words == ["Wappen: ein Quadrat"]


def test_room_is_left_for_a_signature_by_hand(notice: Callable[..., bytes]) -> None:
    assert notice(signed_by_hand=True) != notice(signed_by_hand=False)


def test_german_words_are_divided_as_german(notice: Callable[..., bytes]) -> None:
    tree = letters.read("# x\n\n" + "Hundesteuerbefreiungsvoraussetzungen " * 60).render({}, now=NOW)
    text = text_of(notice(tree=tree))[0]
    # pdfium shows the hyphen of a divided word as U+FFFE
    divided = {word.index("\ufffe") for word in text.split() if "\ufffe" in word}
    syllables = ["Hun", "de", "steu", "er", "be", "frei", "ungs", "vor", "aus", "set", "zun", "gen"]
    assert divided
    assert divided <= {len("".join(syllables[:count])) for count in range(1, len(syllables))}


def test_what_can_break_is_copied_as_it_was_written(notice: Callable[..., bytes]) -> None:
    text = text_of(notice(info=[("E-Mail", "steuerverwaltung.innendienst@frankenberg.example")]))[0]
    assert "steuerverwaltung.innendienst@frankenberg.example" in text.replace("\r\n", "")
    assert "\u200b" not in text


def test_the_fonts_know_din_91379() -> None:
    # given the letters of DIN 91379 group A that fonts most often lack, and what they are combined with
    needed = (
        "ĀāĂăĄąĆćČčĎďĐđĒēĖėĘęĚěĞğĢģĦħĪīĮįİıĶķĹĺĻļĽľŁłŃńŅņŇňŌōŐőŒœŔŕ"
        "ŖŗŘřŚśŞşŠšŢţŤťŦŧŪūŮůŰűŲųŴŵŶŷŸŹźŻżŽžƏəƠơƯưǺǻǼǽǾǿȘșȚțḂẀẁẂẃẄẅẞ"
    )
    combining = (
        "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0315"
        "\u031b\u0323\u0324\u0325\u0326\u0327\u0328\u032d\u032e\u0331\u0332\u0338"
    )
    greek_and_cyrillic = "ΑΩαωΆώϊΐЄєЖжЩщЫыЯяІіЇїҐґЪъ"
    signs = "§€©®°±²³µ¹×÷‘’‚“”„†‡…‰‹›–—•"
    # then all of them are there, in every style
    assert {
        character for character in needed + combining + greek_and_cyrillic + signs if ord(character) not in covered()
    } == set()


def test_there_are_six_fonts_with_their_licence() -> None:
    assert len(list(FOLDER.glob("*.ttf"))) == 6
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "OFL.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Zoë", "Zoë"),
        ("A\u0308pfel", "Äpfel"),
        ("王", "[U+738B]"),
        ("🐕‍🦺", "[U+1F415]\u200d[U+1F9BA]"),
        ("\u202eabc\u2066", "abc"),
        ("a\tb\x00c\x07", "a bc"),
        ("eins\u2028zwei", "eins\nzwei"),
        ("\ud800", ""),
        ("\U000f0000", ""),
        ("نامه\u200cها", "نامه\u200cها"),
    ],
)
def test_what_fonts_cannot_show_is_named(given: str, shown: str) -> None:
    assert printable(given) == shown


def test_long_words_can_break() -> None:
    assert breakable("kurz x@y.de") == "kurz x@y.de"
    assert (
        breakable("steuerverwaltung.innendienst@stadt.example")
        == "steuerverwaltung.\u200binnendienst@\u200bstadt.\u200bexample"
    )
    assert max(map(len, breakable("x" * 500).split("\u200b"))) == 40


def test_a_report_shows_pairs_paragraphs_and_tables(spoken: Callable[[bytes], Spoken]) -> None:
    data = render_report(
        "Antrag",
        [Section("Hund", ["Ein Absatz"], [("Name", "Rex\nMax")], [("Wann", "Was"), ("heute", "Eingang")], level=4)],
        sender="Stadt Herborn",
        date=date(2026, 5, 4),
        info=[("Eingang", "4. Mai 2026")],
    )
    said = spoken(data)
    assert [(tag, text) for tag, _, text in said if tag in ("H1", "H2")] == [("H1", "Antrag"), ("H2", "Hund")]
    words = " ".join(text for _, _, text in said)
    for expected in ("Eingang 4. Mai 2026", "Ein Absatz", "Angabe Wert Name Rex", "Wann Was heute Eingang"):
        assert expected in words
    assert render_report("A", [], sender="B", date=date(2026, 5, 4), language="en")[:5] == b"%PDF-"


def test_a_sheet_can_be_changed_in_part(notice_sheet: Callable[..., LetterSheet]) -> None:
    assert render_letters([replace(notice_sheet(), marks=("copy",))]) != render_letters([notice_sheet()])
