"""A small program that services ask: a real HTTP server that remembers who called."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Asked:
    """What was asked: path, idempotency key and body; and what is answered."""

    host: str = ""
    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    status: int = 200
    content: bytes = b'{"ok": true, "amount": 12.50}'
    hold: threading.Event | None = None
    """While it is not set, nobody gets an answer but whom `answer_to` names."""
    named: Callable[[Any], bool] = lambda body: False

    def answer_to(self, who: Callable[[Any], bool]) -> None:
        """Answer those whose body fits, the others wait on."""
        self.named = who

    @property
    def keys(self) -> list[str]:
        """The idempotency keys, in the order of the calls."""
        return [key for _, key, _ in self.calls]


@contextmanager
def asked() -> Iterator[Asked]:
    """The server on a free port of this machine, until the test ends."""
    found = Asked()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            mine = len(found.calls)
            found.calls.append((self.path, self.headers["Idempotency-Key"], json.loads(body) if body else None))
            while found.hold is not None and not found.hold.is_set() and not found.named(found.calls[mine][2]):
                found.hold.wait(0.05)
            self.send_response(found.status)
            self.send_header("Content-Length", str(len(found.content)))
            self.end_headers()
            self.wfile.write(found.content)

        do_GET = do_POST  # noqa: N815 - the base class names it so

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    found.host = f"127.0.0.1:{server.server_address[1]}"
    try:
        yield found
    finally:
        if found.hold is not None:
            found.hold.set()
        server.shutdown()
        thread.join()
        server.server_close()
