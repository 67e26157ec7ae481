"""Looking at a page with axe-core, and noting which addresses of the permission table have been seen."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page
from tests.test_permissions import HERE
from tests.ui.browser import TAGS

FILES = {
    "health": "application/json",
    "demo-account-metadata": "application/json",
    "demo-account-keys": "application/json",
    "portal:colours": "text/css; charset=utf-8",
    "portal:status-application": "application/pdf",
    "portal:status-letter": "application/pdf",
    "office:letter-pdf": "application/pdf",
    "office:case-process": "image/svg+xml",
    "office:claims-file": "text/csv",
    "office:document": "application/pdf",
    "office:register-export": "text/csv",
    "office:register-file-report": "text/csv",
    "office:run-report": "text/csv",
}
# axe-core, and what it does not look for: names that stand twice, links inside a page that lead nowhere, width, language.
# Without `preload` it leaves out one rule, which reads the stylesheet (css-orientation-lock); tests/ui has it.
LOOK = """async ([tags, language]) => {
  bringAxe();
  const found = await axe.run(document, {runOnly: tags, resultTypes: ['violations'], preload: false});
  const rules = found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target} ${node.html}`));
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i).map(id => 'id twice: ' + id);
  const dead = [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').slice(1))
    .filter(id => !id || !document.getElementById(id)).map(id => 'link to nothing: #' + id);
  const wide = document.documentElement.scrollWidth > innerWidth ? ['wider than the screen'] : [];
  const other = document.documentElement.lang !== language ? ['in another language'] : [];
  return [...rules, ...twice, ...dead, ...wide, ...other];
}"""
# What the colour scheme can change.
COLOURS = ["color-contrast", "link-in-text-block"]
LOOK_AT_COLOURS = """async rules => {
  const found = await axe.run(document, {runOnly: {type: 'rule', values: rules}, resultTypes: ['violations'], preload: false});
  return found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target} ${node.html}`));
}"""


@dataclass
class Look:
    """Looks at what a page shows: what it finds, by state, and the addresses it has seen.

    With `in_other_scheme` it looks at the colours of that scheme, too, once at each address; at night the walks in
    that scheme see every state.
    """

    page: Page
    language: str
    in_other_scheme: Literal["light", "dark"] | None = None
    found: dict[str, list[str]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    coloured: set[str] = field(default_factory=set)

    def at(self, path: str, state: str = "", *, status: int = 200) -> None:
        """Go to an address and look."""
        response = self.page.goto(path)
        assert response is not None
        assert (path, response.status) == (path, status)
        self.here(state)

    def here(self, state: str = "") -> None:
        """Look at what the page shows now."""
        name = name_of(self.page.url)
        problems = self.page.evaluate(LOOK, [TAGS, self.language])
        if self.in_other_scheme and name not in self.coloured:
            self.coloured.add(name)
            self.page.emulate_media(color_scheme=self.in_other_scheme)
            found = self.page.evaluate(LOOK_AT_COLOURS, COLOURS)
            problems += [f"{self.in_other_scheme}: {problem}" for problem in found]
            self.page.emulate_media(color_scheme="light" if self.in_other_scheme == "dark" else "dark")
        if problems:
            self.found[f"{name or self.page.url} {state}".strip()] = problems
        if name:
            self.seen.add(name)

    def after_post(
        self, path: str, data: dict[str, str], state: str, *, status: int, token: bool = True, more: int = 0
    ) -> None:
        """Post what no form of ours would post, with the open page's token or without it, and look.

        `more` names so many empty fields besides.
        """
        found = self.page.locator("[name=csrfmiddlewaretoken]").first.input_value() if token else ""
        data = {"csrfmiddlewaretoken": found, **data}
        fill = """([path, data, more]) => {
          const form = Object.assign(document.createElement('form'), {method: 'post', action: path});
          const others = Array.from({length: more}, (_, index) => [`a${index}`, '']);
          for (const [name, value] of [...Object.entries(data), ...others]) {
            form.append(Object.assign(document.createElement('input'), {type: 'hidden', name, value}));
          }
          document.body.append(form);
          form.submit();
        }"""
        with self.page.expect_navigation() as navigation:
            self.page.evaluate(fill, [path, data, more])
        assert (path, navigation.value.status) == (path, status)
        self.here(state)

    def after(self, selector: str, state: str, *, status: int = 422) -> None:
        """Press a button and look at the answer."""
        with self.page.expect_navigation() as navigation:
            self.page.locator(selector).first.click()
        assert (selector, navigation.value.status) == (selector, status)
        self.here(state)

    def fetch(self, url: str | None) -> None:
        """Get a file instead of a page."""
        response = self.page.request.get(url or "")
        name = name_of(response.url)
        assert (name, response.headers["content-type"]) == (name, FILES[name])
        self.seen.add(name)


def name_of(url: str) -> str:
    """What the permission table calls an address; empty when there is no such address."""
    path = urlsplit(url).path
    town, _, rest = path[1:].partition("/")
    in_town = town in (HERE, "viernheim")
    try:
        return resolve(f"/{rest}" if in_town else path, f"laufzettel.site.urls{'_tenant' if in_town else ''}").view_name
    except Resolver404:
        return ""


def press(page: Page, selector: str = "main form button") -> None:
    """Press a button that leads to another page."""
    with page.expect_navigation():
        page.locator(selector).first.click()
