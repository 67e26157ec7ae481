"""Forms in a real browser: what a screen reader is told, axe, narrow screens, changes while somebody types."""

import urllib.parse
from collections.abc import Iterator
from typing import Any

import pytest
from tests.kernel.forms.component_cases import CASES
from tests.ui import browser
from tests.ui.forms.form_gallery import HUND, NOW, all_components, page_html, render

from laufzettel.kernel import forms
from laufzettel.ui.forms import Uploads, render_changes

pytestmark = pytest.mark.e2e

DOG = forms.read(HUND)
WRONG = {f"feld{n}": ["~~~"] for n in range(len(CASES))} | {"kinder#": ["2"]}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser.chromium() as opened:
        yield opened


def opened(chromium: Any, html: str, **context: Any) -> Any:
    page = chromium.new_context(**({"viewport": {"width": 1280, "height": 900}} | context)).new_page()
    assert browser.serve(page, html, "#1a3da5") == []
    return page


NARROW = {"viewport": {"width": 320, "height": 700}}


@pytest.mark.parametrize(
    ("raw", "context"),
    [
        (None, NARROW),
        (WRONG, {"color_scheme": "dark"}),
        (WRONG, {"forced_colors": "active"}),
    ],
    ids=["narrow", "dark and wrong", "forced colours and wrong"],
)
def test_every_component_passes_axe(chromium: Any, raw: Any, context: Any) -> None:
    page = opened(
        chromium, page_html(render(all_components(), "alles", raw, update_url="/x", uploads=Uploads())), **context
    )

    assert browser.violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


# What sticks out of the window, or out of what it stands in where that cannot be scrolled.
WIDER = """() => [...document.querySelectorAll('main *')].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width && !one.closest('[role=region], .lz-heard-only') && (box.left < -1 || box.right > innerWidth + 1);
}).map((one) => `${one.tagName} ${one.id} ${one.className}`)"""


def test_nothing_sticks_out_of_a_narrow_window_or_of_one_with_letters_twice_as_large(chromium: Any) -> None:
    page = opened(
        chromium, page_html(render(all_components(), "alles", WRONG, update_url="/x", uploads=Uploads())), **NARROW
    )
    for width, letters in ((320, "100%"), (640, "100%"), (640, "200%"), (1280, "200%")):
        page.set_viewport_size({"width": width, "height": 700})
        page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", letters)

        assert page.evaluate(WIDER) == [], (width, letters)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), (width, letters)


def test_controls_stand_in_the_order_in_which_they_are_reached(chromium: Any) -> None:
    page = opened(chromium, page_html(render(all_components(), "alles", update_url="/x", uploads=Uploads())), **NARROW)

    places = page.evaluate(
        "() => [...document.querySelectorAll('main :is(input:not([type=hidden]), select, textarea, button)')]"
        ".filter((one) => !one.closest('.lz-heard-only') && !one.matches('.lz-heard-only'))"
        ".map((one) => [one.id || one.name, Math.round(one.getBoundingClientRect().top)])"
    )

    assert [name for name, _ in places] == [name for name, _ in sorted(places, key=lambda place: place[1])]
    assert (
        page.locator(".kern-input-group").evaluate_all(
            "(all) => all.filter((one) => one.offsetHeight > 60).map((one) => one.innerText)"
        )
        == []
    )


def accessibility(page: Any) -> dict[str, dict[str, Any]]:
    """What assistive technology is told of each control, by its id."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    found: dict[str, dict[str, Any]] = {}
    for node in nodes:
        if node.get("ignored") or "backendDOMNodeId" not in node:
            continue
        about = session.send("DOM.describeNode", {"backendNodeId": node["backendDOMNodeId"]})["node"]
        attributes = dict(zip(*[iter(about.get("attributes", []))] * 2, strict=True))
        if "id" in attributes:
            properties = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
            words = {name: node.get(name, {}).get("value", "") for name in ("role", "name", "description")}
            found[attributes["id"]] = words | properties
    return found


def test_each_control_tells_role_name_description_error_and_that_it_is_required(chromium: Any) -> None:
    raw = {"hund.geboren": ["31.4.21"], "hund.gefaehrlich": ["true"], "hund.gewicht": ["x"]}
    tree = accessibility(opened(chromium, page_html(render(DOG, "seite_hund", raw))))

    def told(name: str) -> tuple[str, str, str, Any, Any]:
        one = tree[name]
        return one["role"], one["name"], one["description"], one.get("required", False), one.get("invalid")

    assert told("f-hund-name") == (
        "textbox",
        "Name des Hundes",
        "Zum Beispiel Bello Fehler: Geben Sie „Name des Hundes“ ein, zum Beispiel Bello.",
        True,
        "true",
    )
    assert told("f-hund-geboren")[1:] == (
        "Geburtsdatum des Hundes",
        "Zum Beispiel 3.5.2021 Fehler: Den Tag 31.4.2021 gibt es nicht. Prüfen Sie bei „Geburtsdatum des Hundes“ bitte Tag, Monat und Jahr.",
        True,
        "true",
    )
    assert told("f-hund-geschlecht") == (
        "radiogroup",
        "Geschlecht",
        "Fehler: Wählen Sie bei „Geschlecht“ eine Antwort.",
        True,
        "true",
    )
    assert told("f-hund-gefaehrlich") == ("radiogroup", "Gilt Ihr Hund als gefährlich?", "", True, "false")
    assert told("f-hund-gewicht")[1] == "Gewicht in Kilogramm - freiwillig"
    assert told("f-hund-gewicht")[3:] == (False, "true")
    assert tree["f-hund-gefaehrlich-0"]["role"] == "radio"


def test_the_error_summary_leads_to_the_control_by_keyboard(chromium: Any) -> None:
    page = opened(chromium, page_html(render(DOG, "seite_halter", {})))

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "f-halter-geburtsdatum-tag"


def test_a_question_appears_at_once_and_nothing_that_is_being_typed_is_lost(chromium: Any) -> None:
    page = opened(chromium, page_html(render(DOG, "seite_hund", update_url="/aendern/")))

    def answer(route: Any) -> None:
        raw = urllib.parse.parse_qs(route.request.post_data, keep_blank_values=True)
        route.fulfill(body=str(render_changes(DOG, "seite_hund", {}, raw, now=NOW, update_url="/aendern/")))

    page.route("**/aendern/", answer)
    page.fill("#f-hund-name", "Rex")
    page.check("#f-hund-gefaehrlich-0")
    page.focus("#f-hund-gewicht")
    page.keyboard.type("12,5")
    page.wait_for_selector("#f-hund-rasse-0", state="visible")

    assert page.evaluate("document.activeElement.id") == "f-hund-gewicht"
    assert page.input_value("#f-hund-gewicht") == "12,5"
    assert page.input_value("#f-hund-name") == "Rex"
    assert page.text_content("#lz-neues") == "Eine Frage ist dazugekommen."
    assert "hund.rasse" in page.input_value("#lz-asked")

    page.check("#f-hund-gefaehrlich-1")
    page.wait_for_selector("#f-hund-rasse-0", state="detached")
    assert "hund.rasse" not in page.input_value("#lz-asked")
    assert browser.violations(page) == []


@pytest.mark.parametrize(("typed_meanwhile", "place"), [("", "Frankenberg (Eder)er"), ("Geismar b", "Geismar ber")])
def test_a_place_that_comes_from_the_postcode_does_not_replace_what_is_being_typed(
    chromium: Any, typed_meanwhile: str, place: str
) -> None:
    form = all_components()
    page = opened(chromium, page_html(render(form, "alles", update_url="/aendern/")))
    held: list[Any] = []
    page.route("**/aendern/", lambda route: held.append(route))

    page.fill("#f-adresse-plz", "35066")
    page.focus("#f-adresse-ort")
    page.wait_for_timeout(300)
    page.keyboard.type(typed_meanwhile)
    raw = urllib.parse.parse_qs(held[0].request.post_data, keep_blank_values=True)
    held[0].fulfill(body=str(render_changes(form, "alles", {}, raw, now=NOW, update_url="/aendern/")))
    page.wait_for_timeout(300)
    page.keyboard.press("End")
    page.keyboard.type("er")

    assert page.evaluate("document.activeElement.id") == "f-adresse-ort"
    assert page.input_value("#f-adresse-ort") == place


def test_enter_in_a_field_sends_the_page_and_adds_or_removes_nothing(chromium: Any) -> None:
    page = opened(chromium, page_html(render(all_components(), "alles")))
    sent: list[str] = []

    def note(route: Any) -> None:
        sent.append(route.request.post_data or "")
        route.abort()

    page.route("**/frankenberg-eder/", note)

    page.focus("#f-kinder-0-name")
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)

    assert len(sent) == 1
    assert "lz-add" not in sent[0]
    assert "lz-remove" not in sent[0]
