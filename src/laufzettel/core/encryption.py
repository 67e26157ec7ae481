"""Keys and encryption: a master key of the installation wraps a key per tenant, which wraps a key per file.

Content is AES-256-GCM in chunks of 1 MiB; the number of the chunk and whether it is the last are authenticated, so
that chunks cannot be swapped, dropped or appended.
"""

import os
import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap
from django.conf import settings

from laufzettel.core.clock import now
from laufzettel.core.models import TenantKey

CHUNK = 1024 * 1024
TAG = 16


class Damaged(Exception):
    """Content that was changed, cut short or encrypted with another key."""


@lru_cache(maxsize=1)
def master_key() -> bytes:
    """32 bytes: from LAUFZETTEL_MASTER_KEY, or, outside production, from a file in the data folder."""
    configured: bytes = settings.CONFIGURATION.master_key
    return configured or _key_file(settings.CONFIGURATION.data / "master.key")


def _key_file(path: Path) -> bytes:
    """The key in a file, made when there is none. Whoever comes first wins, and nobody sees a half-written key."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=f"{path.name}.") as fresh:  # a name of its own for each thread
            fresh.write(os.urandom(32))
            fresh.flush()
            os.fsync(fresh.fileno())
            with suppress(FileExistsError):
                os.link(fresh.name, path)
    return path.read_bytes()


def tenant_key() -> bytes:
    """The key of the tenant whose scope is open, made when it is first needed; who comes second waits for it."""
    row = TenantKey.objects.first()
    if row is None:
        made = TenantKey(wrapped=aes_key_wrap(master_key(), os.urandom(32)), created_at=now())
        TenantKey.objects.bulk_create([made], ignore_conflicts=True)
        row = TenantKey.objects.get()
    return aes_key_unwrap(master_key(), bytes(row.wrapped))


def new_file_key() -> tuple[bytes, bytes]:
    """A fresh key for one file, and the same wrapped by the tenant's key."""
    key = os.urandom(32)
    return key, aes_key_wrap(tenant_key(), key)


def unwrap_file_key(wrapped: bytes) -> bytes:
    """The key of a file of the tenant whose scope is open."""
    return aes_key_unwrap(tenant_key(), wrapped)


def encrypt(chunks: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """Encrypt a stream; each piece given out is one chunk with its tag."""
    cipher, number, buffer = AESGCM(key), 0, b""
    for piece in chunks:
        buffer += piece
        while len(buffer) > CHUNK:
            yield cipher.encrypt(_nonce(number), buffer[:CHUNK], _position(number, is_last=False))
            buffer, number = buffer[CHUNK:], number + 1
    yield cipher.encrypt(_nonce(number), buffer, _position(number, is_last=True))


def decrypt(chunks: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """Decrypt a stream made by `encrypt`; raises `Damaged` before anything of a wrong chunk is given out."""
    cipher, number, buffer = AESGCM(key), 0, b""
    for piece in chunks:
        buffer += piece
        while len(buffer) > CHUNK + TAG:
            yield _open(cipher, number, buffer[: CHUNK + TAG], is_last=False)
            buffer, number = buffer[CHUNK + TAG :], number + 1
    yield _open(cipher, number, buffer, is_last=True)


def _open(cipher: AESGCM, number: int, chunk: bytes, *, is_last: bool) -> bytes:
    try:
        return cipher.decrypt(_nonce(number), chunk, _position(number, is_last=is_last))
    except InvalidTag:
        raise Damaged(f"chunk {number}") from None


def _nonce(number: int) -> bytes:
    return struct.pack(">IQ", 0, number)  # the key is used for one file only


def _position(number: int, *, is_last: bool) -> bytes:
    return struct.pack(">Q?", number, is_last)
