"""The demo account as a server of its own, spoken to over HTTP as any other identity provider would be."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.wsgi import get_wsgi_application
from django.test import Client

from laufzettel.identity.provider import Provider


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def listening() -> Iterator[str]:
    """Where the provider listens."""
    with make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Silent) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def provider(listening: str, settings: Any) -> Provider:
    """The provider, and the installation's settings name it."""
    settings.SIGN_IN = settings.DEMO_ACCOUNT = replace(settings.DEMO_ACCOUNT, issuer=f"{listening}/demo/konto")
    found: Provider = settings.SIGN_IN
    return found


type SignIn = Callable[..., str]


@pytest.fixture
def sign_in(provider: Provider) -> SignIn:
    """Signs a person in as a browser does, step by step; gives the address where it ends."""

    def go(client: Client, person: str = "senay", town: str = "frankenberg-eder", **asked: str) -> str:
        return str(client.get(back(client, person, town, **asked)).headers["Location"])

    return go


def session_of(client: Client) -> SessionStore:
    """What lies in the session of the citizens' pages of a browser."""
    cookie = client.cookies.get("lz_buerger")
    return SessionStore(cookie.value if cookie else None)


def back(client: Client, person: str, town: str = "frankenberg-eder", **asked: str) -> str:
    """Up to the address with which the provider sends the browser back."""
    to_provider = client.get(f"/{town}/konto/anmelden/beginnen/", asked)
    assert to_provider.status_code == 302, to_provider.content.decode()
    return str(at_the_provider(to_provider.headers["Location"], person))


def at_the_provider(url: str, person: str) -> str:
    """What a browser does there: choose a person. The provider is another server: no cookie of ours goes along."""
    there = Client()
    parts = urlsplit(url)
    assert there.get(f"{parts.path}?{parts.query}").status_code == 200
    chosen = there.get(f"{parts.path}?{parts.query}&person={person}")
    assert chosen.status_code == 302, chosen.content.decode()
    assert parse_qs(parts.query)["code_challenge_method"] == ["S256"]
    target = urlsplit(chosen.headers["Location"])
    return f"{target.path}?{target.query}"
