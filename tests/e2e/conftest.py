"""A real server, started as `laufzettel demo` does, and a real Chromium."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.conftest import fill
from tests.ui.browser import AXE, chromium

from laufzettel.site.serve.postgres import Urls
from laufzettel.site.serve.testing import databases

TEST_SERVER = os.environ.get("LAUFZETTEL_TEST_SERVER", "")
SCREENSHOTS = Path(__file__).parent / "screenshots"
# Every page has axe-core at hand without reading it: handing it over for each look takes longer than most looks.
WITH_AXE = f"window.bringAxe = () => {{ {AXE.read_text()} }}"
# Of the crowd that comes in these tests each has an address: one alone may not begin so many applications.
COMES_FROM = (str(address) for address in ip_network("10.0.0.0/8").hosts())


class Server:
    """A running demo on a free port, in a folder of its own; without a `database` it brings one along and fills it."""

    def __init__(self, folder: Path, database: Urls | None = None, url: str = "") -> None:
        self.folder = folder
        self.database = database
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = url or f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        env = {k: v for k, v in os.environ.items() if not k.startswith(("LAUFZETTEL_", "DATABASE_", "DJANGO_"))}
        env["LAUFZETTEL_SERVICES"] = os.environ["LAUFZETTEL_SERVICES"]
        env["LAUFZETTEL_TRUSTED_PROXIES"] = "1"  # so that everybody can come from an address of their own
        if self.database is not None:
            env |= {"DATABASE_URL": self.database.app, "DATABASE_OWNER_URL": self.database.owner}
            env["LAUFZETTEL_MASTER_KEY"] = os.environ["LAUFZETTEL_MASTER_KEY"]
        command = [sys.executable, "-m", "laufzettel.site.cli", "demo", "--data", str(self.folder)]
        arguments = [*command, "--port", str(self.port), "--grace", "2"]
        with (self.folder / "demo.log").open("ab") as log:
            self.process = subprocess.Popen(arguments, env=env, stdout=log, stderr=log)
        deadline = time.monotonic() + 240
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.folder / "demo.log").read_text())
            time.sleep(0.2)

    def answers(self) -> bool:
        """Whether the server and its database answer."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(60)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, database_folder: Path) -> Iterator[Server]:
    """One demo for all tests of this process, on a copy of the database that all tests begin with.

    LAUFZETTEL_TEST_SERVER names one that runs already.
    """
    folder, worker = tmp_path_factory.mktemp("demo"), os.environ.get("PYTEST_XDIST_WORKER", "main")
    with databases(database_folder) as there:
        running = Server(folder, there.create(f"lz_demo_{worker}", fill), TEST_SERVER)
        if not TEST_SERVER:
            running.start()
        yield running
        running.stop()


@pytest.fixture(scope="module")  # Playwright runs once a process: other modules have browsers of their own
def browser() -> Iterator[Browser]:
    with chromium("--force-prefers-reduced-motion") as found:
        yield found


type Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[Open]:
    """Opens pages in browsers of their own; a script error or a breach of the CSP fails the test."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_(
        path: str = "/",
        *,
        width: int = 1280,
        height: int = 900,
        scripts: bool = True,
        language: str = "de-DE",
        dark: bool = False,
    ) -> Page:
        context = browser.new_context(
            base_url=server.url,
            viewport={"width": width, "height": height},
            locale=language,
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
            extra_http_headers={"X-Forwarded-For": next(COMES_FROM)},
        )
        contexts.append(context)
        context.add_init_script(WITH_AXE)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text) if is_trouble(message.text) else None)
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert troubles == []


def is_trouble(text: str) -> bool:
    """Whether a line of the console is our fault; answers with 4xx are tested on purpose."""
    return "Content Security Policy" in text or ("error" in text.casefold() and "status of 4" not in text)


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Keeps a picture of a page, for README, handbook and the eye, if LAUFZETTEL_TEST_PICTURES wants them."""

    def take(page: Page, name: str) -> None:
        if not os.environ.get("LAUFZETTEL_TEST_PICTURES"):
            return
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True, caret="initial", animations="allow")

    return take
