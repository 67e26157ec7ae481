"""What protects by default is really sent and stored: headers, cookies, password hashes, and what production adds."""

import json
import os
import subprocess
import sys

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from tests.scenes import account_of, tenant
from tests.site.test_configuration import SAFE
from tests.test_permissions import browser

TOWN = "frankenberg-eder"
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-src": "'self'",
    "frame-ancestors": "'self'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
}
IN_PRODUCTION = """\
import json, django
django.setup()
from django.conf import settings
from django.middleware.csrf import CsrfViewMiddleware
from django.test import Client, RequestFactory

host = "antrag.example"
near = {"X-Forwarded-Proto": "https", "Host": host, "Origin": "https://" + host}
sheet = "/static/built/laufzettel.css"
form = RequestFactory(SERVER_NAME=host).post("/herborn/", headers=near)
print(json.dumps({
    "encrypted": Client().get(sheet, headers=near).headers.get("Strict-Transport-Security"),
    "plain": Client().get(sheet, headers={"Host": host}).headers.get("Strict-Transport-Security"),
    "own form": CsrfViewMiddleware(lambda request: None)._origin_verified(form),
    "cookies": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.CSRF_COOKIE_HTTPONLY],
    "hosts": settings.ALLOWED_HOSTS,
    "debug": settings.DEBUG,
}))
"""


def policy_of(answer: object) -> dict[str, str]:
    parts = answer["Content-Security-Policy"].split(";")  # type: ignore[index]
    return dict(part.strip().split(" ", 1) for part in parts)


@pytest.mark.django_db
def test_every_page_says_what_a_browser_may_do_with_it() -> None:
    answers = [
        Client().get(f"/{TOWN}/hund-anmelden/"),
        browser("clerk").get(f"/{TOWN}/amt/"),
        Client().get(f"/{TOWN}/gibt-es-nicht/"),
        Client().post("/"),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 404, 405]
    for answer in answers:
        assert policy_of(answer) == POLICY
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
def test_no_script_reads_our_cookies_and_no_foreign_page_sends_them() -> None:
    citizen, staff = Client(), Client()
    citizen.get(f"/{TOWN}/hund-anmelden/beginnen/")
    citizen.post(f"/{TOWN}/hund-anmelden/beginnen/")
    email = account_of(tenant(TOWN), "clerk").email
    staff.post(f"/{TOWN}/amt/anmelden/", {"email": email, "password": "rathaus-demo-2026"})

    cookies = {name: cookie for client in (citizen, staff) for name, cookie in client.cookies.items()}

    assert {"lz_buerger", "lz_amt", "lz_csrf"} <= cookies.keys()
    assert {name: (cookie["httponly"], cookie["samesite"]) for name, cookie in cookies.items()} == dict.fromkeys(
        cookies, (True, "Lax")
    )


@pytest.mark.django_db
def test_passwords_are_kept_as_argon2id() -> None:
    assert make_password("rathaus-demo-2026").startswith("argon2$argon2id$")
    assert account_of(tenant(TOWN), "clerk").password.startswith("argon2$argon2id$")


def test_production_behind_a_proxy_knows_that_the_way_is_encrypted() -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "LAUFZETTEL_"))}
    env |= SAFE | {"DJANGO_SETTINGS_MODULE": "laufzettel.site.settings"}

    done = subprocess.run([sys.executable, "-c", IN_PRODUCTION], env=env, capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == {
        "encrypted": "max-age=31536000; includeSubDomains",
        "plain": None,
        "own form": True,
        "cookies": [True, True, True],
        "hosts": ["antrag.example"],
        "debug": False,
    }
