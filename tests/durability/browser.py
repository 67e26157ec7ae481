"""A small browser without a face: cookies, forms, redirects; who gets no answer presses the button again."""

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

NO_ANSWER = (OSError, http.client.HTTPException)
PATIENCE = 90.0  # seconds after which a person gives up
SECONDS_BETWEEN_TRIES = 0.3


@dataclass
class Form:
    """A form as the page has it: where it goes, what it asks, and what a browser would send as it is."""

    action: str
    names: set[str] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)


@dataclass
class Page:
    """An answer."""

    url: str
    status: int
    text: str

    def forms(self) -> list[Form]:
        """The page's forms in order."""
        reader = _FormReader()
        reader.feed(self.text)
        return reader.forms

    def form(self, control: str) -> Form:
        """The form that has a control of this name."""
        return next(form for form in self.forms() if control in form.names)


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
            self._is_open = True
        elif self._is_open and tag in ("input", "select", "textarea") and "name" in given:
            self.forms[-1].names.add(given["name"])
            if given.get("type") not in ("radio", "checkbox") or "checked" in given:
                self.forms[-1].values[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_open = False


@dataclass
class Browser:
    """One person's browser. `address` is where it comes from, so that rate limits do not take a crowd for one."""

    base: str
    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    without_answer: int = 0

    def get(self, path: str) -> Page:
        """Open a page, following redirects."""
        return self._ask("GET", path, None)

    def send(self, page: Page, form: Form, values: Mapping[str, str]) -> Page:
        """Fill a form in and send it; what is not named stays as it is."""
        return self._ask("POST", urljoin(page.url, form.action), urlencode({**form.values, **values}))

    def _ask(self, method: str, path: str, body: str | None) -> Page:
        page, place = self._until_answered(method, path, body)
        while page.status in (301, 302, 303):
            page, place = self._until_answered("GET", urljoin(page.url, place), None)
        return page

    def _until_answered(self, method: str, path: str, body: str | None) -> tuple[Page, str]:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                page, place = self._once(method, path, body)
            except NO_ANSWER as error:
                if time.monotonic() > deadline:
                    raise TimeoutError(f"{method} {path}: {error!r}") from error
            else:
                if page.status not in (502, 503):
                    return page, place
                if time.monotonic() > deadline:
                    raise TimeoutError(f"{method} {path}: {page.status} for {PATIENCE} s")
            self.without_answer += 1
            time.sleep(SECONDS_BETWEEN_TRIES)

    def _once(self, method: str, path: str, body: str | None) -> tuple[Page, str]:
        host = urlsplit(self.base)
        connection = http.client.HTTPConnection(
            host.hostname or "", host.port, timeout=20, source_address=(self.address, 0)
        )
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0].strip('"')
        return Page(path, answer.status, text), answer.headers.get("Location", "")
