"""The audit log (law 5): plain inserts, sealed in order into hashed blocks, which are chained and signed.

An entry's hash covers everything but its payload, for which a salted commitment stands in: shredding the payload
leaves the chain valid, and `verify` names the entry that was tampered with.
"""

import hashlib
import json
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import connection

from laufzettel.core.actors import Actor
from laufzettel.core.clock import now
from laufzettel.core.encryption import master_key
from laufzettel.core.models import AuditBlock, AuditEntry
from laufzettel.core.tenancy import current_tenant

GENESIS = bytes(32)
BLOCK_SIZE = 1000


def record(
    actor: Actor,
    action: str,
    *,
    kind: str = "",
    object_id: uuid.UUID | None = None,
    reason: str = "",
    payload: dict[str, Any] | None = None,
) -> None:
    """Write one entry in the open tenant's log.

    `action` is a stable kebab-case name, such as `case-opened`; `payload` holds what is personal and may be shredded.
    """
    salt = os.urandom(16)
    AuditEntry(
        at=now(),
        actor=actor.to_json(),
        action=action,
        object_kind=kind,
        object_id=object_id,
        reason=reason,
        payload=payload,
        salt=salt,
        commitment=_commit(salt, payload),
    ).save(force_insert=True)


def seal() -> int:
    """Seal what is unsealed in the open tenant's log; the number of entries sealed. One sealer at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [str(current_tenant())])
    entries = list(AuditEntry.objects.filter(is_sealed=False).order_by("id")[:BLOCK_SIZE])
    if not entries:
        return 0
    last = AuditBlock.objects.order_by("-number").first()
    number, previous = (last.number + 1, bytes(last.hash)) if last else (1, GENESIS)
    ids, hashes = [entry.id for entry in entries], [entry_hash(entry) for entry in entries]
    AuditBlock(
        number=number,
        sealed_at=now(),
        entry_ids=ids,
        entry_hashes=hashes,
        previous=previous,
        hash=_block_hash(current_tenant(), number, previous, ids, hashes),
    ).save(force_insert=True)
    AuditEntry.objects.filter(id__in=ids).update(is_sealed=True)
    return len(entries)


def sign() -> int:
    """Sign the newest block of the open tenant's log; the number of blocks signed, 0 or 1."""
    block = AuditBlock.objects.order_by("-number").first()
    if block is None or block.signature is not None:
        return 0
    block.signature = _signing_key().sign(bytes(block.hash))
    block.save(update_fields=["signature"])
    return 1


@dataclass(frozen=True, slots=True)
class Fault:
    """What `verify` found: in which block, and which entry when it is one."""

    block: int
    entry: uuid.UUID | None
    sentence: str


def verify() -> Iterator[Fault]:
    """Check the open tenant's log, block by block; gives nothing when it is whole."""
    previous, expected = GENESIS, 1
    for block in AuditBlock.objects.order_by("number").iterator():
        if block.number != expected or bytes(block.previous) != previous:
            yield Fault(block.number, None, f"Block {block.number} schließt nicht an den Block davor an.")
        yield from _verify_block(block)
        previous, expected = bytes(block.hash), block.number + 1
    sealed = AuditEntry.objects.filter(is_sealed=True).count()
    listed = sum(len(ids) for ids in AuditBlock.objects.values_list("entry_ids", flat=True))
    if sealed > listed:
        yield Fault(0, None, f"{sealed - listed} Einträge gelten als versiegelt, stehen aber in keinem Block.")


def _verify_block(block: AuditBlock) -> Iterator[Fault]:
    hashes = [bytes(value) for value in block.entry_hashes]
    if _block_hash(block.tenant_id, block.number, bytes(block.previous), block.entry_ids, hashes) != bytes(block.hash):
        yield Fault(block.number, None, f"Block {block.number} wurde verändert.")
    if block.signature is not None:
        try:
            _signing_key().public_key().verify(bytes(block.signature), bytes(block.hash))
        except InvalidSignature:
            yield Fault(block.number, None, f"Die Unterschrift unter Block {block.number} stimmt nicht.")
    entries = {entry.id: entry for entry in AuditEntry.objects.filter(id__in=block.entry_ids)}
    for entry_id, expected in zip(block.entry_ids, hashes, strict=True):
        entry = entries.get(entry_id)
        if entry is None:
            yield Fault(block.number, entry_id, f"Eintrag {entry_id} fehlt.")
        elif entry_hash(entry) != expected or not _payload_fits(entry):
            yield Fault(block.number, entry_id, f"Eintrag {entry_id} ({entry.action}) wurde verändert.")


def entry_hash(entry: AuditEntry) -> bytes:
    """The hash of an entry without its payload, which the commitment stands for."""
    parts = [
        str(entry.id),
        str(entry.tenant_id),
        entry.at.timestamp(),
        entry.actor,
        entry.action,
        entry.object_kind,
        str(entry.object_id),
        entry.reason,
        bytes(entry.commitment).hex(),
    ]
    return hashlib.sha256(_canonical(parts)).digest()


def _payload_fits(entry: AuditEntry) -> bool:
    if entry.salt is None:  # shredded
        return entry.payload is None
    return _commit(bytes(entry.salt), entry.payload) == bytes(entry.commitment)


def _commit(salt: bytes, payload: dict[str, Any] | None) -> bytes:
    return hashlib.sha256(salt + _canonical(payload)).digest()


def _block_hash(tenant: uuid.UUID, number: int, previous: bytes, ids: list[uuid.UUID], hashes: list[bytes]) -> bytes:
    parts = [str(tenant), number, previous.hex(), [str(i) for i in ids], [value.hex() for value in hashes]]
    return hashlib.sha256(_canonical(parts)).digest()


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _signing_key() -> Ed25519PrivateKey:
    seed = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"laufzettel audit signature").derive(master_key())
    return Ed25519PrivateKey.from_private_bytes(seed)
