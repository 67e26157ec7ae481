"""What a citizen's browser may reach, kept in its session: drafts, the receipt, the application it showed a code for.

The session holds ids; only whoever has the cookie has the session. What the database keeps as a hash elsewhere (the
draft's token, a code just told) lies in it encrypted; the code for an hour, so that reloading does not lose it.
"""

import base64
import hashlib
import json
import uuid
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from laufzettel.applications import queries as applications
from laufzettel.applications.models import Application, Draft
from laufzettel.cases.senders import NOBODY, Sender
from laufzettel.core import rates
from laufzettel.core.actors import CITIZEN, Actor
from laufzettel.core.addresses import client_address

DRAFTS, RECEIPT, STATUS, STATUS_OF = "drafts", "receipt", "status", "status-of"
RECEIPT_SECONDS = 3600


def keep_draft(request: Any, draft: Draft, token: str) -> None:
    """From now on this browser works on the draft; `token` is what leads back to it from elsewhere."""
    kept = {"id": str(draft.id), "token": _cipher().encrypt(token.encode()).decode()}
    request.session[DRAFTS] = {**request.session.get(DRAFTS, {}), _name(request, draft.offering.key): kept}


def forget_draft(request: Any, key: str) -> None:
    """This browser works on no draft of that service any more."""
    name = _name(request, key)
    request.session[DRAFTS] = {one: kept for one, kept in request.session.get(DRAFTS, {}).items() if one != name}


def draft_id(request: Any, key: str) -> uuid.UUID | None:
    """The id of the draft of that service that this browser works on, open or not."""
    kept = request.session.get(DRAFTS, {}).get(_name(request, key))
    return uuid.UUID(kept["id"]) if kept else None


def draft_token(request: Any, key: str) -> str:
    """What leads back to the draft of that service from elsewhere."""
    return _cipher().decrypt(request.session[DRAFTS][_name(request, key)]["token"].encode()).decode()


def draft(request: Any, key: str) -> Draft | None:
    """The open draft of that service that this browser works on."""
    found = draft_id(request, key)
    return applications.open_draft(found) if found else None


def sender(request: Any, wants_mailbox: bool) -> Sender:
    """The person who sends an application with this request."""
    return Sender(request.citizen.id, request.citizen_trust, wants_mailbox) if request.citizen else NOBODY


def actor(request: Any) -> Actor:
    """Who does something with this request: an account, or somebody that we do not know."""
    return request.citizen.actor() if request.citizen else CITIZEN


def keep_receipt(request: Any, application: Application, code: str, token: str) -> None:
    """Keep what was told once for an hour; written in the transaction that makes the application, not after it."""
    text = json.dumps({"id": str(application.id), "code": code, "token": token})
    request.session[RECEIPT] = _cipher().encrypt(text.encode()).decode()
    open_application(request, application)
    request.session.save()
    request.session.modified = False


def receipt(request: Any) -> dict[str, str] | None:
    """What was told within the last hour: `id`, `code`, `token`."""
    kept = request.session.get(RECEIPT)
    if not kept:
        return None
    try:
        return dict(json.loads(_cipher().decrypt(kept.encode(), ttl=RECEIPT_SECONDS)))
    except InvalidToken:
        return None


def open_application(request: Any, application: Application) -> None:
    """The person has shown number and code: the application's letters may be read in this session."""
    request.session[STATUS] = str(application.id)
    request.session.pop(STATUS_OF, None)


def open_own_application(request: Any, application: Application) -> None:
    """The same for the person whose account has sent it, as long as she is signed in."""
    open_application(request, application)
    request.session[STATUS_OF] = str(request.citizen.id)


def opened_application(request: Any) -> Application | None:
    """The application whose code the person has shown, or that is hers and opened signed in."""
    text, owner = request.session.get(STATUS), request.session.get(STATUS_OF)
    if owner and (request.citizen is None or str(request.citizen.id) != owner):
        return None
    return applications.application_by_id(uuid.UUID(text)) if text else None


def too_many(request: HttpRequest, name: str, limit: int, seconds: int) -> HttpResponse | None:
    """The page that asks to wait, when this address has tried `name` more than `limit` times in `seconds`."""
    if rates.is_allowed(name, client_address(request), limit=limit, seconds=seconds):
        return None
    minutes = max(1, seconds // 60)
    response = render(request, "ui/errors/429.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def private(response: HttpResponse) -> HttpResponse:
    """A page with somebody's answers on it stays in nobody's cache."""
    response["Cache-Control"] = "no-store"
    return response


def _name(request: Any, key: str) -> str:
    return f"{request.tenant.slug}/{key}"


def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"receipt" + settings.SECRET_KEY.encode()).digest()))
