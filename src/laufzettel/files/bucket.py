"""Objects in a bucket of an S3-compatible store. A write is one request: the object is there whole, or not at all."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from laufzettel.files.address import BucketAddress
from laufzettel.files.store import Missing, Unavailable

if TYPE_CHECKING:
    from obstore.store import ClientConfig

PIECE: Final = 256 * 1024
# Somebody waits for the page meanwhile, and a thread of the web server with them.
CONNECT, SILENCE, IN_ALL = timedelta(seconds=3), timedelta(seconds=10), timedelta(seconds=120)
TRIES, TRYING = 3, timedelta(seconds=15)


class Bucket:
    """The bucket at an address; an object's name is its key there, behind the address's prefix."""

    def __init__(self, address: BucketAddress) -> None:
        options: ClientConfig = {
            "allow_http": not address.is_encrypted,
            "connect_timeout": CONNECT,
            "read_timeout": SILENCE,
            "timeout": IN_ALL,
        }
        if address.authority:
            options["root_certificate"] = address.authority.read_bytes()
        self._store = S3Store(
            address.bucket,
            prefix=address.prefix or None,
            endpoint=address.endpoint,
            region=address.region,
            access_key_id=address.key,
            secret_access_key=address.secret,
            client_options=options,
            retry_config={"max_retries": TRIES, "retry_timeout": TRYING},
        )

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Put an object down; one of this name is replaced whole."""
        with _speaking(name):
            obstore.put(self._store, name, b"".join(chunks), use_multipart=False)

    def read(self, name: str) -> Iterator[bytes]:
        """The object's bytes in pieces; raises `Missing` at once, not at the first piece."""
        with _speaking(name):
            stream = obstore.get(self._store, name).stream(min_chunk_size=PIECE)
        return _pieces(name, stream)

    def delete(self, name: str) -> None:
        """Remove an object, if it is there."""
        try:
            with _speaking(name):
                obstore.delete(self._store, name)
        except Missing:
            pass

    def names(self, prefix: str = "", before: float | None = None) -> Iterator[str]:
        """Names under a prefix, of objects written before a moment (seconds since 1970)."""
        with _speaking(prefix):
            for batch in obstore.list(self._store, prefix or None):
                for found in batch:
                    if before is None or found["last_modified"].timestamp() < before:
                        yield found["path"]

    def size(self, name: str) -> int | None:
        """Its bytes, or None where there is no such object."""
        try:
            with _speaking(name):
                return obstore.head(self._store, name)["size"]
        except Missing:
            return None


def _pieces(name: str, stream: "obstore.BytesStream") -> Iterator[bytes]:
    with _speaking(name):
        for piece in stream:
            yield bytes(piece)


@contextmanager
def _speaking(name: str) -> Iterator[None]:
    """What the store answers, in our words: an object is missing, or the store is not to be had."""
    try:
        yield
    except (NotFoundError, FileNotFoundError):
        raise Missing(name) from None
    except BaseError as error:
        raise Unavailable(str(error).partition("\n")[0][:300]) from error
