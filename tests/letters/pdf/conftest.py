"""Specimens: letters and reports as offices write them, and as nobody should.

`bench/letters_gallery.py` draws them.
"""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pikepdf
import pytest

from laufzettel.kernel import letters
from laufzettel.kernel.feel import Date
from laufzettel.kernel.law import automatic_note, remedy
from laufzettel.letters.pdf import (
    Attachment,
    Letterhead,
    LetterSheet,
    Section,
    Translation,
    render_letter,
    render_letters,
    render_report,
)

DAY = date(2026, 5, 4)
NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 48"><path d="M2 2h36v26q0 14-18 18Q2 42 2 28z" '
    b'fill="#9fd3c7" stroke="#14524a" stroke-width="2"/><path d="M8 24l12-12 12 12v8H8z" fill="#14524a"/></svg>'
)
HEAD = Letterhead(
    name="Stadt Frankenberg (Eder)",
    body="Der Magistrat",
    unit="Fachbereich Finanzen, Steueramt",
    return_line="Stadt Frankenberg (Eder) · Obermarkt 7–13 · 35066 Frankenberg (Eder)",
    footer=(
        ("Stadt Frankenberg (Eder)", "Obermarkt 7–13", "35066 Frankenberg (Eder)"),
        ("Telefon 06451 505-0", "stadt@frankenberg.example", "www.frankenberg.example"),
        ("Sparkasse Musterland", "IBAN DE02 1203 0000 0000 2020 51", "BIC BYLADEM1001"),
        ("Öffnungszeiten", "Mo bis Fr 8 bis 12 Uhr", "Do auch 14 bis 18 Uhr"),
    ),
)
ADDRESS = ("Frau", "Zoë Großmann-d'Àvila", "Am Berg 12", "35066 Frankenberg (Eder)")
INFO = (
    ("Aktenzeichen", "20.31.1/2026-000123"),
    ("Kassenzeichen", "5.0142.000123.7"),
    ("Auskunft", "Frau Weber"),
    ("Zimmer", "1.12"),
    ("Telefon", "06451 505-123"),
    ("E-Mail", "steueramt@frankenberg.example"),
    ("Datum", "4. Mai 2026"),
)
NOTICE = """\
# Bescheid über die Hundesteuer {{jahr}} für {{hund.name}}

Sie haben uns mitgeteilt, dass Sie seit dem {{datum(hund.seit)}} einen Hund halten. Wir haben den Hund angemeldet.

## Festsetzung {#festsetzung}

Wir setzen die Hundesteuer für das Jahr {{jahr}} fest auf **{{euro(betrag)}}**.

## So haben wir gerechnet {#begruendung}

| Schritt | Ergebnis |
|---|---:|
| Steuersatz im Jahr | {{euro(satz)}} |
| Monate | {{monate}} |
| Steuer für {{jahr}} | {{euro(betrag)}} |

Bitte melden Sie uns, wenn der Hund stirbt oder wenn Sie umziehen. {#freitext .frei}

## So zahlen Sie {#zahlung}

{{#loop raten}}
- {{euro(betrag)}} bis zum {{datum(faellig)}}
{{/loop}}
"""
VALUES: dict[str, Any] = {
    "jahr": Decimal(2026),
    "hund": {"name": "Rex", "seit": Date(2026, 3, 1)},
    "betrag": Decimal("80"),
    "satz": Decimal("96"),
    "monate": Decimal(10),
    "raten": [{"faellig": Date(2026, month, 15), "betrag": Decimal("26.67")} for month in (5, 8, 11)],
}
ENGLISH = NOTICE.replace("# Bescheid über die Hundesteuer", "# Notice on dog tax").replace("## Festsetzung", "## Tax")
ARABIC = """\
+++
language = "ar"
+++
# إشعار بضريبة الكلاب {{jahr}}

لقد سجلنا كلبكم **{{hund.name}}**. المبلغ هو {{betrag}} يورو.

- الدفع حتى 15.05.2026
- رقم الحساب DE02 1203 0000 0000 2020 51
"""


def tree(text: str = NOTICE, values: Mapping[str, Any] = VALUES, **texts: str) -> letters.Tree:
    """A letter's tree."""
    return letters.read(text).render(values, now=NOW, texts=texts)


def sheet(text: str = NOTICE, values: Mapping[str, Any] = VALUES, **more: Any) -> LetterSheet:
    """A whole notice: what a test does not name is as usual."""
    legal = remedy("ao-kag", "widerspruch", on=DAY, body=(HEAD.name, HEAD.body, "Obermarkt 7–13", "35066 Frankenberg"))
    usual: dict[str, Any] = {
        "letterhead": HEAD,
        "address": ADDRESS,
        "info": INFO,
        "date": DAY,
        "reference": "20.31.1/2026-000123",
        "salutation": letters.salutation("frau", family="Großmann-d'Àvila"),
        "signature": ("Im Auftrag", "Weber"),
        "signature_note": automatic_note("ao-kag", land="HE", on=DAY),
        "remedy": legal.paragraphs,
    }
    usual["tree"] = more.pop("tree", None) or tree(text, values)
    return LetterSheet(**(usual | more))


def pdf(text: str = NOTICE, values: Mapping[str, Any] = VALUES, **more: Any) -> bytes:
    """A notice as PDF."""
    return render_letters([sheet(text, values, **more)])


def _long_table() -> bytes:
    rows = "".join(
        f"| {n}. Januar bis Dezember {1900 + n} | Hundesteuer, Hund Nummer {n} | {n},00 € |\n" for n in range(1, 420)
    )
    return pdf("# Kontoauszug\n\n| Zeitraum | Wofür | Betrag |\n|---|---|---:|\n" + rows)


def _enclosures() -> bytes:
    return pdf(
        enclosures=[f"Anlage {n}: Nachweis über die Haltung eines Hundes im Jahr {1980 + n}" for n in range(1, 41)]
    )


def _bare() -> bytes:
    bare = tree('+++\nclosing = ""\n+++\n# Nur ein Betreff\n\n{{#if false}}\nNichts\n{{/if}}\n')
    return render_letter(bare, Letterhead("Stadt Herborn", "Stadt Herborn, 35745 Herborn"), ("Zoë",), (), date=DAY)


def _hostile() -> bytes:
    bad = "#panic(\"x\") $x^2$ *fett* _kursiv_ `code` [a](b) <script>alert(1)</script> {{1+1}} \\# @ref // © & 'x' [[]]"
    values = VALUES | {"hund": {"name": bad, "seit": Date(2026, 3, 1)}}
    info = [(bad[:20], bad)]
    return pdf(values=values, address=(bad, '#read("/etc/passwd")', "*x*"), info=info, salutation=bad, enclosures=[bad])


def _long_words() -> bytes:
    link = "https://www.frankenberg.example/verwaltung/steuern/hundesteuer/anmeldung?schluessel=" + "x1y2" * 60
    return pdf(values=VALUES | {"hund": {"name": link, "seit": Date(2026, 3, 1)}})


def _structure() -> bytes:
    return pdf(
        "# Gliederung\n\n## A\n\n### A.1\n\n#### A.1.1\n\nText mit **fett** und *Betonung*\\\nneue Zeile.\n\n"
        "1. eins\n   - innen\n   - noch eins\n2. zwei\n\n   Absatz im Punkt\n\n---\n\n## B auf neuer Seite\n\n"
        "{{#if false}}\n### fehlt\n{{/if}}\n\nSchluss."
    )


def _translated() -> bytes:
    legal = remedy("ao-kag", "widerspruch", on=DAY, body=("Stadt Frankenberg (Eder)",), language="en")
    english = Translation(
        tree('+++\nlanguage = "en"\n+++\n' + ENGLISH), "Dear Ms Großmann-d'Àvila,", legal.title, legal.paragraphs
    )
    arabic = Translation(tree(ARABIC), notice="هذه الترجمة للعلم فقط. النص الألماني وحده هو الملزم قانونًا.")
    return pdf(translations=(english, arabic))


def _correction() -> bytes:
    text = (files("laufzettel.letters") / "texts" / "correction.md").read_text("utf-8")
    values: Mapping[str, Any] = {
        "wort": "Berichtigung",
        "titel": "Bescheid über die Hundesteuer 2026",
        "vom": Date(2026, 3, 2),
        "aktenzeichen": "20.31.1/2026-000123",
        "aenderung": "Statt „Rex“ muss es heißen: „Rexi“.\n\nDer Betrag bleibt gleich.",
        "grund": "Beim Schreiben ist ein Fehler passiert.",
        "norm": "§ 129 AO",
    }
    return pdf(text, values, remarks=("Gegen Postzustellungsurkunde",))


def _application() -> bytes:
    return render_report(
        "Antrag: Hund anmelden",
        [
            Section(
                "Halterin",
                pairs=[("Vorname", "Şükrü"), ("Nachname", "Yıldız"), ("Anschrift", "Am Berg 12\n35066 Frankenberg")],
            ),
            Section(
                "Hund",
                pairs=[("Name", "Rex"), ("Rasse", "Mischling aus " + "Labrador und " * 20), ("Gefährlich", "nein")],
            ),
            Section("Einwilligungen", paragraphs=["Ich habe die Hinweise zum Datenschutz gelesen."], level=3),
        ],
        sender="Stadt Frankenberg (Eder)",
        date=DAY,
        subtitle="Bewahren Sie diese Zusammenfassung auf.",
        info=[("Eingang", "4. Mai 2026, 09:00:12 Uhr"), ("Vorgangsnummer", "HUND-2026-000123")],
        attachments=[
            Attachment("antrag.json", b'{"hund": {"name": "Rex"}}', "application/json", "Der Antrag als Daten")
        ],
        marks=["demo"],
    )


def _history() -> bytes:
    rows = [
        ("Wann", "Wer", "Was"),
        *((f"{n % 28 + 1}. Mai 2026, 09:{n % 60:02} Uhr", "Frau Weber", f"Schritt {n} erledigt") for n in range(120)),
    ]
    return render_report(
        "Verlauf des Vorgangs HUND-2026-000123",
        [Section("Verlauf", table=rows)],
        sender="Stadt Frankenberg (Eder)",
        date=DAY,
    )


SPECIMENS: dict[str, Callable[[], bytes]] = {
    "01-bescheid": pdf,
    "02-demo": lambda: pdf(marks=("demo",)),
    "03-uebung": lambda: pdf(marks=("practice",)),
    "04-entwurf": lambda: pdf(marks=("draft",)),
    "05-kopie-und-demo": lambda: pdf(marks=("demo", "copy")),
    "06-lange-namen": lambda: pdf(
        address=(
            "Herrn",
            "Dr. rer. nat. Maximilian-Ferdinand Freiherr von Hohenlohe-Schillingsfürst-Langenburg zu Waldeck",
            "Gemeinschaft zur Förderung der Tierhaltung in Nordhessen e. V.",
            "c/o Bürgergemeinschaftshaus, 3. Stock links",
            "Friedrich-Wilhelm-von-Steuben-Straße 1234 a",
            "35066 Frankenberg (Eder)",
        ),
        remarks=("Einschreiben mit Rückschein", "Nicht nachsenden"),
    ),
    "07-vierzig-anlagen": _enclosures,
    "08-nur-betreff": _bare,
    "09-lange-tabelle": _long_table,
    "10-namen-din-91379": lambda: pdf(
        values=VALUES | {"hund": {"name": "Čħẏ̆ D̦ž̦ Ŀł Ǻǿ ẞ Ŧħ L̥ ȟ ǯ ʒ ạ̈ c̨̆ k̛ Ωμέγα Михаил", "seit": Date(2026, 3, 1)}},
        address=("Şükrü Yıldız", "Łódź-Straße 3", "35066 Frankenberg (Eder)"),
    ),
    "11-englisch": lambda: pdf('+++\nlanguage = "en"\n+++\n' + ENGLISH, salutation="Dear Ms Großmann-d'Àvila,"),
    "12-uebersetzungen": _translated,
    "13-mit-wappen": lambda: pdf(
        letterhead=Letterhead(HEAD.name, HEAD.return_line, HEAD.body, HEAD.unit, HEAD.footer, LOGO, "Wappen der Stadt")
    ),
    "14-boese-werte": _hostile,
    "15-lange-woerter": _long_words,
    "16-gliederung": _structure,
    "17-serie": lambda: render_letters(
        [sheet(address=(f"Familie {n}", "Weg 1", "35066 Frankenberg")) for n in range(3)], title="Serie"
    ),
    "18-fehlende-zeichen": lambda: pdf(address=("王小明 🐕", "\u202eWeg 1", "35066 Frankenberg")),
    "19-antrag": _application,
    "20-verlauf": _history,
    "21-berichtigung": _correction,
    "22-aufgehoben-kopie": lambda: pdf(
        marks=("copy",), notes=[("Aufgehoben ab dem 01.07.2026", "durch Schreiben vom 04.05.2026.")]
    ),
}


@pytest.fixture(scope="session", params=sorted(SPECIMENS))
def specimen(request: pytest.FixtureRequest) -> tuple[str, bytes]:
    """Each specimen once, with its name."""
    return request.param, SPECIMENS[request.param]()


@pytest.fixture(scope="session")
def notice() -> Callable[..., bytes]:
    """Makes a notice as PDF: text, values, and any field of `LetterSheet`."""
    return pdf


@pytest.fixture(scope="session")
def notice_sheet() -> Callable[..., LetterSheet]:
    """Makes all of a notice."""
    return sheet


type Spoken = list[tuple[str, str, str]]


@pytest.fixture(scope="session")
def spoken() -> Callable[[bytes], Spoken]:
    """What a screen reader finds, in its order: tag, language, text."""
    return lambda data: list(_Speech(pikepdf.open(io.BytesIO(data))).all())


class _Speech:
    """Walks the structure tree and reads the marked content that it names."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self.document = document
        self.texts: dict[Any, dict[int, str]] = {page.objgen: _marked_texts(page) for page in document.pages}

    def all(self) -> Iterator[tuple[str, str, str]]:
        root = self.document.Root
        yield from self._element(root.StructTreeRoot, str(root.get("/Lang", "")), None)

    def _element(self, node: Any, language: str, page: Any) -> Iterator[tuple[str, str, str]]:
        tag, language, page = str(node.get("/S", "/")), str(node.get("/Lang", language)), node.get("/Pg", page)
        children = node.get("/K", [])
        own = ""
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            if isinstance(child, int):
                own += self.texts[page.objgen].get(int(child), "")
            elif child.get("/Type") == "/MCR":
                own += self.texts[child.get("/Pg", page).objgen].get(int(child.MCID), "")
            elif "/S" in child:
                if own:
                    yield tag[1:], language, own
                    own = ""
                yield from self._element(child, language, page)
        if own:
            yield tag[1:], language, own


def _marked_texts(page: pikepdf.Page) -> dict[int, str]:
    fonts = {name: _characters(font) for name, font in page.resources.get("/Font", {}).items()}
    texts: dict[int, str] = {}
    stack: list[int | None] = []
    codes: dict[int, str] = {}
    instructions: Any = pikepdf.parse_content_stream(page)
    for operands, operator in instructions:
        name = str(operator)
        if name in ("BDC", "BMC"):
            marked = operands[1].get("/MCID") if name == "BDC" and isinstance(operands[1], pikepdf.Dictionary) else None
            stack.append(None if marked is None else int(marked))
        elif name == "EMC":
            stack.pop()
        elif name == "Tf":
            codes = fonts[str(operands[0])]
        elif name in ("Tj", "TJ"):
            current = next((mcid for mcid in reversed(stack) if mcid is not None), None)
            if current is not None:
                texts[current] = texts.get(current, "") + _shown(operands[0], codes)
    return texts


def _shown(operand: Any, codes: Mapping[int, str]) -> str:
    pieces = (
        [piece for piece in operand if isinstance(piece, pikepdf.String)]
        if isinstance(operand, pikepdf.Array)
        else [operand]
    )
    data = b"".join(bytes(piece) for piece in pieces)
    return "".join(codes.get(int.from_bytes(data[at : at + 2]), "") for at in range(0, len(data), 2))


def _characters(font: Any) -> dict[int, str]:
    """The ToUnicode table of a font with two bytes a glyph."""
    table = bytes(font.ToUnicode.read_bytes()).decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for low, high, start in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            for offset in range(int(high, 16) - int(low, 16) + 1):
                found[int(low, 16) + offset] = chr(int(start, 16) + offset)
    return found
