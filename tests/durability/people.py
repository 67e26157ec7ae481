"""A citizen who registers a dog, and a clerk who decides: over HTTP, as their browsers do."""

import re
from dataclasses import dataclass

from tests.durability.browser import Browser, Page

SERVICE = "/frankenberg-eder/hund-anmelden/"
ANEW = f"{SERVICE}antrag/"
OFFICE = "/frankenberg-eder/amt/"
ANSWERS = {
    "hund.name": "Bella",
    "hund.rasse": "Labrador Retriever",
    "hund.geschlecht": "weiblich",
    "hund.farbe": "braun",
    "hund.haltung_seit": "1.3.26",
    "hund.herkunft": "uebernommen",
    "hund.als_gefaehrlich_festgestellt": "nein",
    "hund.wesenstest_bestanden": "nein",
    "haushalt.weitere": "nein",
    "halter.vorname": "Şükrü",
    "halter.nachname": "Yıldız",
    "halter.geburtsdatum.tag": "3",
    "halter.geburtsdatum.monat": "5",
    "halter.geburtsdatum.jahr": "85",
    "halter.strasse": "Obermarkt 7 a",
    "halter.plz": "35066",
    "halter.ort": "Frankenberg (Eder)",
    "ermaessigung.beantragt": "nein",
    "zahlung.art": "ueberweisung",
}
CHECKED = {
    "pruefung.melderegister": "true",
    "in_ordnung": "true",
    "pruefung.gefaehrlich": "angaben",
    "pruefung.ermaessigung": "angaben",
}


class Unexpected(AssertionError):
    """A page that nobody should see, with what it says."""

    def __init__(self, page: Page) -> None:
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text.partition("<main")[2] or page.text))
        super().__init__(f"{page.status} at {page.url}: {text[:600]}")


@dataclass(frozen=True)
class Receipt:
    """What a person was shown after sending."""

    email: str
    number: str
    code: str


class Citizen:
    """A person with a phone. Goes back to where the application stands when something went wrong."""

    def __init__(self, browser: Browser, email: str) -> None:
        self.browser = browser
        self.email = email

    def apply(self, place: str = ANEW) -> Receipt:
        """From "Jetzt beginnen", or from the address `place` with which one goes on later, to number and code."""
        page = self.browser.get(place)
        for _ in range(60):
            if "/beginnen/" in page.url or (page.status == 404 and "Neu beginnen" in page.text):
                begin = self.browser.get(f"{SERVICE}beginnen/")
                page = self.browser.send(begin, begin.form("csrfmiddlewaretoken"), {})
            elif page.url.endswith("/abgeschickt/"):
                return self._receipt(page)
            elif page.status == 410 and f"{SERVICE}antrag/abgeschickt/" in page.text:
                page = self.browser.get(f"{SERVICE}antrag/abgeschickt/")
            elif page.status == 409:  # the answer to what was saved got lost
                page = self.browser.get(f"{SERVICE}antrag/")
            elif page.status == 200 and "/weiter/" in page.url:
                page = self.browser.send(page, page.form("csrfmiddlewaretoken"), {})
            elif page.status == 200 and "/antrag/" in page.url:
                page = self._answer(page)
            else:
                raise Unexpected(page)
        raise Unexpected(page)

    def stands_at(self, receipt: Receipt) -> Page:
        """The status page that number and code open."""
        entry = self.browser.get("/frankenberg-eder/status/")
        form = next(form for form in entry.forms() if {"nummer", "code"} <= form.names)
        return self.browser.send(entry, form, {"nummer": receipt.number, "code": receipt.code})

    def _answer(self, page: Page) -> Page:
        form = page.form("stand")
        if "einverstanden" in form.names:
            return self.browser.send(page, form, {"einverstanden": "1", "absenden": "1"})
        answers = ANSWERS | {"halter.email": self.email}
        known = {name: value for name, value in answers.items() if name in form.names}
        return self.browser.send(page, form, {**known, "weiter": "1"})

    def _receipt(self, page: Page) -> Receipt:
        number = re.search(r"V-\d{4}-\d{6}", page.text)
        code = re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}\b", page.text)
        if page.status != 200 or number is None or code is None:
            raise Unexpected(page)
        return Receipt(self.email, number.group(), code.group())


class Clerk:
    """A member of staff."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    def sign_in(self) -> None:
        """With the demo's password."""
        page = self.browser.get(f"{OFFICE}anmelden/")
        account = {"email": "weber@frankenberg.example", "password": "rathaus-demo-2026"}
        page = self.browser.send(page, page.form("password"), account)
        if page.status != 200 or "anmelden" in page.url:
            raise Unexpected(page)

    def decide(self, case_id: str) -> None:
        """Do the task: all is in order."""
        page = self.browser.get(f"{OFFICE}vorgaenge/{case_id}/")
        for _ in range(2):  # the first answers open further questions
            form = next((form for form in page.forms() if "in_ordnung" in form.names), None)
            if form is None:
                break
            page = self.browser.send(page, form, {name: CHECKED[name] for name in CHECKED if name in form.names})
        # Pressed twice because the first answer got lost: "done already" is a good answer.
        if page.status not in (200, 409):
            raise Unexpected(page)

    def issue(self, case_id: str) -> bool:
        """Issue the letter; False while it is not prepared yet."""
        case = self.browser.get(f"{OFFICE}vorgaenge/{case_id}/")
        link = re.search(rf'href="({OFFICE}schreiben/[0-9a-f-]{{36}}/)"', case.text)
        if link is None:
            return False
        letter = self.browser.get(link.group(1))
        forms = [form for form in letter.forms() if form.action.endswith("/erlassen/")]
        if forms:
            page = self.browser.send(letter, forms[0], {})
            if page.status not in (200, 409):
                raise Unexpected(page)
        return True
