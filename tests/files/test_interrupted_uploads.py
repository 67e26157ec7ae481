"""Uploads that are slow or break off, and servers that are killed meanwhile: nobody else waits, nothing is half-done."""

import http.client
import io
import os
import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from PIL import Image
from tests.durability.browser import Browser, Page
from tests.durability.machine import WEB, Machine
from tests.files.scene import KEY, package_files, pdf

pytestmark = [pytest.mark.e2e, pytest.mark.nightly]
HERE = f"/herborn/{KEY}"
FIELD = "anliegen.nachweise"
PAGE = f"{HERE}/antrag/seite/seite_anliegen/"
PHONES = 20


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A demo whose only service asks for files."""
    folder = tmp_path_factory.mktemp("services")
    example = b'tenant = "herborn"\ntitle = "Herborn"\n'
    for name, content in {**package_files("steuern"), "examples/herborn.toml": example}.items():
        path = folder / KEY / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAUFZETTEL_SERVICES", str(folder))
        running = Machine(tmp_path_factory.mktemp("demo"))
        running.start()
    yield running
    running.stop()


@pytest.fixture
def browser(machine: Machine) -> Browser:
    """Somebody who has answered the first questions and stands before the file."""
    found = Browser(machine.url, "127.0.0.1")
    begin = found.get(f"{HERE}/beginnen/")
    page = found.send(begin, begin.form("csrfmiddlewaretoken"), {})
    answers = {"anliegen.thema": "Steht schon da", "anliegen.seit": "1.3.2026", "spaeter": "1"}
    found.send(page, page.form("stand"), answers)
    return found


def request(browser: Browser, content: bytes, *, button: str = "lz-upload", name: str = "Foto.png") -> bytes:
    """The whole request with which a browser uploads a file, and the questions beside it."""
    page = browser.get(PAGE)
    values = page.form("stand").values | {
        "anliegen.thema": "Eben geändert",
        button: FIELD if button == "lz-upload" else "1",
    }
    limit = b"grenze"
    body = b"".join(
        b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (limit, key.encode(), value.encode())
        for key, value in values.items()
        if not key.startswith("lz-datei.")
    )
    head = (
        f'Content-Disposition: form-data; name="lz-datei.{FIELD}"; filename="{name}"\r\nContent-Type: image/png\r\n\r\n'
    )
    body += b"--%s\r\n" % limit + head.encode() + content + b"\r\n--%s--\r\n" % limit
    cookies = "; ".join(f"{key}={value}" for key, value in browser.cookies.items())
    lines = [
        f"POST {PAGE} HTTP/1.1",
        f"Host: {urlsplit(browser.base).netloc}",
        f"Cookie: {cookies}",
        f"Content-Type: multipart/form-data; boundary={limit.decode()}",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def connect(machine: Machine) -> socket.socket:
    return socket.create_connection(("127.0.0.1", machine.port), timeout=60)


def answer(machine: Machine, whole: bytes) -> tuple[int, str]:
    """Send all of a request; status and text of the answer."""
    with connect(machine) as phone:
        phone.sendall(whole)
        found = http.client.HTTPResponse(phone)
        found.begin()
        return found.status, found.read().decode()


def picture(side: int = 400) -> bytes:
    """Noise, so that it does not shrink."""
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(3 * side * side)).save(out, "PNG")
    return out.getvalue()


def uploaded(page: Page) -> int:
    return page.text.count('class="lz-upload__name"')


def slowest(machine: Machine, seconds: float) -> float:
    """The longest that anybody else waited for a page meanwhile."""
    longest, end = 0.0, time.monotonic() + seconds
    while time.monotonic() < end:
        begin = time.monotonic()
        assert Browser(machine.url, "127.0.0.1").get("/herborn/").status == 200
        longest = max(longest, time.monotonic() - begin)
        time.sleep(0.1)
    return longest


def objects(machine: Machine) -> set[Path]:
    return {path for path in (machine.folder / "files").rglob("*") if path.is_file()}


def test_phones_that_send_a_byte_a_second_block_nobody(machine: Machine, browser: Browser) -> None:
    whole, before = request(browser, picture()), objects(machine)
    alone = slowest(machine, 2)

    with ExitStack() as stack:
        phones = [stack.enter_context(connect(machine)) for _ in range(PHONES)]
        for phone in phones:
            phone.sendall(whole[:2000])
        longest = 0.0
        for place in range(2000, 2008):
            for phone in phones:
                phone.sendall(whole[place : place + 1])
            longest = max(longest, slowest(machine, 1))

    assert longest < max(1, 5 * alone)
    page = browser.get(PAGE)
    assert (page.form("stand").values["anliegen.thema"], uploaded(page)) == ("Steht schon da", 0)
    assert objects(machine) == before


@pytest.mark.parametrize("part", [0.3, 0.9, 0.999])
def test_a_connection_that_is_cut_leaves_nothing_half_done(machine: Machine, browser: Browser, part: float) -> None:
    whole, before = request(browser, picture(), button="weiter"), objects(machine)
    open_files = fds(machine)

    for _ in range(5):
        with connect(machine) as phone:
            phone.sendall(whole[: int(len(whole) * part)])
    deadline = time.monotonic() + 20
    while fds(machine) > open_files and time.monotonic() < deadline:
        time.sleep(0.1)

    page = browser.get(PAGE)
    assert (page.form("stand").values["anliegen.thema"], uploaded(page)) == ("Steht schon da", 0)
    assert objects(machine) == before
    assert fds(machine) <= open_files
    status, text = answer(machine, request(browser, picture()))
    assert (status, text.count('class="lz-upload__name"')) == (200, 1)


def fds(machine: Machine) -> int:
    """Open files of the web server's processes."""
    child = machine.child(WEB)
    assert child is not None
    return sum(process.num_fds() for process in [child, *child.children(recursive=True)])


def test_a_web_server_that_is_killed_while_it_looks_at_a_file_keeps_the_form(
    machine: Machine, browser: Browser
) -> None:
    with connect(machine) as phone:
        phone.sendall(request(browser, picture(550), button="weiter"))
        looking = wait_for_inspection(machine)
        child = machine.child(WEB)
        assert child is not None
        for process in [*child.children(recursive=True), child]:
            with suppress(psutil.Error):
                process.kill()
        with suppress(OSError):
            assert phone.recv(100) == b""
    assert looking

    page = browser.get(PAGE)
    assert (page.form("stand").values["anliegen.thema"], uploaded(page)) == ("Steht schon da", 0)
    status, text = answer(machine, request(browser, picture()))
    assert (status, text.count('class="lz-upload__name"')) == (200, 1)
    assert 'value="Eben geändert"' in text


def wait_for_inspection(machine: Machine) -> bool:
    """Wait until a file is being looked at."""
    child, deadline = machine.child(WEB), time.monotonic() + 30
    assert child is not None
    while time.monotonic() < deadline:
        with suppress(psutil.Error):
            for process in child.children(recursive=True):
                if "laufzettel.files.inspection" in " ".join(process.cmdline()):
                    return True
        time.sleep(0.01)
    return False


def test_the_same_file_sent_twice_at_once_is_there_once(machine: Machine, browser: Browser) -> None:
    whole = request(browser, pdf(b"zweimal"), name="Nachweis.pdf")

    with connect(machine) as one, connect(machine) as other:
        one.sendall(whole)
        other.sendall(whole)
        for phone in (one, other):
            found = http.client.HTTPResponse(phone)
            found.begin()
            assert found.status == 200
            kept = re.findall(rf'name="{FIELD}" value="([^"]+)"', found.read().decode())
            assert len(kept) == 1
