"""A WSGI application behind the gate, for granian to load; the gate's patience is short, so that tests are."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from laufzettel.site.serve.gate import Gate, Patience

MEBIBYTE = 1024 * 1024
SHORT = Patience(pause=1.5, grace=3, bytes_per_second=1024, download_pause=60, largest_body=4 * MEBIBYTE)
TAKEN: list[int] = []
SHOWN = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "CONTENT_LENGTH", "REMOTE_ADDR", "HTTP_HOST", "HTTP_COOKIE")


def application(environ: dict[str, Any], start: Callable[..., None]) -> Iterable[bytes]:
    """What was asked for."""
    path = environ["PATH_INFO"]
    if path == "/broken":
        raise ValueError
    if path.startswith("/download/"):
        size = int(path.removeprefix("/download/"))
        start("200 OK", [("Content-Type", "application/octet-stream"), ("Content-Length", str(size * MEBIBYTE))])
        return _parts(size)
    if path == "/environ":
        shown = {name: environ[name] for name in environ if name in SHOWN or name.startswith("HTTP_X")}
        return _answer(start, repr(shown).encode())
    if path == "/taken":
        return _answer(start, repr(TAKEN).encode())
    body = environ["wsgi.input"].read()
    if path == "/take":
        TAKEN.append(len(body))
    return _answer(start, body)


def _answer(start: Callable[..., None], body: bytes) -> list[bytes]:
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


def _parts(size: int) -> Iterator[bytes]:
    for number in range(size):
        yield bytes([number % 256]) * MEBIBYTE


gate = Gate(application, threads=2, patience=SHORT)
