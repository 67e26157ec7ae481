"""The gate before Django: it waits for slow phones, so that Django's threads need not.

granian hands a request over as soon as its header is there. With its own WSGI bridge a thread then waits for the body,
and eight slow phones stop the server. The gate is an RSGI application: its event loop takes the body in and gives
downloads out at the client's pace, thousands at a time; only a complete request goes to one of a few threads.
"""

import asyncio
import fcntl
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from queue import SimpleQueue
from tempfile import SpooledTemporaryFile
from time import monotonic
from typing import IO, Any, Protocol

from laufzettel.site.serve.environ import environ_of

Headers = list[tuple[str, str]]
Application = Callable[..., Iterable[bytes]]
Task = Callable[[], object]

IN_MEMORY = 256 * 1024  # bytes of a body, before the rest of it goes to the disk
PIPE = 64 * 1024  # bytes that a pipe holds
PART = 4 * PIPE  # bytes of a download fetched at a time; must be more than a pipe holds
UNTIL_OPENED = 15.0  # seconds in which granian takes the beginning of a download, whatever its client does

log = logging.getLogger(__name__)


class HeaderMap(Protocol):
    """granian's view of the request's header fields."""

    def __contains__(self, name: str) -> bool: ...
    def get(self, name: str, default: str = ...) -> str: ...
    def items(self) -> list[tuple[str, str]]: ...


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the gate waits. A client that is slower gets a 408, or its download is cut."""

    pause: float = 20  # seconds without a single byte of the body
    grace: float = 45  # seconds within which no speed is asked for
    bytes_per_second: int = 256  # after that, on average since the beginning
    download_pause: float = 120  # seconds in which a client takes nothing of a download
    largest_body: int = 128 * 1024 * 1024

    def deadline(self, received: int) -> float:
        """Seconds after the beginning by which the next bytes must be there."""
        return self.grace + received / self.bytes_per_second


class BodyRefused(Exception):
    """The body will not be taken; `status` is the answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


FORMS = ("application/x-www-form-urlencoded", "multipart/")
SENTENCES = {
    400: "Die Übertragung ist abgebrochen.\nThe transfer has broken off.\n",
    408: "Die Übertragung war zu langsam und wurde abgebrochen. Bitte versuchen Sie es erneut.\n"
    "The transfer was too slow and has been stopped. Please try again.\n",
    411: "Die Länge der Daten fehlt (Content-Length).\nThe length of the data is missing (Content-Length).\n",
    413: "Die Daten sind zu groß.\nThe data are too large.\n",
    500: "Es ist ein Fehler aufgetreten. Bitte versuchen Sie es später erneut.\n"
    "An error has occurred. Please try again later.\n",
}


@dataclass(slots=True)
class Answer:
    """What the WSGI application has answered so far."""

    status: int = 500
    headers: Headers = field(default_factory=list)
    parts: Iterator[bytes] = field(default_factory=lambda: iter(()))
    first: bytes = b""
    close: Callable[[], object] = lambda: None

    def start(self, status: str, headers: Headers, exc_info: object = None) -> None:  # noqa: ARG002
        """WSGI's `start_response`. Nothing has been sent before the first part, so an error may start anew."""
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(name.lower(), value) for name, value in headers]

    def next_part(self) -> bytes:
        """The next part of the body. One shorter than `PART` is the last."""
        parts, size = [], 0
        for part in self.parts:
            parts.append(part)
            size += len(part)
            if size >= PART:
                break
        return b"".join(parts)


class Gate:
    """An RSGI application that runs a WSGI application in `threads` threads of its own."""

    def __init__(self, application: Application, threads: int, patience: Patience | None = None) -> None:
        self._application = application
        self._threads = threads
        self._patience = patience or Patience()
        self._tasks: SimpleQueue[tuple[Task, asyncio.Future[object]]] = SimpleQueue()
        self._loop: asyncio.AbstractEventLoop | None = None

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """granian is about to serve."""
        self._loop = loop
        for number in range(self._threads):
            threading.Thread(target=self._work, name=f"wsgi-{number}", daemon=True).start()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer one request."""
        try:
            body = await self._receive(scope.headers, protocol)
        except BodyRefused as refusal:
            _refuse(protocol, refusal.status)
            return
        answer = await self._in_thread(lambda: self._call(scope, body, protocol))
        if isinstance(answer, Answer):
            await self._send(protocol, answer)

    async def _receive(self, headers: HeaderMap, protocol: Any) -> IO[bytes]:
        # Rolled over to the disk when it grows; closed by whoever reads it to the end of the request.
        body: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        length = headers.get("content-length", "0")
        if length == "0" and "transfer-encoding" not in headers:
            return body
        if length.isdecimal() and int(length) > self._patience.largest_body:
            raise BodyRefused(413)
        if "content-length" not in headers and headers.get("content-type", "").strip().lower().startswith(FORMS):
            raise BodyRefused(411)  # nobody could tell half a form from a whole one
        begin, received, parts = monotonic(), 0, aiter(protocol)
        while True:
            left = begin + self._patience.deadline(received) - monotonic()
            try:
                async with asyncio.timeout(min(left, self._patience.pause)):
                    # Not `anext(parts, None)`: CPython 3.13 crashes with a default on an iterator made in C or Rust.
                    part = await anext(parts)
            except StopAsyncIteration:
                break
            except TimeoutError:
                raise BodyRefused(408) from None
            received += len(part)
            if received > self._patience.largest_body:
                raise BodyRefused(413)
            body.write(part)
        if "content-length" in headers and not (length.isdecimal() and received == int(length)):
            raise BodyRefused(400)  # the client has gone, and granian ends the body as if it were whole
        body.seek(0)
        return body

    def _call(self, scope: Any, body: IO[bytes], protocol: Any) -> Answer | None:
        """Run the application; answer from this thread, or give back an answer that has more parts to send."""
        answer = Answer()
        with body:
            try:
                result = self._application(environ_of(scope, body, sys.stderr), answer.start)
                answer.close = getattr(result, "close", answer.close)
                answer.parts = iter(result)
                answer.first = answer.next_part()
            except Exception:
                log.exception("The application failed.")
                answer.close()
                _refuse(protocol, 500)
                return None
        if len(answer.first) >= PART:
            return answer
        protocol.response_bytes(answer.status, answer.headers, answer.first)
        answer.close()
        return None

    async def _send(self, protocol: Any, answer: Answer) -> None:
        """Give a long body out at the client's pace.

        granian's own stream takes in whatever it is given, a whole file for a client that reads nothing. Of a file,
        however, it reads as much as the client takes, and a pipe is a file.
        """
        read_end, write_end = os.pipe()
        if sys.platform == "linux":
            fcntl.fcntl(write_end, fcntl.F_SETPIPE_SZ, PIPE)
        try:
            protocol.response_file(answer.status, answer.headers, f"/dev/fd/{read_end}")
            beginning = memoryview(answer.first)
            await self._write(write_end, beginning[: PIPE + 1], UNTIL_OPENED)
            # More has gone in than a pipe holds, so granian has opened its own end. When it closes it, we notice.
            os.close(read_end)
            read_end = -1
            await self._write(write_end, beginning[PIPE + 1 :])
            while part := await self._in_thread(answer.next_part):
                await self._write(write_end, memoryview(part))
        except (TimeoutError, BrokenPipeError) as error:
            log.info("A download was cut: %s", error or "the client takes nothing")
        finally:
            for end in (read_end, write_end):
                if end >= 0:
                    os.close(end)
            await self._in_thread(answer.close)

    async def _write(self, pipe: int, part: memoryview, patience: float | None = None) -> None:
        os.set_blocking(pipe, False)
        while part:
            try:
                part = part[os.write(pipe, part) :]
            except BlockingIOError:
                async with asyncio.timeout(patience or self._patience.download_pause):
                    await self._writable(pipe)

    async def _writable(self, pipe: int) -> None:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[object] = loop.create_future()
        loop.add_writer(pipe, _settle, future, None, None)
        try:
            await future
        finally:
            loop.remove_writer(pipe)

    async def _in_thread(self, task: Task) -> Any:
        assert self._loop is not None  # noqa: S101 - granian has called __rsgi_init__
        future: asyncio.Future[object] = self._loop.create_future()
        self._tasks.put((task, future))
        return await future

    def _work(self) -> None:
        while True:
            task, future = self._tasks.get()
            result: object = None
            error: BaseException | None = None
            try:
                result = task()
            except Exception as caught:  # noqa: BLE001 - it is raised where the task was asked for
                error = caught
            self._loop.call_soon_threadsafe(_settle, future, result, error)  # type: ignore[union-attr]


def _settle(future: "asyncio.Future[object]", result: object, error: BaseException | None) -> None:
    if future.done():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)


def _refuse(protocol: Any, status: int) -> None:
    headers = [("content-type", "text/plain; charset=utf-8"), ("connection", "close"), ("cache-control", "no-store")]
    with suppress(RuntimeError):  # the client has gone
        protocol.response_bytes(status, headers, SENTENCES[status].encode())
