"""Changes that are no mistake: the checker must not cry wolf."""

from datetime import date
from pathlib import Path

import pytest

from laufzettel.kernel import package

ROOT = Path(__file__).parents[3]
CAT = ROOT / "tests" / "data" / "services" / "katze-anmelden"
FILES = {path.relative_to(CAT).as_posix(): path.read_bytes() for path in CAT.rglob("*") if path.is_file()}

FIELD = '{"type": "textfield", "id": "neu", "key": "tier.neu", "label": "Neu"},\n        {\n          "label": "Rufname'
GROUP = '"label": "Angaben zu Ihnen"'

VARIANTS: dict[str, tuple[str, str, str]] = {
    "another title": ("service.toml", 'title = "Katze anmelden"', 'title = "Katzen anmelden"'),
    "another version": ("service.toml", 'version = "1.0.0"', 'version = "2.13.0"'),
    "a higher trust level": ("service.toml", 'trust = "none"', 'trust = "substantial"'),
    "a county may offer it": ("service.toml", '"special_status"]', '"special_status", "county"]'),
    "for companies too": ("service.toml", '["citizen"]', '["citizen", "business"]'),
    "the day it is asked": ("service.toml", 'reference_date = "tier.seit"', 'reference_date = "today()"'),
    "the first of the month": ("service.toml", '"tier.seit"', '"date(tier.seit.year, tier.seit.month, 1)"'),
    "a title with a number": ("service.toml", "tier.rufname'", 'tier.rufname + ", " + person.ort\''),
    "a longer retention": ("service.toml", "years = 5", "years = 30"),
    "years from the end of the year": ("service.toml", "[date.", 'counts_from = "end_of_year"\n\n[date.'),
    "a date in months": ("service.toml", "working_days = 10", "months = 3"),
    "a statutory date": ("service.toml", 'kind = "service"\nworking_days = 10', 'kind = "statutory"\nmonths = 1'),
    "a fixed fee with its norm": ("service.toml", 'kind = "none"', 'kind = "fixed"\namount = "12.50"\nnorm = "§ 1 Satzung"'),
    "two secrecies": ("service.toml", '["tax"]', '["tax", "registry"]'),
    "a draft for the session": ("service.toml", "draft_days = 10", 'draft = "session"'),
    "an optional setting": ("service.toml", 'example = "20.00"\nrequired = true', 'example = "20.00"\nrequired = "= settings.satz_wohnung > 0"'),
    "another body": ("service.toml", 'issuing_body = "magistrat"', 'issuing_body = "gemeindevorstand"'),
    "more ways of notification": ("service.toml", 'remedy = "widerspruch"', 'remedy = "widerspruch"\nnotification = ["post", "registered"]'),
    "one more field": ("antrag.form", '{\n          "label": "Rufname', FIELD),
    "a condition on a field": ("antrag.form", '"id": "tier_rufname"', '"id": "tier_rufname", "conditional": {"hide": "=tier.anzahl = 0"}'),
    "a condition on a page": ("antrag.form", GROUP, GROUP + ', "conditional": {"hide": "=tier.anzahl = 31"}'),
    "a help text": ("antrag.form", '"example": "Minka"', '"example": "Minka", "help": "So rufen Sie die Katze."'),
    "a page for the clerk that hides": ("entscheiden.form", '"id": "bemerkung"', '"id": "bemerkung", "conditional": {"hide": "=entscheidung.gilt != \\"ja\\""}'),
    "a clerk's form that reads the application": ("entscheiden.form", '"id": "bemerkung"', '"id": "bemerkung", "conditional": {"hide": "=tier.anzahl > 3"}'),
    "the condition turned round": ("katzen.bpmn", '=entscheidung.gilt = "ja"', '=not(entscheidung.gilt = "nein")'),
    "another unit": ("katzen.bpmn", 'candidateGroups="steuern"', 'candidateGroups="kasse"'),
    "a due date for the task": ("katzen.bpmn", "<zeebe:userTask />", '<zeebe:userTask />\n<zeebe:taskSchedule dueDate="=now() + duration(&#34;P10D&#34;)" />'),
    "an output that is renamed as it is": ("katzen.bpmn", '<zeebe:output source="=letter_id" target="brief.letter_id" />', '<zeebe:output source="=letter_id" target="nummer" />'),
    "a claim with an address line": ("katzen.bpmn", "town: person.ort}", 'town: person.ort, country: &#34;DE&#34;}'),
    "another factor": ("katzensteuer.dmn", "settings.satz_draussen * 2", "settings.satz_draussen * 3"),
    "another due day": ("katzensteuer.dmn", "date(today().year + 1, 1, 31)", 'today() + duration("P30D")'),
    "a letter with a condition": ("katzenbescheid.md", "Bitte zahlen", "{{#if tier.anzahl > 2}}\nDas sind viele.\n{{/if}}\n\nBitte zahlen"),
    "a letter that cites a setting": ("katzenbescheid.md", "Bitte zahlen", "Der Satz ist {{euro(settings.satz_wohnung)}}. Bitte zahlen"),
    "a letter that knows the day": ("katzenbescheid.md", "Bitte zahlen", "Heute ist der {{today()}}. Bitte zahlen"),
}  # fmt: skip


@pytest.mark.parametrize("name", VARIANTS)
def test_a_correct_variant_has_no_error(name: str) -> None:
    path, old, new = VARIANTS[name]
    text = FILES[path].decode()
    assert old in text

    _, findings = package.check_source({**FILES, path: text.replace(old, new, 1).encode()}, on=date(2026, 3, 1))

    assert [str(one) for one in findings if one.severity == "error"] == []
