"""Pages of the platform itself: health, language, the post of the demo."""

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from laufzettel.core.tenancy import in_tenant
from laufzettel.messages import queries as messages
from laufzettel.tenants import queries as tenants


@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """200 when web server and database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@csrf_exempt  # it writes one harmless cookie, and must work on error pages, which have no token
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the chosen language in a cookie and go back to the page."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 3600,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


@require_GET
def demo_post(request: HttpRequest) -> HttpResponse:
    """The e-mails of a demo, which leaves none of them out of the house."""
    if not settings.IS_DEMO:
        raise Http404
    emails = []
    for tenant in tenants.open_towns():
        with in_tenant(tenant.id):
            emails += [(tenant, email) for email in messages.newest_emails()]
    emails.sort(key=lambda pair: pair[1].created_at, reverse=True)
    return render(request, "site/demo_post.html", {"emails": emails[:50]})
