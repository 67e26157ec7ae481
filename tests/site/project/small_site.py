"""A Django project as small as can be, so that tests of starting and stopping depend on no room and take little time.

Its own settings: `laufzettel.site.serve` is told of it by DJANGO_SETTINGS_MODULE.
"""

import os
from collections.abc import Iterator

from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from laufzettel.site.configuration import Configuration

_configuration = Configuration.from_environment()
_address = _configuration.database_owner if _configuration.as_owner else _configuration.database
SECRET_KEY = "small"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "small_site"
USE_TZ = True
INSTALLED_APPS = ["procrastinate.contrib.django"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _address.name if _address else "",
        "USER": _address.user if _address else "",
        "PASSWORD": _address.password if _address else "",
        "HOST": _address.host if _address else "",
        "PORT": _address.port if _address else "",
    }
}
LOGGING_CONFIG = None
MEBIBYTE = 1024 * 1024


def home(request: HttpRequest) -> HttpResponse:
    """The worker's process id, and what was sent."""
    return HttpResponse(f"{os.getpid()} {len(request.body)}")


def database(request: HttpRequest) -> HttpResponse:
    """Who we are in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user || ' ' || count(*) FROM procrastinate_workers")
        return HttpResponse(cursor.fetchone()[0])


def download(request: HttpRequest, size: int) -> StreamingHttpResponse:
    """`size` mebibytes."""
    response = StreamingHttpResponse(_parts(size), content_type="application/octet-stream")
    response["Content-Length"] = str(size * MEBIBYTE)
    return response


def secure(request: HttpRequest) -> HttpResponse:
    """Whether the request came over TLS, and from whom."""
    return HttpResponse(f"{request.is_secure()} {request.META['REMOTE_ADDR']}")


def _parts(size: int) -> Iterator[bytes]:
    for _ in range(size):
        yield b"x" * MEBIBYTE


urlpatterns = [
    path("", home),
    path("database", database),
    path("secure", secure),
    path("download/<int:size>", download),
]
