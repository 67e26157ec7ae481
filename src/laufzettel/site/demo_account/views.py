"""The provider's addresses: what it can do, who one is, code for token, and what is known of the person."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from laufzettel.site.demo_account.persons import PERSONS


def in_a_demo[V: Callable[..., HttpResponse]](view: V) -> V:
    """There is no such page anywhere but in a demo."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.IS_DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded  # type: ignore[return-value]


@require_GET
@in_a_demo
def metadata(request: HttpRequest) -> HttpResponse:
    """OpenID Connect Discovery."""
    from laufzettel.site.demo_account import provider

    issuer = provider.own().issuer
    return JsonResponse(
        {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/anmelden/",
            "token_endpoint": f"{issuer}/token/",
            "userinfo_endpoint": f"{issuer}/person/",
            "jwks_uri": f"{issuer}/schluessel/",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "scopes_supported": list(provider.SCOPES),
            "acr_values_supported": sorted({person.acr for person in PERSONS.values()}),
        }
    )


@require_safe
@in_a_demo
def authorize(request: HttpRequest) -> HttpResponse:
    """Who do you want to be? With `person` the browser goes back with a code for this one; empty: with a refusal."""
    from authlib.oauth2 import OAuth2Error

    from laufzettel.site.demo_account import provider

    server = provider.server()
    try:
        grant = server.get_consent_grant(request, None)
    except OAuth2Error as error:
        return render(request, "site/demo_account.html", {"error": error.error}, status=400)
    chosen = request.GET.get("person")
    if chosen in ("", *PERSONS):
        user = PERSONS.get(chosen or "")
        response: HttpResponse = server.create_authorization_response(request, grant_user=user, grant=grant)
        return response
    query = request.GET.urlencode()
    asked = request.GET.get("acr_values", "").split()
    persons = [
        {"person": one, "suffices": not asked or one.acr in asked, "url": f"?{query}&person={one.key}"}
        for one in PERSONS.values()
    ]
    context = {"persons": persons, "is_asked": bool(asked), "cancel_url": f"?{query}&person="}
    return render(request, "site/demo_account.html", context)


@csrf_exempt  # no browser calls it: the client proves itself by its secret
@require_POST
@in_a_demo
def token(request: HttpRequest) -> HttpResponse:
    """A code for an access token and an ID token."""
    from laufzettel.site.demo_account import provider

    response: HttpResponse = provider.server().create_token_response(request)
    return response


@require_GET
@in_a_demo
def person(request: HttpRequest) -> HttpResponse:
    """What is known of the person whose access token this is."""
    from laufzettel.site.demo_account import provider

    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    found = provider.person_of_token(text) if kind == "Bearer" else None
    if found is None:
        return JsonResponse({"error": "invalid_token"}, status=401, headers={"WWW-Authenticate": "Bearer"})
    return JsonResponse(found.claims())


@require_GET
@in_a_demo
def keys(request: HttpRequest) -> HttpResponse:
    """The public key of the ID tokens."""
    from laufzettel.site.demo_account import provider

    return JsonResponse({"keys": [provider.signing_key().as_dict(private=False)]})
