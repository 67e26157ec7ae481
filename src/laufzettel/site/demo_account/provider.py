"""The provider's side of the protocol, by Authlib. Nothing is stored: codes and access tokens are sealed and short."""

import base64
import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from authlib.integrations.django_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from authlib.oidc.core.models import AuthorizationCodeMixin
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from joserfc.jwk import ECKey

from laufzettel.core import rates
from laufzettel.identity.provider import Provider
from laufzettel.portal.views.signing_in import RETURN
from laufzettel.site.demo_account.persons import PERSONS, Person

CODE_SECONDS, TOKEN_SECONDS = 60, 300
ORDER_OF_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def own() -> Provider:
    """The provider as it knows itself; tests serve it at another address."""
    found: Provider = settings.DEMO_ACCOUNT
    return found


@lru_cache(maxsize=1)
def signing_key() -> Any:
    """The key of the ID tokens, the same in every process: it follows from the installation's secret."""
    seed = int.from_bytes(_derived(b"demo account: ID tokens", 48))
    private = ec.derive_private_key(seed % (ORDER_OF_P256 - 1) + 1, ec.SECP256R1())
    return ECKey.import_key(private, {"kid": "demo", "use": "sig", "alg": "ES256"})


class Client(ClientMixin):  # type: ignore[misc]  # Authlib has no types, here and below
    """Laufzettel itself, the only client there is."""

    id_token_signed_response_alg = "ES256"  # noqa: S105 - the name of an algorithm

    def get_client_id(self) -> str:
        return own().client_id

    def get_default_redirect_uri(self) -> str:
        return f"{settings.CONFIGURATION.base_url}{RETURN}"

    def get_allowed_scope(self, scope: str) -> str:
        return " ".join(name for name in scope.split() if name in SCOPES)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Back to this installation alone, whichever of its names the browser uses."""
        parts = urlsplit(redirect_uri)
        return parts.path == RETURN and not parts.query and (parts.hostname or "") in settings.ALLOWED_HOSTS

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == own().client_secret

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:  # noqa: ARG002 - Authlib's signature
        return method in ("client_secret_basic", "client_secret_post")

    def check_response_type(self, response_type: str) -> bool:
        return bool(response_type == "code")

    def check_grant_type(self, grant_type: str) -> bool:
        return bool(grant_type == "authorization_code")


SCOPES = ("openid", "profile", "email", "address")


@dataclass
class Code(AuthorizationCodeMixin):  # type: ignore[misc]
    """What a code stands for."""

    person: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    auth_time: int

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return self.auth_time

    def get_acr(self) -> str:
        return PERSONS[self.person].acr

    def get_amr(self) -> list[str]:
        return []


class Grant(AuthorizationCodeGrant):  # type: ignore[misc]
    """The authorization code: sealed, good for a minute, and for one time."""

    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

    def generate_authorization_code(self) -> str:
        payload = self.request.payload
        data = payload.data
        return _seal(
            "code",
            {
                "person": self.request.user.key,
                "redirect_uri": payload.redirect_uri,
                "scope": payload.scope,
                "nonce": data.get("nonce", ""),
                "code_challenge": data["code_challenge"],
                "code_challenge_method": data.get("code_challenge_method", "plain"),
                "auth_time": int(time.time()),
            },
        )

    def save_authorization_code(self, code: str, request: Any) -> None:
        """It holds everything itself."""

    def query_authorization_code(self, code: str, client: Client) -> Code | None:  # noqa: ARG002
        found = _opened("code", code, CODE_SECONDS)
        used = hashlib.sha256(code.encode()).hexdigest()
        if found is None or not rates.is_allowed("demo-account-code", used, limit=1, seconds=86400):
            return None
        return Code(**found)

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """It is used up when it was asked for."""

    def authenticate_user(self, authorization_code: Code) -> Person:
        return PERSONS[authorization_code.person]


class IdToken(OpenIDCode):  # type: ignore[misc]
    """The ID token: who, and at which level. Everything else stands at the userinfo endpoint."""

    def exists_nonce(self, nonce: str, request: Any) -> bool:  # noqa: ARG002
        return False

    def resolve_client_private_key(self, client: Client) -> Any:  # noqa: ARG002
        return signing_key()

    def get_encode_header(self, client: Client) -> dict[str, str]:  # noqa: ARG002
        return {"alg": "ES256", "kid": "demo"}

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        return {"iss": own().issuer, "aud": [client.get_client_id()], "exp": int(time.time()) + TOKEN_SECONDS}

    def generate_user_info(self, user: Person, scope: str) -> UserInfo:  # noqa: ARG002
        return UserInfo({"sub": user.claims()["sub"]})


class Server(AuthorizationServer):  # type: ignore[misc]
    """Authlib's server with one client, and no tables."""

    def __init__(self) -> None:
        super().__init__(None, None)
        self.register_grant(Grant, [IdToken(require_nonce=True), CodeChallenge(required=True)])
        self.register_token_generator("default", BearerTokenGenerator(_access_token, expires_generator=_lifetime))

    def query_client(self, client_id: str) -> Client | None:
        return Client() if client_id == own().client_id else None

    def save_token(self, token: Mapping[str, Any], request: Any) -> None:
        """It holds everything itself."""


@lru_cache(maxsize=1)
def server() -> Server:
    """The provider."""
    return Server()


def person_of_token(token: str) -> Person | None:
    """Whose data an access token opens."""
    found = _opened("token", token, TOKEN_SECONDS)
    return PERSONS.get(found["person"]) if found else None


def _access_token(client: Any, grant_type: str, user: Person, scope: str) -> str:  # noqa: ARG001
    return _seal("token", {"person": user.key})


def _lifetime(client: Any, grant_type: str) -> int:  # noqa: ARG001
    return TOKEN_SECONDS


def _seal(purpose: str, content: Mapping[str, Any]) -> str:
    return _cipher(purpose).encrypt(json.dumps(content).encode()).decode()


def _opened(purpose: str, text: str, seconds: int) -> dict[str, Any] | None:
    try:
        return dict(json.loads(_cipher(purpose).decrypt(text.encode(), ttl=seconds)))
    except InvalidToken:
        return None


def _cipher(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(f"demo account: {purpose}".encode(), 32)))


def _derived(purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose).derive(settings.SECRET_KEY.encode())
