"""Who may enter the office of a tenant, and what every page of it shows."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from laufzettel.cases import queries as cases
from laufzettel.core import rates
from laufzettel.identity.models import Account
from laufzettel.tenants import queries as tenants
from laufzettel.tenants.models import Membership

type View = Callable[..., HttpResponse]


def member(view: View) -> View:
    """Let members of the tenant pass; others sign in, or get 403 when they are signed in already."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            query = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('office:sign-in')}?{query}")
        memberships = tenants.memberships_of(request.user.id)
        if not memberships or not request.user.is_staff_member:
            raise PermissionDenied
        if request.method == "POST" and not rates.is_allowed("office", str(request.user.id), limit=600, seconds=600):
            return render(request, "ui/errors/429.html", {"minutes": 10}, status=429)
        request.memberships = memberships
        units = frozenset(membership.unit_id for membership in memberships)
        request.actor = request.user.actor(roles_of(memberships), units)
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return guarded


def posted(back: str | Callable[..., str], *names: str) -> Callable[[View], View]:
    """For what a button of a member sends; `back` is the page where the button stands, `names` its arguments here.

    Whoever opens the address otherwise (chooses another language on a refused page, goes back to it, opens a bookmark)
    is led to that page. `back` may be a function of the request and the arguments; "" says that nothing is there.
    """

    def decorated(view: View) -> View:
        @member
        def lead_back(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if isinstance(back, str):
                return HttpResponseRedirect(reverse(back, args=[kwargs[name] for name in names]))
            url = back(request, *args, **kwargs)
            if not url:
                raise Http404
            return HttpResponseRedirect(url)

        by_method: dict[str, View] = {"POST": member(view), "GET": lead_back, "HEAD": lead_back}

        @wraps(view)
        def chosen(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            answer = by_method.get(request.method)
            return answer(request, *args, **kwargs) if answer else HttpResponseNotAllowed(list(by_method))

        return chosen

    return decorated


def roles_of(memberships: list[Membership]) -> frozenset[str]:
    """The roles that count for tasks: the groups of the units, and what the person is there."""
    groups = {group for membership in memberships for group in membership.unit.groups}
    return frozenset(groups | {membership.role for membership in memberships})


def page(request: Any, template: str, place: str = "", *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the office with its rail, search and account."""
    context |= {
        "places": _places(request, place),
        "search_url": reverse("office:cases"),
        "account": _account(request),
        "sign_out_url": reverse("office:sign-out"),
    }
    return render(request, f"office/{template}.html", context, status=status)


def message(request: Any, heading: str, text: str, back_url: str, *, status: int = 409) -> HttpResponse:
    """A page that says why something cannot be done, and leads back."""
    return page(request, "message", heading=heading, text=text, back_url=back_url, status=status)


def _places(request: Any, current: str) -> list[dict[str, Any]]:
    basket = cases.print_basket_size(request.actor)
    places = [
        ("tasks", gettext("Aufgaben"), reverse("office:worklist"), 0),
        ("cases", gettext("Vorgänge"), reverse("office:cases"), 0),
        ("papers", gettext("Erfassen"), reverse("office:papers"), 0),
        ("basket", gettext("Druckkorb"), reverse("office:print-basket"), basket),
        ("claims", gettext("Forderungen"), reverse("office:claims"), 0),
        ("records", gettext("Akten"), reverse("office:records"), 0),
        ("registers", gettext("Register"), reverse("office:registers"), 0),
    ]
    return [
        {"label": label, "url": url, "count": count, "is_current": key == current} for key, label, url, count in places
    ]


def _account(request: Any) -> dict[str, str]:
    account: Account = request.user
    membership = request.memberships[0]
    roles = {
        "clerk": gettext("Sachbearbeitung"),
        "head": gettext("Leitung"),
        "administrator": gettext("Verwaltung des Mandanten"),
    }
    return {"name": account.name, "role": roles[membership.role], "unit": membership.unit.name}
