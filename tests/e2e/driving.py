"""Answering forms as people do: with a mouse, or with the keyboard alone."""

from playwright.sync_api import Locator, Page, expect

MANY = 150


def answer(page: Page, name: str, value: str) -> None:
    """Answer one question with the mouse; `name` is the control's, `value` what the form stores."""
    control = page.locator(f'main [name="{name}"]')
    kind = _kind(control.first)
    if kind in ("radio", "checkbox"):
        page.locator(f'main [name="{name}"][value="{value}"]').check()
    elif kind == "select":
        control.select_option(value)
    else:
        control.fill(value)


def answer_by_keyboard(page: Page, name: str, value: str) -> None:
    """The same without a mouse: Tab, arrows, typing, space."""
    kind = _kind(page.locator(f'main [name="{name}"]').first)
    if kind == "radio":
        tab_to(page, f"e.name === {name!r}")
        for _ in range(MANY):
            if page.evaluate("document.activeElement.value") == value:
                break
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
    elif kind == "checkbox":
        tab_to(page, f"e.name === {name!r} && e.value === {value!r}")
        page.keyboard.press("Space")
    elif kind == "select":
        tab_to(page, f"e.name === {name!r}")
        label = page.locator(f'main [name="{name}"] option[value="{value}"]').inner_text()
        page.keyboard.type(label)
    else:
        tab_to(page, f"e.name === {name!r}")
        page.keyboard.type(value)


def go_on(page: Page) -> None:
    """Press "Weiter" until another page is there: what an answer has opened and may stay empty is asked once."""
    before = page.locator("h1").inner_text()
    for _ in range(3):
        if page.locator("h1").inner_text() == before:
            with page.expect_navigation():
                page.locator("[name=weiter]").first.click()
    assert page.locator("h1").inner_text() != before, page.locator("main").inner_text()[:1500]


def press(page: Page, text: str) -> None:
    """Go to the link or button with this text by keyboard, and press Enter.

    Before that, what the last answer opens is there, as it is for people: who is faster is asked for it once more.
    """
    expect(page.locator(".htmx-request")).to_have_count(0)
    tab_to(page, f"e.matches('a, button, summary') && e.innerText.trim() === {text!r}")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page: Page, condition: str) -> None:
    """Press Tab until the focused element `e` meets a condition."""
    for _ in range(MANY):
        if page.evaluate(f"(() => {{ const e = document.activeElement; return !!(e && {condition}) }})()"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {condition}")


def _kind(control: Locator) -> str:
    tag = control.evaluate("e => e.tagName.toLowerCase()")
    return str(control.get_attribute("type")) if tag == "input" else str(tag)
