"""What every request passes: the tenant's address, one of two session cookies, the tenant's transaction."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DjangosSessionStore
from django.db import OperationalError
from django.http import HttpRequest, HttpResponseNotAllowed, HttpResponseRedirect, QueryDict
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date

from laufzettel.core.tenancy import in_tenant
from laufzettel.identity import citizens
from laufzettel.identity.trust import Trust
from laufzettel.site.errors import method_not_allowed, not_here_yet
from laufzettel.tenants import queries as tenants

type View = Callable[..., HttpResponseBase]
type GetResponse = Callable[[HttpRequest], HttpResponseBase]

PLATFORM_PATHS = frozenset(
    {"", "static", "api", "studio", "demo", "healthz", "amt", "post", "verwaltung", "konto", "sprache"}
)
STAFF_PATHS = ("/amt/", "/studio/", "/verwaltung/")
CITIZEN_COOKIE, STAFF_COOKIE = "lz_buerger", "lz_amt"


class TenantAddress:
    """Finds the tenant by host name or by the first part of the path, which then becomes the script prefix."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        request.tenant, request.prefix = None, ""
        host = split_domain_port(request.get_host())[0]
        tenant = tenants.by_hostname(host) if host in settings.TOWN_HOSTS else None
        if tenant is not None:
            request.tenant, request.urlconf = tenant, "laufzettel.site.urls_tenant"
            set_script_prefix("/")
            return self.get_response(request)
        slug, separator, rest = request.path_info[1:].partition("/")
        if slug not in PLATFORM_PATHS and "\0" not in slug:  # which no database takes
            tenant = tenants.by_slug(slug)
            if tenant is not None and not separator:
                return HttpResponseRedirect(f"/{slug}/")
            if tenant is not None:
                request.tenant, request.prefix = tenant, f"/{slug}"
                request.path_info, request.urlconf = f"/{rest}", "laufzettel.site.urls_tenant"
                request.META["SCRIPT_NAME"] = request.prefix
                set_script_prefix(f"/{slug}/")
        return self.get_response(request)


class SessionStore(DjangosSessionStore):
    """Django's sessions; but where the database is away it is said so, and not that the session has ended meanwhile.

    It has Django's name, because what is signed in a session is signed under it.
    """

    def save(self, must_create: bool = False) -> None:
        """Write it; raises `UpdateError` when it has ended meanwhile."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from None
            raise


class TreeSessions:
    """Two sessions by URL tree: citizens' pages and the office never see each other's `request.user`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        name = STAFF_COOKIE if request.path_info.startswith(STAFF_PATHS) else CITIZEN_COOKIE
        key = request.COOKIES.get(name)
        request.session = SessionStore(None if key and "\0" in key else key)  # which no database takes
        request.session_cookie = name
        response = self.get_response(request)
        self._save(request, response, name)
        return response

    def _save(self, request: Any, response: HttpResponseBase, name: str) -> None:
        session = request.session
        if session.accessed:
            patch_vary_headers(response, ("Cookie",))
        if name in request.COOKIES and session.is_empty():
            response.delete_cookie(name, path="/", samesite="Lax")
            return
        if not session.modified or session.is_empty() or response.status_code >= 500:
            return
        try:
            session.save()
        except UpdateError:
            return  # signed out in another tab meanwhile
        age = None if session.get_expire_at_browser_close() else session.get_expiry_age()
        response.set_cookie(
            name,
            session.session_key,
            max_age=age,
            expires=None if age is None else http_date(time.time() + age),
            path="/",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


class Citizen:
    """Who is signed in on the citizens' pages: `request.citizen`, an account or None, and `request.citizen_trust`.

    `request.citizen_attributes` is what the provider has said of the person, for filling forms.
    In the office nobody is one, whatever cookies the browser has.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        request.citizen, request.citizen_trust, request.citizen_attributes = None, Trust.NONE, {}
        if request.session_cookie == CITIZEN_COOKIE and CITIZEN_COOKIE in request.COOKIES:
            found = citizens.signed_in(request.session)
            if found is not None:
                request.citizen, request.citizen_trust = found.account, found.trust
                request.citizen_attributes = found.attributes
        return self.get_response(request)


class WithoutNul:
    """Takes the character NUL out of whatever was typed or asked: no keyboard makes it, and no database takes it.

    After the middleware that looks at the form's token, so that a form that cannot be read is refused there.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: Any, *_view: Any) -> None:
        if _has_nul(request.GET):
            request.GET = _without_nul(request.GET)
        if request.method == "POST" and _has_nul(request.POST):
            request.POST = _without_nul(request.POST)


def _has_nul(fields: QueryDict) -> bool:
    return any("\0" in name or any("\0" in text for text in texts) for name, texts in fields.lists())


def _without_nul(fields: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True, encoding=fields.encoding)
    for name, texts in fields.lists():
        for text in texts:
            clean.appendlist(name.replace("\0", ""), str(text).replace("\0", ""))
    clean._mutable = False
    return clean


class WrongMethod:
    """Gives the 405 of Django's decorators, which is empty, a page that says what happened."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return method_not_allowed(request, response["Allow"])
        return response


class TenantTransaction:
    """Runs each view of a tenant inside that tenant's transaction, and renders the page in it.

    But for views marked by `core.tenancy.waits_for_others`.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: Any, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if request.tenant is None:
            return None
        if not request.tenant.is_active:
            return not_here_yet(request)
        if getattr(view, "waits_for_others", False):
            return view(request, *args, **kwargs)
        with in_tenant(request.tenant.id):
            response: Any = view(request, *args, **kwargs)
            if hasattr(response, "render") and callable(response.render):
                response = response.render()
        return response  # type: ignore[no-any-return]
