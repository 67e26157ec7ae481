"""Public tokens: 256 bits, only their hash is stored, bound to a purpose, expiring. An id is never a secret."""

import hashlib
import secrets
import uuid
from datetime import datetime

from laufzettel.core.clock import now
from laufzettel.core.models import PublicToken
from laufzettel.core.tenancy import current_tenant


def issue(purpose: str, object_id: uuid.UUID, expires_at: datetime) -> str:
    """A new token for an object of the open tenant. It is told once and cannot be read again."""
    token = secrets.token_urlsafe(32)
    PublicToken.objects.create(
        sha256=_hash(token), tenant=current_tenant(), purpose=purpose, object=object_id, expires_at=expires_at
    )
    return token


def find(token: str, purpose: str, tenant: uuid.UUID) -> uuid.UUID | None:
    """The object a token stands for; None when it is unknown, expired, of another purpose or another tenant."""
    row = PublicToken.objects.filter(sha256=_hash(token), purpose=purpose, tenant=tenant).first()
    return row.object if row and row.expires_at > now() else None


def revoke(purpose: str, object_id: uuid.UUID) -> None:
    """Make every token of this purpose for an object worthless."""
    PublicToken.objects.filter(purpose=purpose, object=object_id, tenant=current_tenant()).delete()


def sweep() -> int:
    """Delete what has expired; the number of tokens deleted."""
    return PublicToken.objects.filter(expires_at__lt=now()).delete()[0]


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
