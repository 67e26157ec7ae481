"""What every web room needs and no room above it can give: a tenant's colours."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from laufzettel.ui.colours import stylesheet

A_YEAR = 365 * 24 * 3600


@require_safe
def colours(request: HttpRequest) -> HttpResponse:
    """The tenant's accent as a stylesheet: a strict CSP allows no inline styles. Its address carries the colour."""
    tenant = getattr(request, "tenant", None)
    response = HttpResponse(stylesheet(tenant.accent if tenant else ""), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
