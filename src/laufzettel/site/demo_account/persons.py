"""The persons of the demo account; all are invented."""

from dataclasses import dataclass
from typing import Any

from laufzettel.identity.provider import EIDAS


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a demo account: `level` is how the person has proved who they are, as eIDAS names it."""

    key: str
    given_name: str
    family_name: str
    birthdate: str
    email: str
    street: str
    postcode: str
    town: str
    level: str
    level_name: str
    means: str

    @property
    def acr(self) -> str:
        """The level as the ID token says it."""
        return EIDAS + self.level

    def claims(self) -> dict[str, Any]:
        """The standard claims of OpenID Connect."""
        return {
            "sub": f"demo-{self.key}",
            "name": f"{self.given_name} {self.family_name}",
            "given_name": self.given_name,
            "family_name": self.family_name,
            "birthdate": self.birthdate,
            "email": self.email,
            "address": {"street_address": self.street, "postal_code": self.postcode, "locality": self.town},
        }


PERSONS = {
    person.key: person
    for person in (
        Person(
            key="senay",
            given_name="Şenay",
            family_name="Yıldız-Müller",
            birthdate="1985-05-03",
            email="senay@beispiel.de",
            street="Obermarkt 7",
            postcode="35066",
            town="Frankenberg (Eder)",
            level="substantial",
            level_name="substanziell",
            means="ELSTER-Zertifikat",
        ),
        Person(
            key="joerg",
            given_name="Jörg",
            family_name="Großmann",
            birthdate="1962-11-30",
            email="joerg@beispiel.de",
            street="Ritterstraße 12",
            postcode="35066",
            town="Frankenberg (Eder)",
            level="low",
            level_name="niedrig",
            means="Benutzername und Passwort",
        ),
        Person(
            key="zoe",
            given_name="Zoë",
            family_name="Łukasiewicz",
            birthdate="1999-02-28",
            email="zoe@beispiel.de",
            street="Am Hain 3a",
            postcode="35066",
            town="Frankenberg (Eder)",
            level="high",
            level_name="hoch",
            means="Online-Ausweis",
        ),
    )
}
