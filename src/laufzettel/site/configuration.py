"""Every setting that comes from the environment, typed, in one place. `docs/operations.md` explains them.

Production refuses to start unsafe: `Configuration.unsafe()` names what is missing.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import unquote, urlsplit

from laufzettel.files.address import BucketAddress
from laufzettel.identity.provider import DEFAULT_LEVELS, Provider, read_levels

Mode = Literal["development", "demo", "production"]
MODES: tuple[Mode, ...] = ("development", "demo", "production")
INSECURE_SECRET = "for-development-only-" + "0" * 43


class ConfigurationError(Exception):
    """The environment does not make sense; the message says which variable, and how to mend it."""


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """A PostgreSQL address: `postgresql://user:password@host:port/name`, or `…@/name?host=/run/folder` for a socket."""

    name: str
    user: str
    password: str
    host: str
    port: str

    @classmethod
    def parse(cls, variable: str, url: str) -> Self:
        parts = urlsplit(url)
        if parts.scheme not in ("postgresql", "postgres") or len(parts.path) < 2:
            raise ConfigurationError(
                f"{variable} ist keine PostgreSQL-Adresse. Beispiel: postgresql://lz_app:geheim@localhost:5432/laufzettel"
            )
        query = dict(pair.partition("=")[::2] for pair in parts.query.split("&") if pair)
        return cls(
            name=unquote(parts.path[1:]),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            host=unquote(query.get("host", "")) or parts.hostname or "",
            port=query.get("port", "") or str(parts.port or ""),
        )


@dataclass(frozen=True, slots=True)
class Configuration:
    """What the environment says. Read once, at start."""

    mode: Mode
    data: Path
    secret_key: str
    base_url: str
    hosts: tuple[str, ...]
    database: DatabaseAddress | None
    database_owner: DatabaseAddress | None
    as_owner: bool
    master_key: str
    email_url: str
    email_from: str
    pool_size: int
    trusted_proxies: int
    services: Path
    scanner: str = "none"
    call_hosts: frozenset[str] = frozenset()
    bucket: BucketAddress | None = None
    sign_in: Provider | None = None
    problems: tuple[str, ...] = field(default=())

    @classmethod
    def from_environment(cls, env: Mapping[str, str] = os.environ) -> Self:
        """Read the variables; raise `ConfigurationError` when one of them does not make sense."""
        mode = env.get("LAUFZETTEL_MODE", "development")
        if mode not in MODES:
            raise ConfigurationError(f"LAUFZETTEL_MODE ist {mode!r}. Erlaubt sind: {', '.join(MODES)}.")
        base_url = env.get("LAUFZETTEL_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
        return cls(
            mode=mode,
            data=Path(env.get("LAUFZETTEL_DATA", "var")).absolute(),
            secret_key=env.get("LAUFZETTEL_SECRET_KEY", INSECURE_SECRET),
            base_url=base_url,
            hosts=_hosts(env.get("LAUFZETTEL_HOSTS", ""), base_url, mode),
            database=_address(env, "DATABASE_URL"),
            database_owner=_address(env, "DATABASE_OWNER_URL"),
            as_owner=env.get("LAUFZETTEL_AS_OWNER", "") == "1",
            master_key=env.get("LAUFZETTEL_MASTER_KEY", ""),
            email_url=env.get("LAUFZETTEL_EMAIL_URL", ""),
            email_from=env.get("LAUFZETTEL_EMAIL_FROM", "Laufzettel <noreply@localhost>"),
            pool_size=_integer(env, "LAUFZETTEL_POOL_SIZE", 10),
            trusted_proxies=_integer(env, "LAUFZETTEL_TRUSTED_PROXIES", 0),
            services=Path(env.get("LAUFZETTEL_SERVICES", "services")).absolute(),
            scanner=_scanner(env.get("LAUFZETTEL_SCANNER", "none" if mode == "demo" else "")),
            call_hosts=frozenset(filter(None, env.get("LAUFZETTEL_CALL_HOSTS", "").replace(" ", "").split(","))),
            bucket=_bucket(env.get("LAUFZETTEL_FILES", "")),
            sign_in=_sign_in(env) or (demo_account(base_url) if mode == "demo" else None),
        )

    def mailer(self) -> dict[str, Any]:
        """The mail server of LAUFZETTEL_EMAIL_URL (`smtp`, `smtp+tls` or `smtps`) as Django wants it.

        Without one nothing leaves the house: a demo shows its e-mails on `/demo/post/`.
        """
        if not self.email_url:
            return {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
        parts = urlsplit(self.email_url)
        if parts.scheme not in ("smtp", "smtp+tls", "smtps") or not parts.hostname:
            raise ConfigurationError(
                "LAUFZETTEL_EMAIL_URL ist keine Mailadresse eines Servers. Beispiel: smtp+tls://name:passwort@mail.example:587"
            )
        return {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": parts.hostname,
                "port": parts.port or 587,
                "username": unquote(parts.username or ""),
                "password": unquote(parts.password or ""),
                "use_tls": parts.scheme == "smtp+tls",
                "use_ssl": parts.scheme == "smtps",
                "timeout": 20,
            },
        }

    def unsafe(self) -> tuple[str, ...]:
        """Why this must not run in production; empty when it may, or when it is not production."""
        if self.mode != "production":
            return ()
        checks = {
            "LAUFZETTEL_SECRET_KEY fehlt oder ist kürzer als 50 Zeichen.": len(self.secret_key) >= 50
            and self.secret_key != INSECURE_SECRET,
            "LAUFZETTEL_MASTER_KEY fehlt: 32 Bytes, base64, zum Beispiel von `openssl rand -base64 32`.": bool(
                self.master_key
            ),
            "LAUFZETTEL_BASE_URL muss mit https:// beginnen.": self.base_url.startswith("https://"),
            "LAUFZETTEL_EMAIL_URL fehlt: smtp+tls://name:passwort@server:587.": bool(self.email_url),
            "LAUFZETTEL_FILES muss mit s3:// beginnen: s3+http:// geht nur auf demselben Rechner.": self.bucket is None
            or self.bucket.is_encrypted
            or self.bucket.is_near,
            "LAUFZETTEL_SIGN_IN_ISSUER muss mit https:// beginnen.": self.sign_in is None
            or self.sign_in.issuer.startswith("https://"),
            "LAUFZETTEL_SIGN_IN_SECRET fehlt.": self.sign_in is None or bool(self.sign_in.client_secret),
        }
        return tuple(sentence for sentence, is_met in checks.items() if not is_met)


def demo_account(base_url: str) -> Provider:
    """The identity provider that a demo brings along (`site/demo_account/`); no other installation has it."""
    secret = "only-in-a-demo"  # noqa: S105 - it opens invented persons alone
    levels = read_levels(DEFAULT_LEVELS)
    return Provider(f"{base_url}/demo/konto", "laufzettel", secret, "Demo-Konto", "acr", levels)


def _sign_in(env: Mapping[str, str]) -> Provider | None:
    """The identity provider for citizens; without an issuer nobody signs in."""
    issuer = env.get("LAUFZETTEL_SIGN_IN_ISSUER", "").strip()
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ConfigurationError(
            f"LAUFZETTEL_SIGN_IN_ISSUER ist {issuer!r}. Beispiel: https://konto.example/realms/buerger"
        )
    if not env.get("LAUFZETTEL_SIGN_IN_CLIENT"):
        raise ConfigurationError("LAUFZETTEL_SIGN_IN_CLIENT fehlt: wie der Anbieter des Kontos Laufzettel nennt.")
    try:
        levels = read_levels(env.get("LAUFZETTEL_SIGN_IN_LEVELS", DEFAULT_LEVELS))
    except ValueError as error:
        raise ConfigurationError(f"LAUFZETTEL_SIGN_IN_LEVELS: {error}. Beispiel: basic=loa1; high=loa3 loa4") from None
    return Provider(
        issuer=issuer,
        client_id=env["LAUFZETTEL_SIGN_IN_CLIENT"],
        client_secret=env.get("LAUFZETTEL_SIGN_IN_SECRET", ""),
        name=env.get("LAUFZETTEL_SIGN_IN_NAME", "Nutzerkonto"),
        level_claim=env.get("LAUFZETTEL_SIGN_IN_CLAIM", "acr"),
        levels=levels,
        scope=env.get("LAUFZETTEL_SIGN_IN_SCOPE", "openid profile email address"),
    )


def _hosts(text: str, base_url: str, mode: Mode) -> tuple[str, ...]:
    hosts = [host.strip() for host in text.split(",") if host.strip()]
    own = urlsplit(base_url).hostname or ""
    local = [] if mode == "production" else ["127.0.0.1", "localhost", "[::1]"]
    return tuple(dict.fromkeys([own, *hosts, *local]))


def _address(env: Mapping[str, str], variable: str) -> DatabaseAddress | None:
    return DatabaseAddress.parse(variable, env[variable]) if env.get(variable) else None


def _bucket(address: str) -> BucketAddress | None:
    """`s3://key:secret@host/bucket`; empty for a folder beside the database."""
    try:
        return BucketAddress.parse(address) if address else None
    except ValueError as error:
        raise ConfigurationError(f"LAUFZETTEL_FILES {error}") from None


def _scanner(address: str) -> str:
    """`clamd:///run/clamav/clamd.ctl`, `clamd://host:3310`, `none`, or empty: then uploads stay locked."""
    parts = urlsplit(address)
    if address not in ("", "none") and (parts.scheme != "clamd" or not (parts.hostname or parts.path)):
        raise ConfigurationError(
            f"LAUFZETTEL_SCANNER ist {address!r}. "
            "Beispiel: clamd:///run/clamav/clamd.ctl, clamd://scanner:3310 oder none."
        )
    return address


def _integer(env: Mapping[str, str], variable: str, default: int) -> int:
    text = env.get(variable, "")
    if not text:
        return default
    if not text.isdecimal():
        raise ConfigurationError(f"{variable} ist {text!r}, erwartet wird eine ganze Zahl.")
    return int(text)
