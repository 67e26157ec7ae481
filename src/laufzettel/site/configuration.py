"""Every setting that comes from the environment, typed, in one place. `docs/operations.md` explains them.

Production refuses to start unsafe: `Configuration.unsafe()` names what is missing. Single variables: `variables.py`.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from laufzettel.files.address import BucketAddress
from laufzettel.identity.provider import DEFAULT_LEVELS, Provider, read_levels
from laufzettel.site import variables
from laufzettel.site.variables import ConfigurationError, DatabaseAddress, Listening, MailServer

__all__ = ["Configuration", "ConfigurationError", "DatabaseAddress", "demo_account"]

Mode = Literal["development", "demo", "production"]
MODES: tuple[Mode, ...] = ("development", "demo", "production")
LOCAL = ("127.0.0.1", "localhost", "[::1]")
INSECURE_SECRET = "for-development-only-" + "0" * 43


@dataclass(frozen=True, slots=True)
class Configuration:
    """What the environment says. Read once, at start."""

    mode: Mode
    data: Path
    secret_key: str = field(repr=False)
    base_url: str
    hosts: tuple[str, ...]
    listening: Listening
    database: DatabaseAddress | None
    database_owner: DatabaseAddress | None
    as_owner: bool
    master_key: bytes = field(repr=False)  # empty: it lies in a file of the data folder
    mail: MailServer | None
    email_from: str
    pool_size: int
    trusted_proxies: int
    worker_threads: int
    services: Path
    scanner: str = "none"
    call_hosts: frozenset[str] = frozenset()
    bucket: BucketAddress | None = None
    sign_in: Provider | None = None

    @classmethod
    def from_environment(cls, env: Mapping[str, str] = os.environ) -> Self:
        """Read the variables; raise `ConfigurationError` when one of them does not make sense."""
        mode = env.get("LAUFZETTEL_MODE", "") or "development"
        if mode not in MODES:
            raise ConfigurationError(f"LAUFZETTEL_MODE ist {mode!r}. Erlaubt sind: {', '.join(MODES)}.")
        listening = Listening.from_environment(env)
        base_url = variables.base_url(env.get("LAUFZETTEL_BASE_URL", "") or listening.url)
        mail = env.get("LAUFZETTEL_EMAIL_URL", "")
        return cls(
            mode=mode,
            data=Path(env.get("LAUFZETTEL_DATA", "") or "var").absolute(),
            secret_key=env.get("LAUFZETTEL_SECRET_KEY", INSECURE_SECRET),
            base_url=base_url,
            hosts=_hosts(env.get("LAUFZETTEL_HOSTS", ""), base_url, mode),
            listening=listening,
            database=variables.database(env, "DATABASE_URL"),
            database_owner=variables.database(env, "DATABASE_OWNER_URL"),
            as_owner=env.get("LAUFZETTEL_AS_OWNER", "") == "1",
            master_key=variables.master_key(env.get("LAUFZETTEL_MASTER_KEY", "")),
            mail=MailServer.parse(mail) if mail else None,
            email_from=env.get("LAUFZETTEL_EMAIL_FROM", "Laufzettel <noreply@localhost>"),
            pool_size=variables.integer(env, "LAUFZETTEL_POOL_SIZE", 10, least=1),
            trusted_proxies=variables.integer(env, "LAUFZETTEL_TRUSTED_PROXIES", 0),
            worker_threads=variables.integer(env, "LAUFZETTEL_WORKER_THREADS", 2, least=1),
            services=Path(env.get("LAUFZETTEL_SERVICES", "") or "services").absolute(),
            scanner=variables.scanner(env.get("LAUFZETTEL_SCANNER", "none" if mode == "demo" else "")),
            call_hosts=frozenset(filter(None, env.get("LAUFZETTEL_CALL_HOSTS", "").replace(" ", "").split(","))),
            bucket=variables.bucket(env.get("LAUFZETTEL_FILES", "")),
            sign_in=variables.sign_in(env) or (demo_account(base_url) if mode == "demo" else None),
        )

    @property
    def further_hosts(self) -> frozenset[str]:
        """The names in LAUFZETTEL_HOSTS, in lower case: a town may answer there, else the platform does."""
        return frozenset(host.lower() for host in self.hosts) - {urlsplit(self.base_url).hostname, *LOCAL}

    def mailer(self) -> dict[str, Any]:
        """The mail server as Django wants it. Without one nothing leaves the house: a demo shows its e-mails."""
        if self.mail is None:
            return {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
        return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": self.mail.options()}

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
            "LAUFZETTEL_TRUSTED_PROXIES ist 0: Sagen Sie, wie viele Proxys davor stehen und TLS beenden (meist 1), "
            "oder lassen Sie Laufzettel selbst TLS beenden (LAUFZETTEL_TLS_CERTIFICATE, LAUFZETTEL_TLS_KEY).": bool(
                self.trusted_proxies or self.listening.certificate
            ),
            "LAUFZETTEL_EMAIL_URL fehlt: smtp+tls://name:passwort@server:587.": self.mail is not None,
            "LAUFZETTEL_EMAIL_URL muss mit smtp+tls:// oder smtps:// beginnen: smtp:// geht nur auf demselben "
            "Rechner.": self.mail is None or self.mail.is_encrypted or self.mail.is_near,
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


def _hosts(text: str, base_url: str, mode: Mode) -> tuple[str, ...]:
    own = urlsplit(base_url).hostname or ""
    local = () if mode == "production" else LOCAL
    return tuple(dict.fromkeys([own, *variables.hosts(text), *local]))
