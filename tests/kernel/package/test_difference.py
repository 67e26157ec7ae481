"""What is different between two packages, in words for a head of unit."""

import io
import json
from pathlib import Path

import pytest

from laufzettel.kernel import package
from laufzettel.kernel.package.command_author import run_diff
from laufzettel.kernel.package.difference import Change, difference
from laufzettel.kernel.package.files import collect

ROOT = Path(__file__).parents[3]
CAT = ROOT / "tests" / "data" / "services" / "katze-anmelden"
DOG = ROOT / "services" / "hund-anmelden"
FILES = collect(CAT)


def changes(*edits: tuple[str, str, str]) -> list[Change]:
    files = dict(FILES)
    for path, old, new in edits:
        assert old.encode() in files[path], old
        files[path] = files[path].replace(old.encode(), new.encode(), 1)
    return difference(package.load(FILES), package.load(files))


def said(*edits: tuple[str, str, str]) -> list[str]:
    return [("§ " if one.is_legal else "  ") + one.in_language("de") for one in changes(*edits)]


REQUIRED = '"id": "person_ort",\n          "key": "person.ort",\n          "validate": {\n            "required": '
NEW_RULE = """<rule id="satz_je_katze_neu">
        <description>Mehr als zehn.</description>
        <inputEntry id="neu1"><text>"ja"</text></inputEntry>
        <inputEntry id="neu2"><text>&gt; 10</text></inputEntry>
        <outputEntry id="neu3"><text>settings.satz_draussen * 5</text></outputEntry>
      </rule>
      <rule id="satz_je_katze_r2">"""
NEW_OPTION = '{\n              "label": "Manchmal",\n              "value": "manchmal"\n            },\n            {\n              "label": "Nein, sie'


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        ("antrag.form", '"label": "Vorname"', '"label": "Rufname"', "  Geändert: Frage „Rufname“ (antrag.form), Beschriftung: „Vorname“ → „Rufname“"),
        ("antrag.form", REQUIRED + "true", REQUIRED + "false", "§ Geändert: Frage „Ort“ (antrag.form), Pflicht: „ja“ → „nein“"),
        ("antrag.form", '{\n              "label": "Nein, sie', NEW_OPTION, "  Neu: Frage „Gehen die Katzen nach draußen?“ (antrag.form), Auswahl „manchmal“: „Manchmal“"),
        ("antrag.form", '"max": 30', '"max": 20', "  Geändert: Frage „Wie viele Katzen leben bei Ihnen?“ (antrag.form), größter Wert: „30“ → „20“"),
        ("katzenbescheid.md", "Die Steuer steht", "Sie steht", "§ Geändert: Schreiben „katzenbescheid“, Absatz „grund“: „Die Steuer steht in der Satzung.“ → „Sie steht in der Satzung.“"),
        ("katzenbescheid.md", "# Bescheid", "# Steuerbescheid", "§ Geändert: Schreiben „katzenbescheid“, Betreff: „Bescheid über die Katzensteuer“ → „Steuerbescheid über die Katzensteuer“"),
        ("katzensteuer.dmn", "draussen * 2", "draussen * 3", "§ Geändert: Entscheidung „Steuer je Katze“, Regel 3 (Freigänger, ab drei: doppelt.), dann Steuer je Katze: „settings.satz_draussen * 2“ → „settings.satz_draussen * 3“"),
        ("katzensteuer.dmn", '<rule id="satz_je_katze_r2">', NEW_RULE, '§ Neu: Entscheidung „Steuer je Katze“, Regel 2 (Mehr als zehn.): „wenn Geht nach draußen: "ja"; wenn Zahl der Katzen: > 10; dann Steuer je Katze: settings.satz_draussen * 5; Anmerkung: Mehr als zehn.“'),
        ("katzensteuer.dmn", "today().year + 1, 1, 31", "today().year + 1, 2, 28", "§ Geändert: Entscheidung „Katzensteuer“, faellig: „date(today().year + 1, 1, 31)“ → „date(today().year + 1, 2, 28)“"),
        ("service.toml", "years = 5", "years = 6", "§ Geändert: Akte, Jahre der Aufbewahrung: „5“ → „6“"),
        ("service.toml", "draft_days = 10", "draft_days = 20", "§ Geändert: Datenschutz, Tage, die ein Entwurf bleibt: „10“ → „20“"),
        ("service.toml", 'issuing_body = "magistrat"', 'issuing_body = "gemeindevorstand"', "§ Geändert: Verwaltungsakt „katzenbescheid“, erlassende Stelle: „magistrat“ → „gemeindevorstand“"),
        ("service.toml", "working_days = 10", "working_days = 20", "§ Geändert: Frist „bearbeitung“, Arbeitstage: „10“ → „20“"),
        ("service.toml", 'trust = "none"', 'trust = "high"', "§ Geändert: Leistung, Vertrauensniveau der Anmeldung: „none“ → „high“"),
        ("service.toml", 'teaser = "Wer', 'teaser = "Wenn wer', "  Geändert: Beschreibung, Kurztext: „Wer eine Katze hält, meldet sie in dieser erfundenen Gemeinde an.“ → „Wenn wer eine Katze hält, meldet sie in dieser erfundenen Gemeinde an.“"),
        ("service.toml", "[settings.satz_wohnung]", '[settings.x]\ntype = "text"\nlabel = "X"\n[settings.satz_wohnung]', "§ Neu: Satzungswert „X“"),
        ("service.toml", 'label = "Jahressteuer für eine Katze, die im Haus bleibt"', 'label = "Haussteuer"', "  Geändert: Satzungswert „Haussteuer“, Beschriftung: „Jahressteuer für eine Katze, die im Haus bleibt“ → „Haussteuer“"),
        ("katzen.bpmn", "Bescheid erlassen", "Bescheid schicken", "  Geändert: Schritt „Bescheid schicken“, Name: „Bescheid erlassen“ → „Bescheid schicken“"),
        ("katzen.bpmn", 'candidateGroups="steuern"', 'candidateGroups="kasse"', "  Geändert: Schritt „Über die Katzen entscheiden“, zuständig: „steuern“ → „kasse“"),
        ("katzen.bpmn", 'source="=abgabe.gesamt" target="amount"', 'source="=abgabe.gesamt + 1" target="amount"', "§ Geändert: Schritt „Forderung anlegen“, übergibt „amount“: „=abgabe.gesamt“ → „=abgabe.gesamt + 1“"),
        ("katzen.bpmn", '=entscheidung.gilt = "ja"', '=entscheidung.gilt != "nein"', '§ Geändert: Weg von „Steuer?“ nach „Forderung anlegen“, Bedingung: „=entscheidung.gilt = "ja"“ → „=entscheidung.gilt != "nein"“'),
        ("scenarios/keine-steuer.toml", "Mohrle", "Peter", "  Geändert: Testfall „Zwei Freigänger, aber keine Steuer“"),
    ],
)  # fmt: skip
def test_a_difference_is_said_in_words_and_marked_when_it_has_legal_effect(
    path: str, old: str, new: str, expected: str
) -> None:
    assert said((path, old, new)) == [expected]


def test_what_only_moves_or_looks_otherwise_is_no_difference_of_the_process() -> None:
    moved = ("katzen.bpmn", "<bpmn:startEvent", "<!-- Hier beginnt es. -->\n\n    <bpmn:startEvent")
    shifted = ("katzen.bpmn", 'x="160" y="182"', 'x="161" y="182"')

    assert said(moved, shifted) == []


def test_a_question_on_another_page_and_in_another_order() -> None:
    files = dict(FILES)
    data = json.loads(files["antrag.form"])
    first, second = data["components"]
    second["components"].insert(0, first["components"].pop(0))
    files["antrag.form"] = json.dumps(data).encode()

    found = [one.in_language("de") for one in difference(package.load(FILES), package.load(files))]

    assert found == [
        "Geändert: Frage „Rufname der ältesten Katze“ (antrag.form), Seite oder Gruppe: „Ihre Katzen“ → „Angaben zu Ihnen“",
        "Geändert: Reihenfolge der Fragen (antrag.form)",
    ]


def test_a_new_question_collects_data_and_therefore_has_legal_effect() -> None:
    new = '{"type": "textfield", "id": "chip", "key": "tier.chip", "label": "Chipnummer"},\n        {\n          "label": "Rufname'

    assert said(("antrag.form", '{\n          "label": "Rufname', new)) == ["§ Neu: Frage „Chipnummer“ (antrag.form)"]


def test_a_long_text_is_cut_to_what_differs() -> None:
    before = "Wir setzen die Katzensteuer fest auf **{{euro(abgabe.gesamt)}}** im Jahr. Das sind {{euro(abgabe.je_katze)}} je Katze."
    edit = ("katzenbescheid.md", "im Jahr. Das sind", "im Kalenderjahr. Das sind")

    [change] = changes(edit)

    assert change.before == before
    assert change.in_language("de") == (
        "Geändert: Schreiben „katzenbescheid“, Absatz „betrag“: „… fest auf **{{euro(abgabe.gesamt)}}** im Jahr. Das sind"
        " {{euro(abgabe.je_katze)}} je …“ → „… fest auf **{{euro(abgabe.gesamt)}}** im Kalenderjahr. Das sind"
        " {{euro(abgabe.je_katze)}} je …“"
    )


def test_everything_is_said_in_english_too() -> None:
    [change] = changes(("service.toml", "years = 5", "years = 6"))

    assert change.in_language("en") == "Changed: record, years of retention: “5” → “6”"
    assert change.as_data()["what"] == {"de": "Akte, Jahre der Aufbewahrung", "en": "record, years of retention"}


def test_two_whole_services_can_be_compared() -> None:
    found = difference(package.load(CAT), package.load(DOG))

    assert {one.file for one in found} >= {"service.toml", "antrag.form", "katzenbescheid.md", "bescheid.md"}
    assert all(one.what and one.what.en for one in found)


def test_no_difference_between_equals() -> None:
    assert difference(package.load(CAT), package.load(CAT)) == []
    assert run_diff([str(CAT), str(CAT)], io.StringIO()) == 0


def test_the_command_puts_what_has_legal_effect_first(tmp_path: Path) -> None:
    for path, content in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        edited = content.replace(b"years = 5", b"years = 6").replace(b"Katze anmelden", b"Katzen anmelden")
        (tmp_path / path).write_bytes(edited)
    out = io.StringIO()

    assert run_diff([str(CAT), str(tmp_path)], out) == 1

    lines = out.getvalue().split("\n")
    assert lines[:2] == [
        "Wirkt rechtlich, braucht eine Freigabe (1):",
        "§ Geändert: Akte, Jahre der Aufbewahrung: „5“ → „6“",
    ]
    assert lines[2].startswith("Ohne rechtliche Wirkung (")
