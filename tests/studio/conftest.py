"""`laufzettel preview` as a process, on a copy of a package that tests may change."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.ui.browser import chromium

SERVICES = Path(__file__).parents[2] / "services"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("preview") / "hund-anmelden"
    shutil.copytree(SERVICES / "hund-anmelden", folder)
    return folder


@pytest.fixture(scope="module")
def preview(package: Path) -> Iterator[str]:
    """The address of the preview."""
    with previewing(package) as url:
        yield url
    assert sorted(path.name for path in package.parent.iterdir()) == ["hund-anmelden"]  # it writes nothing


@contextmanager
def previewing(package: Path) -> Iterator[str]:
    """Run `laufzettel preview` on a package; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LAUFZETTEL_", "DATABASE_", "DJANGO_"))}
    command = [sys.executable, "-m", "laufzettel.site.cli", "preview", str(package), "--port", str(port)]
    with subprocess.Popen(
        command, env=env, cwd=package.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        try:
            url, deadline = f"http://127.0.0.1:{port}", time.monotonic() + 60
            while not _answers(url):
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.1)
            yield url
        finally:
            process.terminate()


@pytest.fixture
def page(browser: Browser, preview: str) -> Iterator[Page]:
    """A page that fails the test when a script fails or the policy is broken."""
    context = browser.new_context(base_url=preview, locale="de-DE", viewport={"width": 1280, "height": 900})
    opened, troubles = context.new_page(), []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda line: troubles.append(line.text) if "Content Security" in line.text else None)
    yield opened
    context.close()
    assert troubles == []


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False
