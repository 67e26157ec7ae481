"""The platform's own pages: finding one's town by name or postcode, without scripts."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from laufzettel.tenants import queries as tenants
from laufzettel.tenants.models import Tenant


@require_safe
def finder(request: HttpRequest) -> HttpResponse:
    """Find a town or county; without a query, those that are here already and all by county."""
    query = " ".join(request.GET.get("q", "").split())[:80]
    matches = [_town(tenant) for tenant in tenants.find_towns(query)] if query else None
    context = {
        "query": query,
        "matches": matches,
        "active": [_town(tenant) for tenant in tenants.open_towns()],
        "counties": _counties(tenants.all_towns()),
    }
    return render(request, "portal/finder.html", context)


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """Who runs the installation."""
    return render(request, "portal/platform_imprint.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the town finder keeps: nothing."""
    return render(request, "portal/platform_privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far we are, and whom to tell."""
    return render(request, "portal/accessibility.html")


def kind_name(tenant: Tenant) -> str:
    """What a tenant is, in words."""
    names = {
        Tenant.Kind.MUNICIPALITY: gettext("Gemeinde"),
        Tenant.Kind.INDEPENDENT_CITY: gettext("Kreisfreie Stadt"),
        Tenant.Kind.SPECIAL_STATUS: gettext("Sonderstatusstadt"),
        Tenant.Kind.COUNTY: gettext("Landkreis"),
    }
    if tenant.kind == Tenant.Kind.MUNICIPALITY and tenant.official_name.lower().endswith("stadt"):
        return gettext("Stadt")
    return names[Tenant.Kind(tenant.kind)]


def _town(tenant: Tenant) -> dict[str, Any]:
    return {
        "name": tenant.name,
        "kind_name": gettext("Übungsmandant") if tenant.is_practice else kind_name(tenant),
        "county_name": tenant.county.name if tenant.county else "",
        "url": tenants.url(tenant) if tenant.is_active else "",
    }


def _counties(towns: Iterable[Tenant]) -> list[dict[str, Any]]:
    """The towns of each county below it; independent cities in a group of their own, at the end."""
    groups: dict[str, list[dict[str, Any]]] = {}
    alone: list[dict[str, Any]] = []
    for tenant in towns:
        if tenant.kind == Tenant.Kind.COUNTY:
            groups.setdefault(tenant.name, []).insert(0, _town(tenant))
        elif tenant.county:
            groups.setdefault(tenant.county.name, []).append(_town(tenant))
        else:
            alone.append(_town(tenant))
    counties = [{"name": name, "towns": groups[name]} for name in sorted(groups, key=_without_kind)]
    return [*counties, {"name": gettext("Kreisfreie Städte"), "towns": alone}] if alone else counties


def _without_kind(name: str) -> str:
    """People look for "Fulda", not for "Landkreis Fulda"."""
    return name.removeprefix("Landkreis ")
