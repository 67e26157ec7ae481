"""Made-up people, services and cases for the pages of the gallery."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

from django.utils.safestring import mark_safe

FOLDER = Path(__file__).parent
FIELDS = mark_safe((FOLDER / "fields.html").read_text())  # noqa: S308 - our own file
AT = datetime(2026, 5, 4, 9, 12, 33, tzinfo=UTC)

TENANT = SimpleNamespace(
    name="Frankenberg (Eder)",
    official_name="Stadt Frankenberg (Eder)",
    accent="#b5121b",
    is_practice=False,
    slug="frankenberg-eder",
)
PRACTICE = SimpleNamespace(
    **{**vars(TENANT), "name": "Übungsstadt", "official_name": "Übungsstadt", "accent": "#ffcc00", "is_practice": True}
)
PROFILE = SimpleNamespace(
    street="Obermarkt 7-13",
    postcode="35066",
    place="Frankenberg (Eder)",
    telephone="06451 505-0",
    email="stadt@frankenberg.example",
    website="https://www.frankenberg.example/",
    opening_hours=[
        {"days": "Mo bis Fr", "times": "8:30 bis 12:00 Uhr"},
        {"days": "Do", "times": "14:00 bis 18:00 Uhr"},
    ],
)
UNIT = SimpleNamespace(
    name="Fachbereich Steuern und Abgaben",
    room="2.14",
    telephone="06451 505-123",
    email="ordnungsangelegenheiten@frankenberg.example",
)
SERVICE = {
    "title": "Hund anmelden",
    "url": "/frankenberg-eder/hund-anmelden/",
    "start_url": "/frankenberg-eder/hund-anmelden/beginnen/",
    "teaser": "Wer einen Hund hält, meldet ihn bei der Gemeinde oder Stadt an. Das geht hier in etwa zehn Minuten.",
}
SERVICES = [
    SERVICE,
    {"title": "Hund abmelden", "url": "#b", "teaser": "Ihr Hund ist gestorben, wurde verkauft oder Sie ziehen um."},
    {
        "title": "Gefährlichen Hund halten",
        "url": "#c",
        "teaser": "Für manche Rassen brauchen Sie eine Erlaubnis der Ordnungsbehörde.",
    },
]
STEPS = [
    {"title": "Über Sie", "state": "done", "url": "#1"},
    {"title": "Ihr Hund", "state": "current", "url": "#2"},
    {"title": "Haltung", "state": "open", "url": ""},
    {"title": "Ermäßigung und Zahlung", "state": "open", "url": ""},
    {"title": "Angaben prüfen", "state": "open", "url": ""},
]
WIZARD = {"service": SERVICE, "steps": STEPS, "step": 2, "total": 5, "version": 3, "back_url": "#1"}
ANSWERS = [
    {
        "title": "Über Sie",
        "url": "#1",
        "answers": [
            {"label": "Name", "value": "Zoë Großmann-d'Àvila"},
            {"label": "Geburtsdatum", "value": "3. Mai 1985"},
            {"label": "Anschrift", "value": "Auf der Burg 12\n35066 Frankenberg (Eder)"},
            {"label": "Telefon", "value": ""},
        ],
    },
    {
        "title": "Ihr Hund",
        "url": "#2",
        "answers": [
            {"label": "Rufname", "value": "Rex"},
            {"label": "Rasse", "value": "American Staffordshire-Terrier"},
            {"label": "Bei Ihnen seit", "value": "1. März 2026"},
        ],
    },
]
ENTRIES = [
    {"when": "4. Mai 2026, 11:12 Uhr", "at": AT, "what": "Ihr Antrag ist angekommen", "more": "", "state": "done"},
    {"when": "seit 5. Mai 2026", "at": None, "what": "Frau Weber prüft Ihre Angaben", "more": "", "state": "current"},
    {
        "when": "",
        "at": None,
        "what": "Sie bekommen den Bescheid mit der Post",
        "more": "Voraussichtlich bis 3. Juni 2026.",
        "state": "open",
    },
]
OFFICE = {
    "places": [
        {"label": "Aufgaben", "url": "#a", "count": 7, "is_current": True},
        {"label": "Vorgänge", "url": "#b", "count": 0},
        {"label": "Druckkorb", "url": "#c", "count": 2},
        {"label": "Akten", "url": "#d"},
        {"label": "Forderungen", "url": "#e"},
    ],
    "search_url": "/frankenberg-eder/amt/suche/",
    "sign_out_url": "/frankenberg-eder/amt/abmelden/",
    "account": {"name": "Anna Weber", "role": "Sachbearbeitung", "unit": "Steuern und Abgaben"},
}
NEW = {"kind": "new", "label": "neu"}
CASE = {
    "number": "FKB-2026-000017",
    "title": "Hund Rex, Großmann-d'Àvila",
    "service": "Hund anmelden",
    "applicant": "Zoë Großmann-d'Àvila",
    "received": "4. Mai 2026, 11:12:33 Uhr",
    "due": {"label": "in 3 Arbeitstagen", "kind": "soon"},
    "state": {"kind": "work", "label": "in Arbeit"},
    "holder": "Anna Weber",
    "url": "#fall",
}
ROWS = [
    {
        **CASE,
        "task": "Angaben prüfen",
        "assignee": "Anna Weber",
        "received": "eingegangen am 4. Mai 2026",
        "details": [{"label": "Rasse", "value": "American Staffordshire-Terrier"}],
    },
    {
        **CASE,
        "number": "FKB-2026-000018",
        "title": "Hund Pamuk, Yıldız",
        "task": "Bescheid erlassen",
        "due": {"label": "seit gestern überfällig", "kind": "late"},
        "state": {"kind": "wait", "label": "wartet auf Antwort"},
        "assignee": "",
    },
    {
        **CASE,
        "number": "FKB-2026-000019",
        "title": "Hund Bello, Đặng",
        "task": "Angaben prüfen",
        "due": {"label": "in 12 Arbeitstagen"},
        "state": NEW,
        "assignee": "",
    },
    {
        **CASE,
        "number": "FKB-2026-000012",
        "title": "Hund Luna, Meier",
        "task": "",
        "due": {},
        "state": {"kind": "fault", "label": "Störung"},
        "assignee": "",
    },
]
DOORS = [{"label": "PDF", "url": "#pdf"}, {"label": "JSON", "url": "#json"}]
DOCUMENTS = [
    {
        "number": 1,
        "title": "Antrag",
        "kind": "Eingang",
        "meta": "abgelegt am 4. Mai 2026",
        "filed": "4. Mai 2026",
        "author": "Antragstellerin",
        "url": "",
        "downloads": DOORS,
    },
    {
        "number": 2,
        "title": "Hundesteuerbescheid",
        "kind": "Ausgang",
        "meta": "abgelegt am 6. Mai 2026",
        "filed": "6. Mai 2026",
        "author": "Anna Weber",
        "url": "#x",
        "downloads": DOORS[:1],
    },
]
RECORD = {
    "reference": "22.31-FKB-0017",
    "title": "Hundehaltung Rex",
    "url": "#akte",
    "position": "22.31 Hundesteuer",
    "opened": "4. Mai 2026",
    "retention": "10 Jahre nach der Abmeldung",
}
CLAIMS = [
    {
        "reference": "5.0100.000017.3",
        "amount": "400,00 €",
        "due": ["15. Mai 2026: 80,00 €", "15. August 2026: 160,00 €", "15. November 2026: 160,00 €"],
        "state": "noch nicht übergeben",
        "debtor": "Zoë Großmann-d'Àvila",
        "subject": "Hundesteuer 2026",
        "case_url": "#f",
        "case_number": "FKB-2026-000017",
    },
]
ERRORS = [
    {"id": "hund.name", "message": "Geben Sie den Rufnamen Ihres Hundes ein."},
    {"id": "hund.geboren", "message": "Geben Sie das Geburtsdatum Ihres Hundes ein, zum Beispiel 3.5.2021."},
]
TOWNS = [
    SimpleNamespace(name=n, kind_name="Stadt", county_name="Landkreis Waldeck-Frankenberg", url=u)
    for n, u in (("Frankenberg (Eder)", "#f"), ("Korbach", ""), ("Bad Arolsen", ""))
]
