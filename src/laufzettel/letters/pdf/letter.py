"""A letter after DIN 5008, form B."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from laufzettel.kernel.letters import languages, plain

from .coverage import breakable, has_ink, printable
from .fitting import size_of_lines, size_of_pairs
from .sheet import Attachment, Mark, compiled, marks_in, pictures

Pairs = Sequence[tuple[str, str]]
INFO_WORD, LONGEST_HEAD = 22, 110
WIDEST, NARROWEST, NARROW_AMOUNT = 60, 8, 16

WORDS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "page": "Seite",
        "of": "von",
        "enclosures": "Anlagen",
        "remedy": "Rechtsbehelfsbelehrung",
        "translation": "Diese Übersetzung dient der Information. Rechtlich maßgeblich ist das deutsche Schreiben.",
    },
    "en": {
        "page": "Page",
        "of": "of",
        "enclosures": "Enclosures",
        "remedy": "Information on legal remedies",
    },
}


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes. `name` is the town, `body` the issuing body ("Der Magistrat"), `unit` the office.

    `footer` has up to four columns of lines (address, contact, bank). `logo` is an SVG, PNG or JPEG that the tenant's
    settings have checked; `logo_alt` says what it shows.
    """

    name: str
    return_line: str
    body: str = ""
    unit: str = ""
    footer: Sequence[Sequence[str]] = ()
    logo: bytes | None = None
    logo_alt: str = "Wappen"


@dataclass(frozen=True, slots=True)
class Translation:
    """A letter's tree in another language, enclosed for information.

    That only the German letter binds is said in German and in that language, and on wish where the remedy is.
    `notice` says it for a language that `kernel.letters.languages` does not know.
    """

    tree: Mapping[str, Any]
    salutation: str = ""
    remedy_title: str = ""
    remedy: Sequence[str] = ()
    says_where_the_remedy_is: bool = False
    notice: str = ""


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """All of one letter.

    `tree` is what `Letter.render` gives; `address` its lines in the window, `remarks` those above it
    ("Einschreiben"); `info` label and value. A `salutation` here wins over the tree's. `signature` are the lines below
    the closing; `signed_by_hand` leaves room after the first of them. `notes` stand in frames before the subject, as
    marks do, but not across the pages: what has become of it, in short and in full.
    """

    tree: Mapping[str, Any]
    letterhead: Letterhead
    address: Sequence[str]
    info: Pairs
    date: date
    reference: str = ""
    salutation: str | None = None
    remarks: Sequence[str] = ()
    signature: Sequence[str] = ()
    signature_note: str = ""
    signed_by_hand: bool = False
    remedy: Sequence[str] = ()
    remedy_title: str = ""
    enclosures: Sequence[str] = ()
    marks: Sequence[Mark] = ()
    notes: Sequence[tuple[str, str]] = ()
    translations: Sequence[Translation] = ()


def render_letter(
    tree: Mapping[str, Any],
    letterhead: Letterhead,
    address: Sequence[str],
    info: Pairs,
    *,
    date: date,
    attachments: Iterable[Attachment] = (),
    **more: Any,
) -> bytes:
    """One letter as PDF/A-3a and PDF/UA-1; `more` are the further fields of `LetterSheet`.

    The same arguments give the same bytes. Raises `DoesNotFit` if the address is too long for its window.
    """
    return render_letters([LetterSheet(tree, letterhead, address, info, date, **more)], attachments=attachments)


def render_letters(sheets: Sequence[LetterSheet], *, title: str = "", attachments: Iterable[Attachment] = ()) -> bytes:
    """Letters of one sender in one file, each with its own page numbers: what goes to the printer."""
    if not sheets:
        raise ValueError("no letter")
    first = sheets[0]
    data = {
        "title": titled(title or str(first.tree["subject"])),
        "author": first.letterhead.name,
        "letters": [_letter(sheet) for sheet in sheets],
    }
    return compiled("letter.typ", data, day=first.date, attachments=attachments, logo=first.letterhead.logo)


def titled(text: str) -> str:
    """A title that can be read: PDF/UA knows no empty one."""
    return text if has_ink(text) else "[…]"


def render_pages(sheet: LetterSheet, *, ppi: float = 96) -> list[bytes]:
    """The pages of one letter as pictures (PNG), `ppi` pixels an inch: what the clerk looks at before issuing."""
    data = {"title": str(sheet.tree["subject"]), "author": sheet.letterhead.name, "letters": [_letter(sheet)]}
    return pictures("letter.typ", data, day=sheet.date, logo=sheet.letterhead.logo, ppi=ppi)


def words_in(language: str) -> Mapping[str, str]:
    return WORDS["en" if language.startswith("en") else "de"]


def _letter(sheet: LetterSheet) -> dict[str, Any]:
    tree, words = sheet.tree, words_in(str(sheet.tree["language"]))
    info = [(printable(label), breakable(printable(value), INFO_WORD)) for label, value in sheet.info]
    return {
        "language": tree["language"],
        "sizes": _sizes(sheet, info),
        "letterhead": _head(sheet.letterhead),
        "address": list(sheet.address),
        "remarks": list(sheet.remarks),
        "info": [list(pair) for pair in info],
        "marks": marks_in(str(tree["language"]), sheet.marks),
        "notes": [{"short": short, "long": long} for short, long in sheet.notes],
        "subject": titled(str(tree["subject"])),
        "salutation": _salutation(sheet),
        "blocks": _with_columns(tree["blocks"]),
        "closing": tree.get("closing") or "",
        "signature": list(sheet.signature),
        "signature_note": sheet.signature_note,
        "signed_by_hand": sheet.signed_by_hand,
        "remedy": list(sheet.remedy),
        "remedy_title": sheet.remedy_title if has_ink(sheet.remedy_title) else words["remedy"],
        "enclosures": [*tree.get("enclosures", ()), *sheet.enclosures],
        "translations": [_translation(part) for part in sheet.translations],
        "words": {**words, "continued": " · ".join(filter(None, (sheet.reference, _cut(str(tree["subject"])))))},
    }


def _sizes(sheet: LetterSheet, info: Pairs) -> dict[str, float]:
    """In points, for the fields that cannot grow."""
    address, remarks = [printable(line) for line in sheet.address], [printable(line) for line in sheet.remarks]
    return_line = [printable(sheet.letterhead.return_line)]
    return {
        "address": size_of_lines(address, wide=80, high=27.3, sizes=(10.5, 9.5, 8.5, 8, 7.5, 7)),
        "remarks": size_of_lines(remarks, wide=80, high=11.7, sizes=(8, 7)),
        "return_line": size_of_lines(return_line, wide=80, high=5, sizes=(7, 6.5, 6, 5.5)),
        "info": size_of_pairs(info, wide=65, high=51, gaps=(2.5, 1.25), sizes=(9, 8.5, 8, 7.5, 7)),
    }


def _cut(subject: str) -> str:
    """The subject as the head of the following pages has it: two lines at most."""
    return subject if len(subject) <= LONGEST_HEAD else subject[:LONGEST_HEAD].rstrip() + " …"


def _salutation(sheet: LetterSheet) -> str:
    return sheet.salutation if sheet.salutation is not None else str(sheet.tree.get("salutation") or "")


def _head(head: Letterhead) -> dict[str, Any]:
    return {
        "name": head.name,
        "body": head.body,
        "unit": head.unit,
        "return_line": head.return_line,
        "footer": [list(column) for column in head.footer],
        "logo": "logo" if head.logo is not None else None,
        "logo_alt": head.logo_alt,
    }


def _translation(part: Translation) -> dict[str, Any]:
    tree, words = part.tree, words_in(str(part.tree["language"]))
    return {
        "language": tree["language"],
        "subject": titled(str(tree["subject"])),
        "notices": _notices(part),
        "salutation": part.salutation or tree.get("salutation") or "",
        "blocks": _with_columns(tree["blocks"]),
        "remedy": list(part.remedy),
        "remedy_title": part.remedy_title if has_ink(part.remedy_title) else words["remedy"],
    }


def _notices(part: Translation) -> list[dict[str, str]]:
    """What the enclosure is, in German and in its own language."""
    code = str(part.tree["language"])
    known = languages().get(code.split("-")[0])
    own = part.notice or (known.notice if known else "")
    if part.says_where_the_remedy_is and known is not None:
        own = f"{own} {known.remedy}"
    said = [("de", WORDS["de"]["translation"]), (code, own)]
    return [{"language": language, "text": text} for language, text in said if text]


def _with_columns(blocks: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The blocks; tables get the share of the width of each column, by its longest cell, 0 for as wide as needed."""
    made = []
    for block in blocks:
        if block["type"] == "heading" and not has_ink(plain(block["content"])):
            continue
        if block["type"] == "table":
            made.append({**block, "columns": _columns(block)})
        elif block["type"] == "list":
            made.append({**block, "items": [_with_columns(item) for item in block["items"]]})
        else:
            made.append(dict(block))
    return made


def _columns(table: Mapping[str, Any]) -> list[int]:
    rows = [[plain(cell) for cell in row] for row in (table["head"], *table["rows"])]
    shares = column_shares(rows)
    narrow = [
        align == "right" and max(len(row[at]) for row in rows) <= NARROW_AMOUNT
        for at, align in enumerate(table["align"])
    ]
    return shares if all(narrow) else [0 if one else share for one, share in zip(narrow, shares, strict=True)]


def column_shares(rows: Sequence[Sequence[str]]) -> list[int]:
    """How columns share the width: by their longest cell, within bounds."""
    return [min(max(max(map(len, column)), NARROWEST), WIDEST) for column in zip(*rows, strict=True)]
