"""The file field on a real server in a real Chromium: chosen, dropped, refused, removed; with scripts and without."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.conftest import Server
from tests.files.scene import KEY, package_files, pdf, picture
from tests.ui.browser import chromium, violations

pytestmark = [pytest.mark.e2e, pytest.mark.nightly]
FIELD = "Ihre Nachweise"
DROP = """([name, bytes]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([new Uint8Array(bytes)], name));
  const field = document.querySelector('[data-lz-files]');
  for (const kind of ['dragover', 'drop'])
    field.dispatchEvent(new DragEvent(kind, {dataTransfer: transfer, bubbles: true, cancelable: true}));
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demo whose only service asks for files."""
    folder = tmp_path_factory.mktemp("services")
    example = b'tenant = "herborn"\ntitle = "Herborn"\n'
    for name, content in {**package_files("steuern"), "examples/herborn.toml": example}.items():
        path = folder / KEY / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAUFZETTEL_SERVICES", str(folder))
        server = Server(tmp_path_factory.mktemp("demo"))
        server.start()
    yield server.url
    server.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def opened(browser: Browser, address: str, *, scripts: bool, width: int = 360) -> Page:
    context = browser.new_context(
        base_url=address, locale="de-DE", java_script_enabled=scripts, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    page.goto(f"/herborn/{KEY}/beginnen/")
    page.locator("main form button").first.click()
    page.get_by_label("Worum geht es?").fill("= 1 + 1")
    return page


def file(name: str, content: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_with_scripts_a_file_is_up_as_soon_as_it_is_chosen_or_dropped(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    page = opened(browser, address, scripts=True)

    page.get_by_label(FIELD).set_input_files(file("Bescheid.pdf", pdf()))
    expect(page.locator(".lz-upload li")).to_have_count(1)
    page.evaluate(DROP, ["Foto.jpg", list(picture())])
    expect(page.locator(".lz-upload li")).to_have_count(2)

    expect(page.locator(".lz-upload img")).to_have_attribute("alt", "Vorschau von Foto.jpg")
    expect(page.get_by_label("Worum geht es?")).to_have_value("= 1 + 1")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.screenshot(path=tmp_path / "two.png", full_page=True)
    page.get_by_role("button", name=re.compile("^Entfernen.*Bescheid.pdf")).click()
    expect(page.locator(".lz-upload li")).to_have_count(1)
    expect(page.get_by_label("Worum geht es?")).to_have_value("= 1 + 1")


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_refused_is_told_at_the_field(browser: Browser, address: str, scripts: bool, tmp_path: Path) -> None:
    page = opened(browser, address, scripts=scripts)

    page.get_by_label(FIELD).set_input_files(file("brief.pdf", b"MZ\x90 programm"))
    if not scripts:
        page.get_by_role("button", name=re.compile("^Hochladen")).click()

    control = page.locator("input[type=file]")
    expect(control).to_have_attribute("aria-invalid", "true")
    expect(control).to_have_accessible_description(
        "PDF, JPEG oder PNG, höchstens 1\N{NO-BREAK SPACE}MB je Datei. Höchstens 2 Dateien. Fehler: „brief.pdf“ können wir "
        "bei „Ihre Nachweise“ nicht annehmen. Laden Sie eine Datei dieser Art hoch: PDF, JPEG oder PNG."
    )
    expect(page.get_by_label("Worum geht es?")).to_have_value("= 1 + 1")
    assert not scripts or violations(page) == []
    page.screenshot(path=tmp_path / "refused.png", full_page=True)


def test_an_upload_that_breaks_off_is_told_and_the_page_stays(browser: Browser, address: str) -> None:
    page = opened(browser, address, scripts=True)
    page.route(
        "**/seite_anliegen/", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )

    page.get_by_label(FIELD).set_input_files(file("Bescheid.pdf", pdf()))

    expect(page.get_by_text("Das Hochladen hat nicht geklappt. Bitte versuchen Sie es noch einmal.")).to_be_visible()
    expect(page.get_by_label("Worum geht es?")).to_have_value("= 1 + 1")
    page.unroute("**/seite_anliegen/")
    page.get_by_label(FIELD).set_input_files(file("Bescheid.pdf", pdf()))
    expect(page.locator(".lz-upload li")).to_have_count(1)
    expect(page.get_by_label("Worum geht es?")).to_have_value("= 1 + 1")


def test_what_is_chosen_while_a_slow_phone_still_sends_waits_for_its_turn(browser: Browser, address: str) -> None:
    page = opened(browser, address, scripts=True)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 100_000}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)

    page.get_by_label(FIELD).set_input_files(file("gross.pdf", pdf(b"x" * 300_000)))
    expect(page.get_by_text("Wird hochgeladen")).to_be_visible()
    page.get_by_label("Worum geht es?").fill("Meanwhile")
    page.get_by_label(FIELD).set_input_files(file("klein.pdf", pdf(b"klein")))

    expect(page.locator(".lz-upload li")).to_have_count(2)
    assert [one.split()[0] for one in page.locator(".lz-upload__name").all_inner_texts()] == ["gross.pdf", "klein.pdf"]
    expect(page.get_by_label("Worum geht es?")).to_have_value("Meanwhile")
