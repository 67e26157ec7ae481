"""Sign-in of citizens at an identity provider: OpenID Connect, authorization code with PKCE.

Authlib does the protocol: discovery, state and nonce (in the person's session), the code's exchange, the ID token's
signature and claims. What we add: only asymmetric signatures, the issuer that was configured, an ID token in any case,
a trust level that the operator has named, and clear reasons when somebody is not signed in.
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from laufzettel.identity.claims import attributes_of, name_of
from laufzettel.identity.provider import Provider
from laufzettel.identity.trust import Trust

log = logging.getLogger("laufzettel.identity")
TIMEOUT = 10
"""Seconds that the provider has for an answer."""
SECONDS_TO_SIGN_IN = 1800
SIGNATURES = ["ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "EdDSA", "Ed25519"]
_DAY = 24 * 3600


class SignInRefused(Exception):
    """Nobody was signed in. `reason`: `cancelled` by the person, `expired` (begun elsewhere, too long ago, or used
    already), `level` (a trust level that we do not know), `provider` (it does not answer, or not as it should).
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Person:
    """Who has signed in: what the provider calls the person, how sure it is, and what it says of them.

    `attributes` are those that a form's `prefill` names.
    """

    issuer: str
    subject: str
    trust: Trust
    name: str
    email: str
    attributes: Mapping[str, Any]
    begun: Mapping[str, str] = field(default_factory=dict)
    """What was kept when the sign-in began: `target`, `tenant`, `required`."""


def provider() -> Provider | None:
    """The provider of this installation, if it has one."""
    found: Provider | None = settings.SIGN_IN
    return found


def begin(request: HttpRequest, redirect_uri: str, kept: Mapping[str, str], required: Trust = Trust.NONE) -> str:
    """Begin a sign-in: the address at the provider to send the person to. Raises `SignInRefused`.

    `kept` comes back with the person; `required` is the trust level that is needed, which the provider may exceed.
    """
    client, chosen = _client(), _provider()
    more = {}
    if required is not Trust.NONE and chosen.level_claim == "acr":
        more["acr_values"] = " ".join(chosen.values_from(required))
    with _answering():
        url = client.create_authorization_url(redirect_uri, **more)
    # Kept with the state: another tab has another one. `kept` may not say what Authlib does.
    own = {"state": url["state"], "nonce": url["nonce"], "code_verifier": url["code_verifier"]}
    client.save_authorize_data(request, redirect_uri=redirect_uri, **own, kept=dict(kept), at=time.time())
    return str(url["url"])


def person_of(request: HttpRequest) -> Person:
    """The person with whom the provider has sent this browser back. Raises `SignInRefused`. Works once a sign-in."""
    client, chosen = _client(), _provider()
    begun = client.framework.get_state_data(request.session, request.GET.get("state", ""))
    if not begun or begun["at"] < time.time() - SECONDS_TO_SIGN_IN:
        raise SignInRefused("expired")
    if request.GET.get("error"):
        client.framework.clear_state_data(request.session, request.GET["state"])
        cancelled = request.GET["error"] == "access_denied"
        log.warning("the identity provider answers with the error %.80r", request.GET["error"])
        raise SignInRefused("cancelled" if cancelled else "provider")
    with _answering():
        token = client.authorize_access_token(request, claims_options=_expected(chosen))
        claims = dict(token.get("userinfo") or {})
        if not claims:
            raise SignInRefused("provider")
        claims |= _more(client, token, claims["sub"])
    level = chosen.level_of.get(str(claims.get(chosen.level_claim, "")))
    if level is None:
        log.warning("no trust level for %s=%.80r", chosen.level_claim, claims.get(chosen.level_claim))
        raise SignInRefused("level")
    attributes = attributes_of(claims)
    return Person(
        chosen.issuer,
        str(claims["sub"])[:255],
        Trust(level),
        name_of(claims),
        str(attributes.get("email", "")),
        attributes,
        begun["kept"],
    )


def _expected(chosen: Provider) -> dict[str, Any]:
    return {
        "iss": {"essential": True, "value": chosen.issuer},
        "aud": {"essential": True, "value": chosen.client_id},
    }


def _more(client: Any, token: Any, subject: str) -> dict[str, Any]:
    """What the provider tells at its userinfo endpoint, about the same person; the ID token's word counts more."""
    if not client.server_metadata.get("userinfo_endpoint"):
        return {}
    told = dict(client.userinfo(token=token))
    if told.get("sub") != subject:
        log.warning("the identity provider's userinfo is about somebody else")
        raise SignInRefused("provider")
    return {name: value for name, value in told.items() if name in _PERSONAL}


_PERSONAL = {"name", "given_name", "family_name", "birthdate", "email", "address"}


def _provider() -> Provider:
    found = provider()
    if found is None:
        raise SignInRefused("provider")
    return found


def _client() -> Any:
    chosen = _provider()
    with _answering():
        client = _prepared(chosen, int(time.time()) // _DAY)
        metadata = client.load_server_metadata()
    if metadata.get("issuer") != chosen.issuer:
        log.warning("the identity provider calls itself %.200r, not %s", metadata.get("issuer"), chosen.issuer)
        raise SignInRefused("provider")
    metadata["id_token_signing_alg_values_supported"] = SIGNATURES
    return client


@lru_cache(maxsize=4)
def _prepared(chosen: Provider, _day: int) -> Any:
    """A client; what it has learnt of the provider is kept for at most a day."""
    from authlib.integrations.django_client import OAuth  # takes a while, and most processes never need it

    return OAuth().register(
        "citizens",
        client_id=chosen.client_id,
        client_secret=chosen.client_secret or None,
        server_metadata_url=f"{chosen.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": chosen.scope, "code_challenge_method": "S256", "default_timeout": TIMEOUT},
        user_agent="Laufzettel",
    )


class _answering:  # noqa: N801 - read as a word of the sentence
    """Whatever goes wrong with the provider, or with what it says, is `SignInRefused`; the log has the cause."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, SignInRefused) or not isinstance(error, Exception):
            return
        from authlib.common.errors import AuthlibBaseError
        from joserfc.errors import JoseError
        from requests import RequestException

        # ValueError: no JSON, or none that makes sense; KeyError: something is missing in it.
        if isinstance(error, AuthlibBaseError | JoseError | RequestException | ValueError | KeyError | RuntimeError):
            log.warning("sign-in failed: %s: %.300s", type(error).__name__, error)
            raise SignInRefused("provider") from error
