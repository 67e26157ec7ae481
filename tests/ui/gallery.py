"""Every page with made-up content, so that it can be looked at and checked without a database."""

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import set_script_prefix, set_urlconf
from django.utils import translation
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
    name="Fachbereich Steuern und Abgaben", room="2.14", telephone="06451 505-123", email="steuern@frankenberg.example"
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

PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "finder": (
        "portal/finder.html",
        {
            "tenant": None,
            "query": "",
            "matches": None,
            "active": TOWNS[:1],
            "counties": [
                {"name": f"Landkreis {i}", "towns": TOWNS} for i in ("Waldeck-Frankenberg", "Lahn-Dill-Kreis")
            ],
        },
    ),
    "finder-found": (
        "portal/finder.html",
        {"tenant": None, "query": "Frank", "matches": TOWNS[:2], "active": [], "counties": []},
    ),
    "home": (
        "portal/home.html",
        {"services": SERVICES, "results": None, "situations": [{"name": "Tierhaltung", "services": SERVICES}]},
    ),
    "home-nothing": ("portal/home.html", {"services": [], "results": [], "query": "Kxyz"}),
    "service": (
        "portal/service.html",
        {
            "service": SERVICE,
            "unit": UNIT,
            "facts": [
                {"label": "Kosten", "value": "Die Anmeldung ist kostenlos", "more": "Die Steuer steht im Bescheid."},
                {"label": "Bearbeitung", "value": "noch keine Erfahrung"},
                {"label": "Sie brauchen", "value": "Chipnummer, Impfpass"},
                {"label": "Anmeldung", "value": "Ohne Konto möglich"},
            ],
            "sections": [
                {
                    "id": "recht",
                    "title": "Rechtsgrundlage",
                    "html": mark_safe("<p>Satzung über die Erhebung einer Hundesteuer</p>"),
                },
                {
                    "id": "rechtsbehelf",
                    "title": "Wenn Sie nicht einverstanden sind",
                    "html": mark_safe("<p>Sie können innerhalb eines Monats Widerspruch einlegen.</p>"),
                },
            ],
        },
    ),
    "start": (
        "portal/start.html",
        {
            "service": SERVICE,
            "needed": mark_safe("<ul><li>Chipnummer</li><li>Tag, seit dem der Hund bei Ihnen ist</li></ul>"),
            "minutes": "10 Minuten",
            "draft_days": 30,
            "begin_url": "#",
            "privacy": [
                {"label": "Zweck", "text": "Festsetzung der Hundesteuer"},
                {"label": "Rechtsgrundlage", "text": "Art. 6 (1) e DSGVO"},
            ],
        },
    ),
    "page": ("portal/page.html", {**WIZARD, "page_title": "Ihr Hund", "fields": FIELDS, "errors": []}),
    "page-errors": (
        "portal/page.html",
        {**WIZARD, "page_title": "Ihr Hund", "fields": FIELDS, "errors": ERRORS, "has_errors": True},
    ),
    "check": (
        "portal/check.html",
        {
            **WIZARD,
            "step": 5,
            "groups": ANSWERS,
            "ask_email": True,
            "fee": mark_safe("<p>Die Anmeldung kostet nichts.</p>"),
            "errors": [],
        },
    ),
    "check-errors": (
        "portal/check.html",
        {
            **WIZARD,
            "step": 5,
            "groups": ANSWERS,
            "ask_email": True,
            "consent_error": "Bestätigen Sie, dass Ihre Angaben richtig sind.",
            "email_error": "Prüfen Sie die E-Mail-Adresse, zum Beispiel name@beispiel.de.",
            "errors": [{"id": "einverstanden", "message": "Bestätigen Sie, dass Ihre Angaben richtig sind."}],
            "has_errors": True,
        },
    ),
    "confirmation": (
        "portal/confirmation.html",
        {
            "service": SERVICE,
            "number": "FKB-2026-000017",
            "code": "K7QM-4XRA-9TLC",
            "received_at": AT,
            "next_sentence": "Wir prüfen Ihre Angaben. Sie hören bis zum 3. Juni 2026 von uns.",
            "status_url": "#",
            "pdf_url": "#",
            "email": "zoe@example.org",
        },
    ),
    "status-entry": ("portal/status_entry.html", {}),
    "status-refused": ("portal/status_entry.html", {"refused": True, "number": "FKB-2026-000017", "has_errors": True}),
    "status": (
        "portal/status.html",
        {
            "title": "Hund anmelden",
            "number": "FKB-2026-000017",
            "sentences": [
                "Ihr Antrag liegt bei Frau Weber im Fachbereich Steuern und Abgaben.",
                "Sie müssen nichts tun.",
                "Sie hören bis zum 3. Juni 2026 von uns.",
            ],
            "entries": ENTRIES,
            "unit": UNIT,
            "documents": [
                {"title": "Ihr Antrag (PDF)", "url": "#", "note": ""},
                {
                    "title": "Hundesteuerbescheid (PDF)",
                    "url": "#",
                    "note": "Zur Information. Den Bescheid selbst bekommen Sie mit der Post.",
                },
            ],
        },
    ),
    "later": (
        "portal/later.html",
        {
            "service": SERVICE,
            "resume_link": "http://127.0.0.1:8000/frankenberg-eder/weiter/dGVzdA0KdGVzdA0KdGVzdA0KdGVzdA0KdGVzdA/",
            "until": date(2026, 6, 3),
            "back_url": "#",
            "errors": [],
        },
    ),
    "resume": ("portal/resume.html", {"service": SERVICE, "saved_at": AT, "until": date(2026, 6, 3)}),
    "gone": ("portal/gone.html", {"reason": "expired", "service_url": "#"}),
    "sent": ("portal/gone.html", {"reason": "sent"}),
    "ended": (
        "portal/ended.html",
        {
            "service": SERVICE,
            "page_title": "Dafür sind wir nicht zuständig",
            "fields": mark_safe("<p>Bitte wenden Sie sich an das Gesundheitsamt Ihres Kreises.</p>"),
        },
    ),
    "practice": ("portal/home.html", {"tenant": PRACTICE, "is_practice": True, "services": SERVICES, "results": None}),
    "imprint": ("portal/imprint.html", {}),
    "privacy": (
        "portal/privacy.html",
        {
            "services": [
                {
                    "title": "Hund anmelden",
                    "purpose": "Festsetzung der Hundesteuer",
                    "legal_basis": "Art. 6 (1) e DSGVO, KAG Hessen",
                    "draft_days": 30,
                }
            ]
        },
    ),
    "accessibility": ("portal/accessibility.html", {}),
    **{
        f"error-{code}": (f"ui/errors/{code}.html", {"number": "3fa9c1d2", "profile": None})
        for code in (400, 403, 404, 405, 409, 413, 429, 500, 503)
    },
    "office-sign-in": (
        "office/sign_in.html",
        {
            "refused": True,
            "has_errors": True,
            "demo_accounts": [
                {
                    "name": "Anna Weber",
                    "role": "Sachbearbeitung",
                    "email": "weber@frankenberg.example",
                    "password": "nur-zur-vorfuehrung",
                }
            ],
        },
    ),
    "office-worklist": (
        "office/worklist.html",
        {
            **OFFICE,
            "heading": "Aufgaben",
            "rows": ROWS,
            "page": Paginator(range(240), 25).get_page(5),
            "query": "",
            "tabs": [
                {"label": "Meine (3)", "url": "#1", "is_current": True},
                {"label": "Meine Einheit (7)", "url": "#2"},
                {"label": "Alle", "url": "#3"},
            ],
            "filters": [
                {
                    "name": "leistung",
                    "label": "Leistung",
                    "options": [
                        {"value": "", "label": "alle"},
                        {"value": "hund", "label": "Hund anmelden", "is_chosen": True},
                    ],
                },
                {"name": "zustand", "label": "Zustand", "options": [{"value": "", "label": "alle"}]},
            ],
        },
    ),
    "office-empty": ("office/worklist.html", {**OFFICE, "heading": "Aufgaben", "rows": []}),
    "office-case": (
        "office/case.html",
        {
            **OFFICE,
            "case": CASE,
            "record": RECORD,
            "answers": ANSWERS,
            "documents": DOCUMENTS,
            "claims": CLAIMS,
            "history": ENTRIES[:2],
            "tasks": [
                {
                    "id": 1,
                    "title": "Angaben prüfen",
                    "url": "#",
                    "fields": FIELDS,
                    "errors": [],
                    "claim_url": "#",
                    "is_mine": False,
                }
            ],
            "decisions": [
                {
                    "title": "Hundesteuer",
                    "result": [
                        {"label": "Jahresbetrag", "value": "480,00 €"},
                        {"label": "Für 2026", "value": "400,00 €"},
                    ],
                    "reasons": [
                        "American Staffordshire-Terrier steht in der Liste der Satzung: erhöhter Satz von 480,00 € im Jahr.",
                        "Haltung seit 1. März 2026: zehn von zwölf Monaten.",
                    ],
                }
            ],
            "letters": [
                {
                    "title": "Hundesteuerbescheid",
                    "state": {"kind": "wait", "label": "vorbereitet"},
                    "url": "#b",
                    "pdf_url": "#p",
                    "note": "geht mit der Post",
                }
            ],
            "dates": [
                {
                    "label": "Bearbeitung",
                    "when": "1. Juni 2026, in 3 Arbeitstagen",
                    "kind": "soon",
                    "kind_label": "Bearbeitungsziel",
                }
            ],
            "people": [
                {
                    "role": "Halterin",
                    "name": "Zoë Großmann-d'Àvila",
                    "lines": ["Auf der Burg 12", "35066 Frankenberg (Eder)"],
                }
            ],
            "incidents": [
                {
                    "id": "1",
                    "title": "Störung: Forderung anlegen",
                    "message": "Für 2026 ist keine Fälligkeit hinterlegt.",
                    "detail": "Schritt „forderung“",
                    "retry_url": "#",
                    "is_open": True,
                    "fields": [
                        {
                            "id": "wert-1-0",
                            "name": "wert.betrag",
                            "label": "Betrag",
                            "value": "12,x",
                            "error": "Geben Sie eine Zahl ein, zum Beispiel 12,50.",
                        },
                        {
                            "id": "wert-1-1",
                            "name": "wert.halter.plz",
                            "label": "Postleitzahl",
                            "value": "35066",
                            "error": "",
                        },
                    ],
                    "reason": "",
                    "reason_error": "Schreiben Sie, warum Sie etwas berichtigen.",
                }
            ],
        },
    ),
    "office-letter": (
        "office/letter.html",
        {
            **OFFICE,
            "case": CASE,
            "letter": {
                "title": "Hundesteuerbescheid",
                "state": {"kind": "wait", "label": "vorbereitet"},
                "is_editable": True,
                "version": 2,
            },
            "blocks": [
                {
                    "title": "Festsetzung",
                    "text": mark_safe(
                        "<p>Für Ihren Hund Rex setzen wir die Hundesteuer 2026 auf <strong>400,00 €</strong> fest.</p>"
                    ),
                    "why": "",
                },
                {
                    "title": "Rechtsbehelf",
                    "text": mark_safe(
                        "<p>Gegen diesen Bescheid können Sie innerhalb eines Monats Widerspruch erheben.</p>"
                    ),
                    "why": "Kommt von der Plattform und lässt sich nicht ändern.",
                },
            ],
            "free_text": "",
            "preview_url": "about:blank",
            "checks": [
                {"is_good": True, "text": "Anschrift passt ins Fenster"},
                {"is_good": False, "text": "Die Satzung ist eine Demo-Satzung"},
            ],
            "can_issue": True,
            "issue_text": "Das Schreiben kommt in den Druckkorb und geht mit der Post an Zoë Großmann-d'Àvila.",
            "save_url": "#",
            "issue_url": "#",
            "way": {
                "submit_url": "#",
                "is_waiting": True,
                "reject_url": "#",
                "again_url": "#",
                "return_url": "#",
                "receipt_url": "#",
                "reasons": [
                    {"value": "moved", "label": "verzogen"},
                    {"value": "refused", "label": "Annahme verweigert"},
                ],
                "typed": {
                    "grund": "",
                    "zurueck_am": "1.3.2026",
                    "ursache": "moved",
                    "anschrift": "Zoë Großmann-d'Àvila\nAuf der Burg 12\n35066 Frankenberg (Eder)",
                    "zugang_am": "bald",
                    "zugang_grund": "",
                },
                "errors": {
                    "grund": "Schreiben Sie, was zu ändern ist.",
                    "ursache": "Wählen Sie aus, was auf dem Umschlag steht.",
                    "zugang_am": "Geben Sie einen Tag ein, zum Beispiel 1.3.2026.",
                    "anschrift": "Eine Anschrift hat zwei bis sechs Zeilen mit höchstens 60 Zeichen.",
                },
            },
            "trail": [
                {
                    "when": "9. März 2026, 10:12",
                    "what": "Am 9. März 2026 zurückgekommen: verzogen",
                    "more": "Anna Weber",
                    "state": "done",
                },
                {
                    "when": "2. März 2026, 15:03",
                    "what": "Zur Post gegeben am 2. März 2026",
                    "more": "Anna Weber",
                    "state": "done",
                },
            ],
        },
    ),
    "office-print-basket": (
        "office/print_basket.html",
        {
            **OFFICE,
            "letters": [
                {
                    "id": "1",
                    "title": "Hundesteuerbescheid",
                    "recipient": ["Zoë Großmann-d'Àvila", "Auf der Burg 12", "35066 Frankenberg (Eder)"],
                    "case_number": "FKB-2026-000017",
                    "case_url": "#",
                    "pdf_url": "#",
                    "issued": "6. Mai 2026",
                }
            ],
            "chosen": ["1"],
            "post_url": "#",
            "print_url": "#",
            "date_error": "Das liegt vor dem Tag, an dem das Schreiben erlassen wurde.",
            "errors": [{"id": "posted_on", "message": "Das liegt vor dem Tag, an dem das Schreiben erlassen wurde."}],
            "has_errors": True,
        },
    ),
    "office-record": (
        "office/record.html",
        {**OFFICE, "record": RECORD, "documents": DOCUMENTS, "cases": [CASE], "records_url": "#"},
    ),
    "office-records": ("office/records.html", {**OFFICE, "rows": [RECORD]}),
    "office-claims": (
        "office/claims.html",
        {
            **OFFICE,
            "claims": CLAIMS,
            "total": "400,00 €",
            "export_url": "#",
            "exports": [
                {
                    "number": 1,
                    "created": "2. Mai 2026",
                    "author": "Anna Weber",
                    "count": 12,
                    "total": "1.152,00 €",
                    "url": "#",
                }
            ],
            "done": "Datei 1 mit 12 Forderungen ist erstellt.",
        },
    ),
}


def accent(name: str) -> str:
    """The accent of the page's tenant."""
    tenant = PAGES[name][1].get("tenant", TENANT)
    return str(tenant.accent) if tenant else ""


def html(name: str, language: str = "de", values: dict[str, Any] | None = None) -> str:
    """The page called `name` in a language, as the server would send it."""
    template, context = PAGES[name]
    tenant = context.get("tenant", TENANT)
    prefix = f"/{tenant.slug}/" if tenant else "/"
    request = RequestFactory().get(prefix)
    request.tenant = tenant  # type: ignore[attr-defined]
    request.urlconf = "laufzettel.site.urls_tenant" if tenant else "laufzettel.site.urls"
    set_script_prefix(prefix)
    set_urlconf(request.urlconf)
    try:
        with translation.override(language):
            return render_to_string(
                template,
                {
                    "profile": PROFILE if tenant else None,
                    "language": language,
                    "is_demo": False,
                    **context,
                    **(values or {}),
                },
                request,
            )
    finally:
        set_script_prefix("/")
        set_urlconf(None)
