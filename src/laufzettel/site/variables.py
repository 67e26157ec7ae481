"""How the single variables of the environment are read. What makes no sense is a `ConfigurationError`, never a guess.

No message shows a value that may hold a password or a key.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import SplitResult, unquote, urlsplit

from laufzettel.files.address import BucketAddress
from laufzettel.identity.provider import DEFAULT_LEVELS, Provider, read_levels

NEAR = ("127.0.0.1", "::1", "localhost")
_HOST = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)


class ConfigurationError(Exception):
    """The environment does not make sense; the message says which variable, and how to mend it."""


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """A PostgreSQL address: `postgresql://user:password@host:port/name`, or `…@/name?host=/run/folder` for a socket."""

    name: str
    user: str
    password: str = field(repr=False)
    host: str
    port: str

    @classmethod
    def parse(cls, variable: str, url: str) -> Self:
        parts = _split(url)
        query = dict(pair.partition("=")[::2] for pair in parts.query.split("&") if pair) if parts else {}
        port = query.get("port", "") or str(parts.port or "") if parts else ""
        is_fit = parts and parts.scheme in ("postgresql", "postgres") and len(parts.path) > 1
        if not parts or not is_fit or not _is_port(port or "5432"):
            raise ConfigurationError(
                f"{variable} ist keine PostgreSQL-Adresse. Beispiel: postgresql://lz_app:geheim@localhost:5432/laufzettel"
            )
        return cls(
            name=unquote(parts.path[1:]),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            host=unquote(query.get("host", "")) or parts.hostname or "",
            port=port,
        )


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where e-mails go out: `smtp`, `smtp+tls` (STARTTLS) or `smtps`, with name and password if it wants them."""

    scheme: str
    host: str
    port: int
    username: str
    password: str = field(repr=False)

    @classmethod
    def parse(cls, url: str) -> Self:
        parts = _split(url)
        if not parts or parts.scheme not in ("smtp", "smtp+tls", "smtps") or not parts.hostname:
            raise ConfigurationError(
                "LAUFZETTEL_EMAIL_URL ist keine Adresse eines Mailservers. "
                "Beispiel: smtp+tls://name:passwort@mail.example:587"
            )
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.scheme, parts.hostname, parts.port or 587, user, password)

    @property
    def is_encrypted(self) -> bool:
        """Whether the way there is."""
        return self.scheme != "smtp"

    @property
    def is_near(self) -> bool:
        """Whether it is on this machine."""
        return self.host in NEAR

    def options(self) -> dict[str, Any]:
        """What Django's backend wants to know."""
        return {
            "host": self.host,
            "port": self.port,
            "username": self.username,
            "password": self.password,
            "use_tls": self.scheme == "smtp+tls",
            "use_ssl": self.scheme == "smtps",
            "timeout": 20,
        }


@dataclass(frozen=True, slots=True)
class Certificate:
    """With it the web server ends TLS itself: the chain and its key, both PEM."""

    chain: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Listening:
    """Where and how the web server listens; `grace` are the seconds that running downloads have after a stop."""

    host: str
    port: int
    grace: int
    processes: int
    threads: int
    certificate: Certificate | None

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> Self:
        """Read the variables of the web server."""
        return cls(
            host=env.get("LAUFZETTEL_HOST", "") or "127.0.0.1",
            port=integer(env, "LAUFZETTEL_PORT", 8000, least=1, most=65535),
            grace=integer(env, "LAUFZETTEL_GRACE", 30),
            processes=integer(env, "LAUFZETTEL_WEB_PROCESSES", 1, least=1),
            threads=integer(env, "LAUFZETTEL_WEB_THREADS", 8, least=1),
            certificate=certificate(env),
        )

    @property
    def url(self) -> str:
        """The address for a browser on this machine."""
        local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        host = f"[{local}]" if ":" in local else local
        return f"{'https' if self.certificate else 'http'}://{host}:{self.port}"


def integer(env: Mapping[str, str], variable: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """A whole number within its bounds; the default where the variable is empty."""
    text = env.get(variable, "")
    if not text:
        return default
    bounds = f"von {least} bis {most}" if most is not None else f"ab {least}"
    if not text.isdecimal() or int(text) < least or (most is not None and int(text) > most):
        raise ConfigurationError(f"{variable} ist {text!r}, erwartet wird eine ganze Zahl {bounds}.")
    return int(text)


def base_url(text: str) -> str:
    """The address of the whole installation: a scheme, a host, perhaps a port, and nothing behind them."""
    parts = _split(text.rstrip("/"))
    is_fit = parts and parts.scheme in ("http", "https") and _HOST.fullmatch(_bracketed(parts.hostname or ""))
    if not parts or not is_fit or parts.username or parts.path or parts.query or parts.fragment:
        raise ConfigurationError(
            f"LAUFZETTEL_BASE_URL ist {text!r}. Erwartet wird Schema und Rechner, sonst nichts: https://antrag.example"
        )
    return text.rstrip("/")


def hosts(text: str) -> list[str]:
    """Host names with commas between them, without scheme and port."""
    found = [host.strip() for host in text.split(",") if host.strip()]
    if wrong := [host for host in found if not _HOST.fullmatch(host)]:
        raise ConfigurationError(
            f"LAUFZETTEL_HOSTS nennt {wrong[0]!r}. Erwartet werden Namen von Rechnern, ohne https:// und ohne Port: "
            "antrag.example, formulare.example"
        )
    return found


def master_key(text: str) -> bytes:
    """32 bytes, base64; empty when it lies in a file instead."""
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b"?"
    if len(key) not in (0, 32):
        raise ConfigurationError(
            "LAUFZETTEL_MASTER_KEY ist kein Schlüssel: Erwartet werden 32 Bytes, base64, zum Beispiel von "
            "„openssl rand -base64 32“."
        )
    return key


def certificate(env: Mapping[str, str]) -> Certificate | None:
    """The files with which the web server ends TLS itself: both, or none."""
    paths = {name: env.get(name, "") for name in ("LAUFZETTEL_TLS_CERTIFICATE", "LAUFZETTEL_TLS_KEY")}
    if not any(paths.values()):
        return None
    for name, path in paths.items():
        if not path:
            raise ConfigurationError(f"{name} fehlt: Zertifikat und Schlüssel gehören zusammen.")
        if not Path(path).is_file():
            raise ConfigurationError(f"{name} nennt {path}. Diese Datei gibt es nicht.")
    return Certificate(*(Path(path).absolute() for path in paths.values()))


def database(env: Mapping[str, str], variable: str) -> DatabaseAddress | None:
    """Our place in a PostgreSQL; empty for the embedded one."""
    return DatabaseAddress.parse(variable, env[variable]) if env.get(variable) else None


def bucket(address: str) -> BucketAddress | None:
    """`s3://key:secret@host/bucket`; empty for a folder beside the database."""
    try:
        return BucketAddress.parse(address) if address else None
    except ValueError as error:
        raise ConfigurationError(f"LAUFZETTEL_FILES {error}") from None


def scanner(address: str) -> str:
    """`clamd:///run/clamav/clamd.ctl`, `clamd://host:3310`, `none`, or empty: then uploads stay locked."""
    parts = _split(address)
    is_clamd = parts and parts.scheme == "clamd" and (parts.hostname or parts.path)
    if address not in ("", "none") and not is_clamd:
        raise ConfigurationError(
            f"LAUFZETTEL_SCANNER ist {address!r}. "
            "Beispiel: clamd:///run/clamav/clamd.ctl, clamd://scanner:3310 oder none."
        )
    return address


def sign_in(env: Mapping[str, str]) -> Provider | None:
    """The identity provider for citizens; without an issuer nobody signs in."""
    issuer = env.get("LAUFZETTEL_SIGN_IN_ISSUER", "").strip()
    if not issuer:
        return None
    parts = _split(issuer)
    is_fit = parts and parts.scheme in ("http", "https") and parts.hostname
    if not parts or not is_fit or parts.query or parts.fragment:
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


def _split(url: str) -> SplitResult | None:
    """The parts of an address; None when it is none, or its port is no port."""
    try:
        parts = urlsplit(url)
        return None if parts.port == 0 else parts
    except ValueError:
        return None


def _is_port(text: str) -> bool:
    return text.isdecimal() and 0 < int(text) < 65536


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
