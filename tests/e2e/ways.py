"""Scenarios of the packages walked in a browser: what a scenario answers is answered there, question by question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import FilePayload, Page, expect
from tests.e2e.driving import answer
from tests.e2e.looking import Look
from tests.files.scene import pdf

from laufzettel.core.clock import now, today
from laufzettel.kernel.forms.model import Field as FormField
from laufzettel.kernel.forms.view import Page as FormPage
from laufzettel.kernel.package import Package, Scenario, load
from laufzettel.kernel.package.values import to_feel

SERVICES = Path(__file__).parents[2] / "services"
type Answers = list[tuple[str, Any]]


@cache
def package_of(service: str) -> Package:
    return load(SERVICES / service)


def scenarios() -> Iterator[tuple[str, Scenario]]:
    """All scenarios of all services in which somebody applies."""
    for folder in sorted(SERVICES.iterdir()):
        for scenario in package_of(folder.name).scenarios.values():
            if "application" in scenario.data:
                yield folder.name, scenario


def exclusions() -> dict[tuple[str, str], str]:
    """Every page that ends an application, with a scenario that ends there; empty where no scenario does."""
    found = {
        (folder.name, source.id): ""
        for folder in sorted(SERVICES.iterdir())
        for source in package_of(folder.name).application.sources
        if source.group is not None and source.group.exclusion
    }
    for service, scenario in scenarios():
        for page in scenario.data["expect"].get("refused", ()):
            if (service, page) in found:
                found[service, page] = scenario.name
    return found


@dataclass
class Way:
    """A scenario, moved so that its day is today, with `instead` for strings that others must not have."""

    service: str
    name: str
    on_its_day: bool = False
    instead: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Mapping[str, Any]:
        scenario = package_of(self.service).scenarios[self.name].data
        by = timedelta() if self.on_its_day else today() - scenario["now"].date()
        moved: Mapping[str, Any] = self._moved(scenario, by)
        return moved

    def _moved(self, value: Any, by: timedelta) -> Any:
        if isinstance(value, Mapping):
            return {key: self._moved(inner, by) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self._moved(inner, by) for inner in value]
        if isinstance(value, date) and not isinstance(value, datetime):
            return value + by
        return self.instead.get(value, value) if isinstance(value, str) else value

    def page(self, page: str) -> FormPage | None:
        """What the application's page asks when all is answered as the scenario does."""
        package = package_of(self.service)
        example = package.examples[self.data["example"]]
        context = example.series.at(to_feel(today()))
        return package.application.page(page, to_feel(self.data["application"]), context, now=now())


def fill(look: Look, asked: FormPage) -> None:
    """Answer a page of the application as it asks; lists get as many entries as they have."""
    page = look.page
    for item in asked.fields:
        if not isinstance(item.node, FormField) or item.value in (None, []):
            continue
        if item.node.type == "filepicker":
            sheet = [FilePayload(name=one["name"], mimeType="application/pdf", buffer=pdf()) for one in item.value]
            page.locator(f'[name="lz-datei.{item.name}"]').set_input_files(sheet[0])
            expect(page.locator(f'input[type=hidden][name="{item.name}"]')).to_have_count(1)
            continue
        add_entries(page, item.name)
        put(page, item.name, item.value)


def add_entries(page: Page, name: str) -> None:
    """Ask for a further entry where a question belongs to one that is not there yet."""
    parts = name.split(".")
    for place, part in enumerate(parts):
        if not part.isdecimal():
            continue
        entry = page.locator(f'main [name^="{".".join(parts[: place + 1])}."]')
        add = page.locator(f'[name="lz-add"][value="{".".join(parts[:place])}"]')
        if part == "0":  # an answer has opened the list, perhaps with its first entry
            entry.or_(add).first.wait_for()
        if not entry.count():
            add.click()
            entry.first.wait_for()


def put(page: Page, name: str, value: Any) -> None:
    """Answer one question; it may have to appear first."""
    if isinstance(value, list | tuple):
        for one in value:
            put(page, name, one)
        return
    day = value if isinstance(value, date) else getattr(value, "to_python", lambda: None)()
    if isinstance(day, date) and page.locator(f'main [name="{name}.tag"]').count():
        for part, number in (("tag", day.day), ("monat", day.month), ("jahr", day.year)):
            page.locator(f'main [name="{name}.{part}"]').fill(str(number))
        return
    control = page.locator(f'main [name="{name}"]:not([type=hidden])').first
    control.wait_for()
    is_box = control.get_attribute("type") == "checkbox"
    if value is False and is_box:
        return
    if is_box and value is True:
        page.locator(f'main [name="{name}"][type=checkbox]').check()
    else:
        answer(page, name, in_words(value, day))
        control.blur()  # as Tab does: what hangs on a text is asked for when one leaves it


def in_words(value: Any, day: date | None) -> str:
    """As people type it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(day, date):
        return f"{day.day}.{day.month}.{day.year}"
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",")
    return str(value)


def leaves(values: Mapping[str, Any], before: str = "") -> Answers:
    """The answers of a task by the names of their controls; entries of lists by their number."""
    found: Answers = []
    for key, value in values.items():
        name = f"{before}{key}"
        if isinstance(value, Mapping):
            found += leaves(value, f"{name}.")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for number, entry in enumerate(value):
                found += leaves(entry, f"{name}.{number}.")
        elif value not in (None, [], ""):
            found.append((name, value))
    return found
