"""Pages that only show: home, a service, imprint, privacy, accessibility."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from laufzettel.applications import actions as applications
from laufzettel.catalogue import queries as catalogue
from laufzettel.catalogue.models import Offering
from laufzettel.identity.trust import Trust
from laufzettel.kernel.package import Package
from laufzettel.portal import situations, trusting
from laufzettel.ui.forms.markdown import as_html
from laufzettel.ui.trust import level_words


@require_safe
def home(request: Any) -> HttpResponse:
    """What one can do here; with `q`, what fits."""
    query = " ".join(request.GET.get("q", "").split())[:80]
    packages = [(offering, catalogue.package_of(offering)) for offering in catalogue.offerings()]
    context = {
        "query": query,
        "services": [_card(offering, package) for offering, package in packages],
        "results": [_card(o, p) for o, p in packages if _fits(p, query)] if query else None,
        "situations": _situations(packages),
    }
    return render(request, "portal/home.html", context)


@require_safe
def service(request: Any, key: str) -> HttpResponse:
    """One service: what it is, what it costs, what one needs, who is responsible."""
    offering = offering_or_404(key)
    package = catalogue.package_of(offering)
    texts = package.texts(language())
    is_open = not catalogue.missing_settings(offering) and trusting.can_be_met(trusting.required_by(package))
    context = {
        "service": {
            "title": texts["title"],
            "teaser": as_html(texts.get("teaser", ""), 3),
            "start_url": reverse("portal:start", args=[key]) if is_open else "",
        },
        "facts": _facts(package, texts),
        "sections": [
            {"id": name.replace("_", "-"), "title": title, "html": as_html(texts[name], 4)}
            for name, title in _section_titles()
            if texts.get(name)
        ],
        "unit": offering.unit,
        "is_discarded": "geloescht" in request.GET,
    }
    return render(request, "portal/service.html", context)


@require_safe
def imprint(request: Any) -> HttpResponse:
    """Who answers for these pages."""
    return render(request, "portal/imprint.html")


@require_safe
def privacy(request: Any) -> HttpResponse:
    """What is kept, why, and for how long, for each service."""
    packages = [catalogue.package_of(offering) for offering in catalogue.offerings()]
    services = [
        {
            "title": package.texts(language())["title"],
            "purpose": package.purpose(language()),
            "legal_basis": package.privacy.legal_basis,
            "draft_days": package.privacy.draft_days,
            "draft_hours": applications.SESSION_HOURS if applications.leaves_nothing(package) else 0,
        }
        for package in packages
    ]
    return render(request, "portal/privacy.html", {"services": services})


@require_safe
def accessibility(request: Any) -> HttpResponse:
    """How far we are, and whom to tell."""
    return render(request, "portal/accessibility.html")


def offering_or_404(key: str) -> Offering:
    """The offering with this key; 404 when the tenant has none."""
    found = catalogue.offering(key)
    if found is None:
        raise Http404
    return found


def language() -> str:
    """The language of the page, `de` or `en`."""
    return (get_language() or "de")[:2]


def _card(offering: Offering, package: Package) -> dict[str, str]:
    texts = package.texts(language())
    return {
        "title": texts["title"],
        "teaser": texts.get("teaser", ""),
        "url": reverse("portal:service", args=[offering.key]),
    }


def _fits(package: Package, query: str) -> bool:
    """Every word of the query stands somewhere in title, teaser, description or situations, in either language."""
    found = " ".join(
        [text for code in ("de", "en") for text in package.texts(code).values()] + list(package.service.situations)
    ).casefold()
    return all(word in found for word in query.casefold().split())


def _situations(packages: list[tuple[Offering, Package]]) -> list[dict[str, Any]]:
    found = {name: situations.named(name) for _, package in packages for name in package.service.situations}
    return [
        {"name": text, "lang": lang, "services": [_card(o, p) for o, p in packages if name in p.service.situations]}
        for name, (text, lang) in sorted(found.items(), key=lambda pair: pair[1])
    ]


def _facts(package: Package, texts: dict[str, str]) -> list[dict[str, str]]:
    fee = package.fee
    norm = package.translated(language(), "service.toml", "fee", "norm", fee.norm) if fee and fee.norm else ""
    cost = gettext("kostenlos") if fee is None or fee.kind == "none" else fee.amount or gettext("gebührenpflichtig")
    required = trusting.required_by(package)
    return [
        {"label": gettext("Kosten des Antrags"), "value": cost, "more": norm},
        {
            "label": gettext("Bearbeitung"),
            "value": gettext("noch keine Erfahrung"),
            "more": gettext("Wir zeigen hier eine Dauer, sobald genug Anträge erledigt sind."),
        },
        {
            "label": gettext("Das brauchen Sie"),
            "value": gettext("Unterlagen siehe unten") if texts.get("documents") else gettext("keine Unterlagen"),
            "more": "",
        },
        {
            "label": gettext("Konto"),
            "value": gettext("ohne Anmeldung möglich") if required is Trust.NONE else gettext("mit Anmeldung"),
            "more": ""
            if required is Trust.NONE
            else gettext("Vertrauensniveau mindestens: %(level)s") % {"level": level_words(required)},
        },
    ]


def _section_titles() -> list[tuple[str, str]]:
    return [
        ("description", gettext("Worum es geht")),
        ("prerequisites", gettext("Voraussetzungen")),
        ("documents", gettext("Was Sie brauchen")),
        ("fees", gettext("Was es kostet")),
        ("steps", gettext("So läuft es ab")),
        ("duration", gettext("Wie lange es dauert")),
        ("hints", gettext("Hinweise")),
        ("legal_basis", gettext("Rechtsgrundlage")),
        ("remedy", gettext("Wenn Sie nicht einverstanden sind")),
    ]
