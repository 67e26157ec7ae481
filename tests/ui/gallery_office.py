"""The office's pages with made-up content."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.safestring import mark_safe
from tests.ui.gallery_data import ANSWERS, CASE, CLAIMS, DOCUMENTS, ENTRIES, FIELDS, OFFICE, RECORD, ROWS

PAGES: dict[str, tuple[str, dict[str, Any]]] = {
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
    "office-letter-change": (
        "office/letter_change.html",
        {
            **OFFICE,
            "case": {"number": "FKB-2026-000017", "title": "Hund Rex", "url": "#"},
            "letter": {
                "title": "Bescheid über die Hundesteuer 2026",
                "issued": "6. Mai 2026",
                "reference": "20.31/2026/00017",
                "url": "#",
            },
            "groups": [
                {
                    "title": "Berichtigen: Der Bescheid bleibt, ein Fehler wird richtiggestellt",
                    "ways": [
                        {
                            "value": "ao-129",
                            "label": "Schreibfehler, Rechenfehler oder eine ähnliche offenbare Unrichtigkeit",
                            "norm": "§ 129 AO",
                            "limits": "Nicht bei falscher Rechtsanwendung.",
                            "mark": "▲ Rechtsstand nicht bestätigt, bitte prüfen",
                        }
                    ],
                }
            ],
            "hearings": [{"value": "heard", "label": "Ja, die Person wurde angehört"}],
            "claims": ["Kassenzeichen 20.0000017.3: 84,00 €"],
            "typed": {"grundlage": "ao-129", "aenderung": "Statt „Rex“ muss es heißen: „Rexi“."},
            "problems": {"grund": "Schreiben Sie, warum der Bescheid geändert wird."},
            "errors": [{"href": "#grund", "text": "Schreiben Sie, warum der Bescheid geändert wird."}],
            "has_errors": True,
            "post_url": "#",
        },
    ),
    "office-letters": (
        "office/letters.html",
        {
            **OFFICE,
            "letters": [
                {
                    "id": "1",
                    "value": "1:1",
                    "is_chosen": True,
                    "title": "Bescheid über die Hundesteuer 2026",
                    "recipient": ["Zoë Großmann-d'Àvila", "Auf der Burg 12", "35066 Frankenberg (Eder)"],
                    "service": "Hund anmelden",
                    "case_number": "FKB-2026-000017",
                    "url": "#",
                    "prepared": "6. Mai 2026, 08:30",
                }
            ],
            "at_once": 50,
            "done": "3 Schreiben sind erlassen.",
            "refused": [{"title": "Bescheid, FKB-2026-000018", "text": "Das Schreiben wurde inzwischen geändert."}],
            "post_url": "#",
            "basket_url": "#",
            "tasks_url": "#",
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
                    "printed": "7. Mai 2026, 09:12",
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
