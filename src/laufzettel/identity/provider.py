"""An identity provider for citizens, as an operator configures it. Pure: read before Django has settings."""

from collections.abc import Mapping
from dataclasses import dataclass

LEVELS = ("basic", "substantial", "high")
EIDAS = "http://eidas.europa.eu/LoA/"
DEFAULT_LEVELS = f"basic={EIDAS}low; substantial={EIDAS}substantial; high={EIDAS}high"


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID Connect provider, and what its words mean here.

    `levels` maps values of the claim `level_claim` to trust levels; a person with another value is not signed in.
    """

    issuer: str
    client_id: str
    client_secret: str
    name: str
    level_claim: str
    levels: tuple[tuple[str, str], ...]
    scope: str = "openid profile email address"

    @property
    def level_of(self) -> Mapping[str, str]:
        """The trust level that a value of the claim stands for."""
        return dict(self.levels)

    def values_from(self, required: str) -> list[str]:
        """The values of the claim that stand for `required` or more, the least of them first."""
        enough = LEVELS[LEVELS.index(required) :] if required in LEVELS else LEVELS
        return [value for level in enough for value, stands_for in self.levels if stands_for == level]


def read_levels(text: str) -> tuple[tuple[str, str], ...]:
    """Read `basic=VALUE VALUE; substantial=VALUE`; raises `ValueError` for what is no level, or said twice."""
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        level, _, values = part.partition("=")
        if level.strip() not in LEVELS:
            raise ValueError(f"{level.strip()!r} ist keine Stufe; es gibt {', '.join(LEVELS)}")
        for value in values.split():
            if value in found:
                raise ValueError(f"{value!r} steht zweimal da")
            found[value] = level.strip()
    if not found:
        raise ValueError("es nennt keinen Wert")
    return tuple(found.items())
