"""Signing in and out as a citizen, at the identity provider of the installation."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_http_methods, require_safe

from laufzettel.core import audit
from laufzettel.core.tenancy import in_tenant, waits_for_others
from laufzettel.identity import citizens, oidc
from laufzettel.identity.trust import Trust
from laufzettel.portal import access
from laufzettel.ui.trust import level_words

HOME = "sign-in-home"
RETURN = "/konto/zurueck/"
"""Where the provider sends people back to: one address a host, whatever the tenant."""


@require_safe
def sign_in(request: Any) -> HttpResponse:
    """What signing in is good for, and the way to the provider. `weiter` is where one wanted to go."""
    provider = oidc.provider()
    if provider is None:
        raise Http404
    target, required = _target(request, request.GET.get("weiter", "")), _level(request.GET.get("stufe", ""))
    if request.citizen and request.citizen_trust.suffices(required):
        return HttpResponseRedirect(target)
    context = {
        "provider": provider.name,
        "begin_url": f"{reverse('portal:sign-in-begin')}?{urlencode({'weiter': target, 'stufe': required.value})}",
        "required": level_words(required) if required is not Trust.NONE else "",
        "own": level_words(request.citizen_trust) if request.citizen else "",
        "is_expired": "abgelaufen" in request.GET,
    }
    return access.private(render(request, "portal/sign_in.html", context))


@require_safe
@waits_for_others
def begin(request: Any) -> HttpResponse:
    """To the provider: by a link, as our CSP lets no form lead to another server."""
    if oidc.provider() is None:
        raise Http404
    waiting = access.too_many(request, "sign-in-begin", limit=30, seconds=600)
    if waiting:
        return waiting
    target, required = _target(request, request.GET.get("weiter", "")), _level(request.GET.get("stufe", ""))
    home = reverse("portal:home")
    kept = {"target": target, "tenant": str(request.tenant.id), "required": required.value, "home": home}
    request.session[HOME] = home
    try:
        url = oidc.begin(request, _return_address(request), kept, required)
    except oidc.SignInRefused as refused:
        return _refused(request, refused.reason)
    return HttpResponseRedirect(url)


@require_safe
@waits_for_others
def returned(request: Any) -> HttpResponse:
    """From the provider, with a code for us. Whoever has begun the sign-in in this browser is signed in."""
    if oidc.provider() is None:
        raise Http404
    waiting = access.too_many(request, "sign-in", limit=30, seconds=600)
    if waiting:
        return waiting
    try:
        person = oidc.person_of(request)
    except oidc.SignInRefused as refused:
        return _refused(request, refused.reason)
    account = citizens.account_of(person.issuer, person.subject, person.name, person.email)
    if not account.is_active:
        return _refused(request, "closed")
    with in_tenant(uuid.UUID(person.begun["tenant"])):
        audit.record(account.actor(), "citizen-signed-in", kind="account", object_id=account.id, reason=person.trust)
    citizens.sign_in(request.session, account, person.trust, person.attributes)
    if not person.trust.suffices(person.begun["required"]):
        asked = urlencode({"weiter": person.begun["target"], "stufe": person.begun["required"]})
        return HttpResponseRedirect(f"{person.begun['home']}konto/anmelden/?{asked}")
    return HttpResponseRedirect(person.begun["target"])


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: Any) -> HttpResponse:
    """A POST ends the session; then it says so."""
    if request.method == "POST":
        if request.citizen:
            account = request.citizen
            audit.record(account.actor(), "citizen-signed-out", kind="account", object_id=account.id)
        citizens.sign_out(request.session)
        return HttpResponseRedirect(reverse("portal:sign-out"))
    provider = oidc.provider()
    if provider is None or request.citizen:
        return HttpResponseRedirect(reverse("portal:home"))
    return access.private(render(request, "portal/signed_out.html", {"provider": provider.name}))


def _target(request: Any, wanted: str) -> str:
    """Where to go afterwards: a page of this tenant's portal, and nothing else."""
    home = reverse("portal:home")
    is_inside = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith(home)
    path = wanted.removeprefix(home)
    # No page of the office, and none that would send to and fro.
    is_page = is_inside and path and not path.startswith(("amt/", "konto/anmelden/", "konto/abmelden/"))
    return wanted if is_page else reverse("portal:account")


def _level(text: str) -> Trust:
    return Trust(text) if text in Trust.values else Trust.NONE


def _return_address(request: Any) -> str:
    return f"{request.scheme}://{request.get_host()}{RETURN}"


def _refused(request: Any, reason: str) -> HttpResponse:
    provider = oidc.provider()
    home = request.session.get(HOME, "/")
    context = {"reason": reason, "provider": provider.name if provider else "", "home": home}
    status = 502 if reason == "provider" else 403
    return access.private(render(request, "portal/sign_in_refused.html", context, status=status))
