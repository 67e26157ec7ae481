"""Every page with made-up content, so that it can be looked at and checked without a database."""

from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import set_script_prefix, set_urlconf
from django.utils import translation
from django.utils.safestring import mark_safe
from tests.ui import gallery_office
from tests.ui.gallery_data import (
    ANSWERS,
    AT,
    ENTRIES,
    ERRORS,
    FIELDS,
    PRACTICE,
    PROFILE,
    SERVICE,
    SERVICES,
    TENANT,
    TOWNS,
    UNIT,
    WIZARD,
)

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
    "mailbox": (
        "portal/mailbox.html",
        {
            "letters": [
                {"title": "Bescheid über die Hundesteuer 2026", "url": "#", "since": "2. März 2026", "state": state}
                for state in ({"kind": "new", "label": "neu"}, {"kind": "done", "label": "gelesen"})
            ],
        },
    ),
    "mailbox-letter": (
        "portal/mailbox_letter.html",
        {
            "letter": {
                "title": "Bescheid über die Hundesteuer 2026",
                "since": "2. März 2026",
                "state": {"kind": "new", "label": "neu"},
            },
            "office": "Steueramt",
            "reference": "22.10/2026-0001",
            "changed": ["Berichtigt durch Schreiben vom 5. März 2026"],
            "sentences": ["Das Schreiben gilt am 6. März 2026 als bekannt gegeben, auch wenn Sie es nicht öffnen."],
            "pdf_url": "#",
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
    **gallery_office.PAGES,
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
