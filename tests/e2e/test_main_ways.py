"""Every way that a service can end, and every kind of applicant, in Chromium: from the first question to the record."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.driving import go_on
from tests.e2e.looking import Look
from tests.e2e.test_the_day import row_of, sign_in, the_number, wait_for
from tests.e2e.ways import Way, add_entries, fill, leaves, package_of, put, scenarios

FOUND = {"17": "9017", "18": "9018", "19": "9019", "20": "9020", "30": "9030"}
"""Tags of dogs that no other test has."""
WAYS: dict[str, dict[str, tuple[Way, ...]]] = {
    "hund-anmelden": {
        "angemeldet": (
            Way("hund-anmelden", "gemeinsam-zwei-bescheide"),
            Way("hund-anmelden", "kind-haelt-den-hund"),
            Way("hund-anmelden", "fremdes-konto"),
        ),
        "befreit": (Way("hund-anmelden", "diensthund"),),
        "abgelehnt": (Way("hund-anmelden", "nicht-angemeldet"),),
    },
    "hund-abmelden": {
        "abgemeldet": (
            Way("hund-abmelden", "erster-hund-weg", instead=FOUND),
            Way("hund-abmelden", "gemeinsam-einzeln", instead={"17": "9317", "Anna": "Gerda"}),
        ),
        "abgemeldet_ohne_guthaben": (
            Way("hund-abmelden", "weggezogen-ohne-guthaben", instead={"17": "9117", "Anna": "Berta"}),
        ),
        "abgelehnt": (Way("hund-abmelden", "nicht-abgemeldet", instead={"17": "9217"}),),
    },
    "hundeerlaubnis": {
        "erteilt_ende": (Way("hundeerlaubnis", "erteilt-zwei-jahre"),),
        "vorlaeufig_ende": (Way("hundeerlaubnis", "junger-hund-vorlaeufig"),),
        "abgelehnt": (Way("hundeerlaubnis", "alles-fehlt"),),
    },
    "corona-verdacht": {
        "erledigt": (),  # tests/e2e/test_corona.py
        "ohne_schreiben": (Way("corona-verdacht", "spaeter-kontakt-eng"),),
    },
    "digitaler-briefkasten": {
        "beantwortet": (Way("digitaler-briefkasten", "beantwortet"),),
        "abgelegt": (Way("digitaler-briefkasten", "keine-antwort-gewuenscht"),),
        "umgewandelt": (Way("digitaler-briefkasten", "weitergegeben"),),
    },
    "ifsg-entschaedigung": {
        "ausgezahlt": (  # an employer: tests/e2e/test_compensation.py
            Way("ifsg-entschaedigung", "beschaeftigte-hoechstbetrag"),
            Way("ifsg-entschaedigung", "selbststaendig"),
        ),
        "abgelehnt": (Way("ifsg-entschaedigung", "arbeit-von-zu-hause"),),
        "abgegeben": (Way("ifsg-entschaedigung", "covid-beim-regierungspraesidium", on_its_day=True),),
    },
}
CLERKS = {
    ("frankenberg-eder", ""): "weber@frankenberg.example",
    ("frankenberg-eder", "hundeerlaubnis"): "schaub@frankenberg.example",
    ("frankenberg-eder", "digitaler-briefkasten"): "poststelle@frankenberg.example",
    ("viernheim", ""): "roth@viernheim.example",
    ("viernheim", "hundeerlaubnis"): "nowak@viernheim.example",
    ("viernheim", "digitaler-briefkasten"): "poststelle@viernheim.example",
    ("herborn", ""): "jung@herborn.example",
    ("herborn", "digitaler-briefkasten"): "poststelle@herborn.example",
    ("herborn", "hundeerlaubnis"): "pfeiffer@herborn.example",
    ("lahn-dill-kreis", ""): "brandt@lahn-dill.example",
    ("lahn-dill-kreis", "digitaler-briefkasten"): "poststelle@lahn-dill.example",
}
ALL = [(end, way) for ends in WAYS.values() for end, ways in ends.items() for way in ways]


def test_every_end_of_every_service_has_a_way() -> None:
    known = {service: set(ends) for service, ends in WAYS.items()}
    there: dict[str, set[str]] = {}
    for service, scenario in scenarios():
        there.setdefault(service, set()).add(scenario.data["expect"].get("ends", ""))
    assert {service: ends - {""} for service, ends in there.items()} == known
    applicants = {str(way.data["application"].get("antrag", {}).get("wer", "")) for _, way in ALL}
    assert applicants == {"", "arbeitgeber", "arbeitnehmer", "selbststaendig"}


@pytest.mark.e2e
@pytest.mark.nightly
@pytest.mark.parametrize(
    ("end", "way"), ALL, ids=lambda one: one if isinstance(one, str) else f"{one.service}-{one.name}"
)
def test_from_the_first_question_to_the_record(open_page: Callable[..., Page], end: str, way: Way) -> None:
    slug = str(way.data["example"])
    clerk = open_page(f"/{slug}/amt/", width=1280)
    sign_in(clerk, CLERKS.get((slug, way.service)) or CLERKS[slug, ""])
    office = Look(clerk, "de")
    remember(office, slug, way)
    number = entered(office, slug, way) if way.on_its_day else applied(open_page, slug, way)
    clerk.goto(f"/{slug}/amt/vorgaenge/?q={number}")
    row_of(clerk, number).get_by_role("link").first.click()

    titles = worked_on(office, clerk.url, [step for step in way.data.get("step", ()) if "task" in step])

    wanted = way.data["expect"].get("letters")
    assert wanted is None or len(titles) == len(wanted)
    name = package_of(way.service).program.nodes[end].name
    expect(clerk.locator("main")).to_contain_text(name)
    office.here("done")
    clerk.locator("main dd a[href*='/akten/']").first.click()
    wait_for(clerk, clerk.get_by_text("Verlauf", exact=True))
    for title in ("Antrag", *titles):
        expect(clerk.locator("main")).to_contain_text(title)
    office.here("record")
    assert office.found == {}


def applied(open_page: Callable[..., Page], slug: str, way: Way) -> str:
    """Apply as a citizen does, on a phone; the number of the case."""
    page = open_page(f"/{slug}/{way.service}/beginnen/", width=360, height=740)
    with page.expect_navigation():
        page.locator("main form button").first.click()
    look = Look(page, "de")
    while not page.locator("[name=absenden]").count():
        asked = way.page(page.url.rstrip("/").rpartition("/")[2])
        assert asked is not None, page.url
        fill(look, asked)
        look.here(asked.id)
        go_on(page)
    look.here("check")
    page.locator("[name=einverstanden]").check()
    with page.expect_navigation():
        page.locator("[name=absenden]").click()
    look.here("sent")
    assert look.found == {}
    return the_number(page)


def entered(look: Look, slug: str, way: Way) -> str:
    """What came on paper on a day long ago, entered by the clerk on one page."""
    page, data = look.page, way.data
    page.goto(f"/{slug}/amt/erfassen/")
    page.locator(f"main form button[value={way.service}]").click()
    page.locator("#eingang").fill(f"{data['now']:%d.%m.%Y}")
    page.locator("#weg-counter").check()
    enter(look, way, "paper")
    return the_number(page)


def enter(look: Look, way: Way, state: str) -> None:
    """Answer on the clerk's one page what the scenario's applicant answers, and enter it."""
    asked = way.page("*")
    assert asked is not None
    fill(look, asked)
    look.here(state)
    with look.page.expect_navigation():
        look.page.locator("main form [name=erfassen]").click()


def remember(look: Look, slug: str, way: Way) -> None:
    """Put into the register what the scenario begins with."""
    page = look.page
    for entry in way.data.get("register", {}).get("hunde", ()):
        page.goto(f"/{slug}/amt/register/hund-anmelden/hunde/neu/")
        for name, value in leaves(entry | {"grund": "Altbestand"}):
            put(page, name, value)
        page.locator("main form[method=post] button").last.click()
        expect(page.locator("main")).to_contain_text(entry["marke"])


def worked_on(look: Look, case: str, steps: list[Any]) -> list[str]:
    """Do the tasks as the scenario does them, and issue each letter that comes; the letters' titles."""
    page, titles = look.page, []
    for _ in range(400):
        page.goto(case)
        main = page.locator("main")
        link = main.get_by_role("link", name="Schreiben ansehen und erlassen")
        if link.count():
            link.first.click()
            look.here("letter")
            titles.append(page.locator(".lz-letter h1, main h1").first.inner_text())
            page.get_by_role("button", name="Jetzt erlassen").click()
        elif steps and page.locator("[name=erledigen]").count():
            step = steps.pop(0)
            if step["complete"].get("sichtung", {}).get("weiter") == "umgewandelt":
                make_an_application(look, case)
                page.goto(case)
            do(look, step)
        elif "abgeschlossen" in main.inner_text():
            assert steps == []
            return titles
        else:
            page.wait_for_timeout(150)
    raise AssertionError(page.locator("main").inner_text()[:2000])


def make_an_application(look: Look, case: str) -> None:
    """Make an application of another service of the case: else the post does not end as one."""
    page, other = look.page, Way("hund-anmelden", "erster-hund")
    page.goto(f"{case}umwandeln/")
    page.locator(f'[name=leistung][value="{other.service}"]').check()
    page.locator("[name=grundlage]").fill("Einwilligung")
    with page.expect_navigation():
        page.locator("main form[method=post] button").last.click()
    enter(look, other, "made of a case")


def do(look: Look, step: Any) -> None:
    """One task of the clerk."""
    page = look.page
    for name, value in leaves(step["complete"]):
        add_entries(page, name)
        put(page, name, value)
    look.here(step["task"])
    for _ in range(3):
        if page.locator("[name=erledigen]").count():
            with page.expect_navigation():
                page.locator("[name=erledigen]").click()
        if not page.locator(".kern-alert--danger, [role=alert]").count():
            return
