"""Slow phones do not keep others waiting, neither by sending nor by taking slowly."""

import ast
import hashlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

MEBIBYTE = 1024 * 1024
SLOW_PHONES = 20


@dataclass(frozen=True)
class Server:
    """A running granian with the gate, which has two threads."""

    port: int
    process: psutil.Process

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=15)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """The status and the body of the answer to one request."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)) as connection:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer.status, answer.read()

    def slowest_answer(self) -> float:
        """Seconds that the slowest of ten requests with a body took."""
        durations = []
        for _ in range(10):
            begin = time.monotonic()
            assert self.ask("POST", "/", b"a=1") == (200, b"a=1")
            durations.append(time.monotonic() - begin)
        return max(durations)

    def memory(self) -> int:
        """Bytes in use by all its processes."""
        processes = [self.process, *self.process.children(recursive=True)]
        return sum(process.memory_info().rss for process in processes)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "rsgi",
        "--no-ws",
        "--port",
        str(port),
        "small_gate:gate",
    ]
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parent / "project")}
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        server = Server(port, psutil.Process(process.pid))
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with suppress(OSError):
                server.connect().close()
                break
            time.sleep(0.05)
        yield server
        process.terminate()


def test_slow_senders_are_cut_off_and_nobody_waits_for_them(server: Server) -> None:
    with ExitStack() as stack:
        # given slow phones that send one byte a second, and some that have stopped sending
        slow = [stack.enter_context(server.connect()) for _ in range(SLOW_PHONES)]
        silent = [stack.enter_context(server.connect()) for _ in range(SLOW_PHONES)]
        for phone in slow + silent:
            phone.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 300\r\n\r\n")
        begin = time.monotonic()

        # when others ask in the meantime, then they are answered at once
        for _ in range(3):
            for phone in slow:
                phone.sendall(b"x")
            assert server.slowest_answer() < 1
            time.sleep(max(0, 0.8 - (time.monotonic() - begin) % 0.8))

        # then the slow ones are told so
        for phone in slow + silent:
            answer = phone.recv(4096).decode()
            assert answer.startswith("HTTP/1.1 408 ")
            assert "Die Übertragung war zu langsam" in answer
        assert time.monotonic() - begin < 10


def test_slow_takers_hold_neither_a_thread_nor_the_file_in_memory(server: Server) -> None:
    before = server.memory()
    with ExitStack() as stack:
        for _ in range(SLOW_PHONES):
            phone = stack.enter_context(server.connect())
            phone.sendall(b"GET /download/64 HTTP/1.1\r\nHost: x\r\n\r\n")
            phone.recv(1)

        assert server.slowest_answer() < 1
        assert server.memory() - before < SLOW_PHONES * 8 * MEBIBYTE


def test_a_download_arrives_whole(server: Server) -> None:
    status, body = server.ask("GET", "/download/20")

    expected = b"".join(bytes([number]) * MEBIBYTE for number in range(20))
    assert status == 200
    assert hashlib.sha256(body).digest() == hashlib.sha256(expected).digest()


def test_a_client_that_leaves_during_a_download_leaves_nothing_open(server: Server) -> None:
    worker = server.process.children()[0]
    before = worker.num_fds()

    for _ in range(10):
        with server.connect() as phone:
            phone.sendall(b"GET /download/64 HTTP/1.1\r\nHost: x\r\n\r\n")
            phone.recv(1000)

    deadline = time.monotonic() + 10
    while worker.num_fds() > before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert worker.num_fds() <= before


def test_a_body_that_is_cut_off_reaches_nobody_and_leaves_nothing_open(server: Server) -> None:
    worker = server.process.children()[0]
    before = worker.num_fds()

    for _ in range(10):
        with server.connect() as phone:
            phone.sendall(b"POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n" + bytes(600_000))

    deadline = time.monotonic() + 10
    while worker.num_fds() > before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert worker.num_fds() <= before
    assert server.ask("GET", "/taken") == (200, b"[]")


@pytest.mark.parametrize("size", [0, 1, 300_000, 4 * MEBIBYTE])
def test_a_body_arrives_whole(server: Server, size: int) -> None:
    body = os.urandom(size)

    assert server.ask("POST", "/", body) == (200, body)


def test_a_body_in_chunks_arrives_with_its_length(server: Server) -> None:
    with server.connect() as phone:
        phone.sendall(
            b"POST /environ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
        )

        assert b"'CONTENT_LENGTH': '5'" in phone.recv(4096)


@pytest.mark.parametrize("kind", [b"application/x-www-form-urlencoded; charset=utf-8", b"multipart/form-data"])
def test_a_form_that_does_not_say_its_length_is_refused_because_half_of_it_would_pass_for_all(
    server: Server, kind: bytes
) -> None:
    with server.connect() as phone:
        phone.sendall(
            b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: " + kind + b"\r\n\r\n"
        )

        assert phone.recv(4096).startswith(b"HTTP/1.1 411 ")


def test_a_body_that_is_too_large_is_refused_before_it_is_sent(server: Server) -> None:
    with server.connect() as phone:
        phone.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n")

        assert phone.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_a_body_in_chunks_that_gets_too_large_is_refused(server: Server) -> None:
    with server.connect() as phone:
        phone.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        with suppress(OSError):
            for _ in range(6):
                phone.sendall(b"100000\r\n" + bytes(MEBIBYTE) + b"\r\n")

        assert phone.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_the_environment_says_what_was_asked(server: Server) -> None:
    status, body = server.ask("GET", "/environ?ort=Gro%C3%9F", Cookie="a=1", X_Real="yes")

    assert status == 200
    environ = ast.literal_eval(body.decode())
    assert environ.pop("HTTP_HOST") == f"127.0.0.1:{server.port}"
    assert environ == {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/environ",
        "QUERY_STRING": "ort=Gro%C3%9F",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_COOKIE": "a=1",
        "HTTP_X_REAL": "yes",
    }


def test_a_field_with_an_underscore_does_not_pass_for_one_with_a_hyphen(server: Server) -> None:
    with server.connect() as phone:
        phone.sendall(b"GET /environ HTTP/1.1\r\nHost: x\r\nX_Forwarded_Proto: https\r\n\r\n")

        assert b"FORWARDED" not in phone.recv(4096)


def test_a_failing_application_is_a_500_in_words(server: Server) -> None:
    status, body = server.ask("GET", "/broken")

    assert status == 500
    assert body.decode().startswith("Es ist ein Fehler aufgetreten.")


def test_head_has_no_body(server: Server) -> None:
    assert server.ask("HEAD", "/download/20") == (200, b"")
