"""A real Chromium that gets pages from the gallery and files from the build, under the site's own strict CSP."""

import mimetypes
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from laufzettel.ui.colours import stylesheet

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""Debian's Chromium; first the one that has no windows, because it needs a fifth less of the CPU."""
FLAGS = (
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page lives for a moment: what the two better compilers spend on its scripts is never earned back.
    "--js-flags=--no-opt,--no-maglev",
)
AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HOST = "http://laufzettel.test"

expect.set_options(timeout=30_000)  # as patient as clicks and navigations are: a busy machine is no fault


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """Debian's Chromium, or another that there is."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert program is not None, "Chromium fehlt: tools/setup-tests.sh"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *flags])
        try:
            yield browser
        finally:
            browser.close()


def serve(page: Page, html: str, accent: str) -> list[str]:
    """Let `page` find `html` at `HOST`; the list it returns collects what the console complains about."""
    complaints: list[str] = []
    policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in settings.SECURE_CSP.items())

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            file = finders.find(path.removeprefix("/static/"))
            if file is None:
                route.fulfill(status=404)
                return
            route.fulfill(path=file, content_type=mimetypes.guess_type(path)[0] or "application/octet-stream")
        elif path.endswith("farben.css"):
            route.fulfill(body=stylesheet(accent), content_type="text/css")
        else:
            route.fulfill(
                body=html, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": policy}
            )

    page.route("**/*", answer)
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{HOST}/frankenberg-eder/")
    page.evaluate("document.fonts.ready.then(() => true)")
    return complaints


def violations(page: Page) -> list[str]:
    """What axe-core finds: rule, and the elements."""
    page.evaluate(AXE.read_text())
    result: Any = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", TAGS)
    return [
        f"{found['id']}: {node['target']} {node.get('failureSummary', '')}"
        for found in result["violations"]
        for node in found["nodes"]
    ]
