"""Signing in and out."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from laufzettel.core.addresses import client_address
from laufzettel.identity import actions as identity
from laufzettel.tenants import queries as tenants


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: Any) -> HttpResponse:
    """Sign in with e-mail and password, and go where one wanted to."""
    target = _target(request)
    context: dict[str, Any] = {"next": target, "email": "", "demo_accounts": _demo_accounts()}
    if request.method != "POST":
        if request.user.is_authenticated and tenants.memberships_of(request.user.id):
            return HttpResponseRedirect(target)
        return render(request, "office/sign_in.html", context)
    email, password = request.POST.get("email", "").strip(), request.POST.get("password", "")
    context["email"] = email
    errors = _missing(email, password)
    if errors:
        return render(request, "office/sign_in.html", context | errors, status=422)
    try:
        account = identity.sign_in_staff(request, email, password, client_address(request))
    except identity.TooManyTries:
        return render(request, "ui/errors/429.html", {"minutes": 15}, status=429)
    if account is None:
        return render(request, "office/sign_in.html", context | {"refused": True}, status=422)
    return HttpResponseRedirect(target)


@require_POST
def sign_out(request: Any) -> HttpResponse:
    """Sign out."""
    identity.sign_out(request)
    return HttpResponseRedirect(reverse("office:sign-in"))


def _target(request: Any) -> str:
    target = request.POST.get("next") or request.GET.get("next") or ""
    inside = url_has_allowed_host_and_scheme(target, {request.get_host()}) and "/amt/" in target
    return target if inside else reverse("office:worklist")


def _missing(email: str, password: str) -> dict[str, Any]:
    errors, found = [], {}
    if not email:
        found["email_error"] = gettext("Geben Sie Ihre dienstliche E-Mail-Adresse ein.")
        errors.append({"href": "#email", "text": found["email_error"]})
    if not password:
        found["password_error"] = gettext("Geben Sie Ihr Passwort ein.")
        errors.append({"href": "#password", "text": found["password_error"]})
    return {**found, "errors": errors} if errors else {}


def _demo_accounts() -> list[dict[str, str]]:
    return tenants.demo_accounts() if settings.IS_DEMO else []
