"""The virus scanner: clamd, asked by INSTREAM over a socket."""

import socket
import struct
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

PIECE = 256 * 1024
SECONDS = 60


class Unreachable(Exception):
    """The scanner gave no answer that counts; the file stays locked, and is tried again."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner says; `name` is that of what it found."""

    is_clean: bool
    name: str = ""


def is_wanted() -> bool:
    """Whether files wait for a scanner. Only an operator who says `none` does without."""
    return bool(settings.CONFIGURATION.scanner != "none")


def scan(content: bytes) -> Verdict:
    """Ask the scanner; raises `Unreachable`."""
    address: str = settings.CONFIGURATION.scanner
    if not address:
        raise Unreachable("no LAUFZETTEL_SCANNER")
    try:
        with _connect(address) as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), PIECE):
                piece = content[start : start + PIECE]
                connection.sendall(struct.pack(">I", len(piece)) + piece)
            connection.sendall(struct.pack(">I", 0))
            answer = _answer(connection)
    except OSError as error:
        raise Unreachable(str(error)) from error
    if answer == "stream: OK":
        return Verdict(is_clean=True)
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Verdict(is_clean=False, name=answer.removeprefix("stream: ").removesuffix(" FOUND"))
    raise Unreachable(answer[:200])


def _connect(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.hostname:
        return socket.create_connection((parts.hostname, parts.port or 3310), timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(SECONDS)
    try:
        connection.connect(parts.path)
    except OSError:
        connection.close()
        raise
    return connection


def _answer(connection: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\0"):
        piece = connection.recv(4096)
        if not piece:
            break
        received += piece
    return received.rstrip(b"\0").decode("utf-8", "replace").strip()
