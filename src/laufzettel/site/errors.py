"""Error pages: what happened, that nothing is lost, what to do. Never a bare 500."""

import logging
import sys
import uuid
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import set_script_prefix
from django.utils.translation import gettext
from psycopg_pool import PoolTimeout

from laufzettel.files.store import Unavailable

log = logging.getLogger("laufzettel.errors")


def _page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    return HttpResponse(render_to_string(f"ui/errors/{status}.html", context, request), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request makes no sense."""
    return _page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not allowed."""
    return _page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was not ours, or the page was open for too long."""
    return _page(request, 403, is_stale=True)


def method_not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: the address belongs to a button, or is only for looking; `allowed` names the methods it knows."""
    response = _page(request, 405)
    response["Allow"] = allowed
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, also for what belongs to somebody else."""
    return _page(request, 404)


def not_here_yet(request: Any) -> HttpResponse:
    """404 for everything of a town that is in the list, but offers nothing yet: a page of the platform."""
    town, request.tenant = request.tenant, None
    set_script_prefix("/")
    return _page(request, 404, town=town)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 with Retry-After when the database or the store of files does not answer."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | PoolTimeout | Unavailable):
        log.warning("database or files not available: %s", error)
        try:
            response = _page(request, 503)
        except Exception:  # noqa: BLE001 - the page itself may want the database
            response = HttpResponse(gettext("Gerade nicht erreichbar. Bitte in einer Minute noch einmal."), status=503)
        response["Retry-After"] = "30"
        return response
    number = uuid.uuid4().hex[:8]
    log.error("error %s at %s", number, request.path, exc_info=error)
    return _page(request, 500, number=number)
