"""A register of a tenant: what the package of an offering declares, with the form of its entries."""

from dataclasses import dataclass
from typing import Any

from laufzettel.catalogue.models import Offering
from laufzettel.kernel.forms import Form
from laufzettel.kernel.package import Package
from laufzettel.kernel.package.model import Register
from laufzettel.kernel.package.registers import form_of


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where entries of one kind stand."""

    offering: Offering
    package: Package
    register: Register

    @property
    def form(self) -> Form:
        """The form of an entry."""
        return form_of(self.package, self.register)

    @property
    def key(self) -> dict[str, Any]:
        """What the entries of this register are found by."""
        return {"offering": self.offering, "register": self.register.key}

    def title(self, language: str = "de") -> str:
        """What the register is called."""
        key = self.register.key
        return self.package.translated(language, "service.toml", f"register.{key}", "title", self.register.title)

    def event(self, event: str, language: str = "de") -> str:
        """What an event that ends an entry is called; its key where the package does not know it any more."""
        declared = self.register.ends.get(event)
        if declared is None:
            return event
        path = f"register.{self.register.key}.end.{event}"
        return self.package.translated(language, "service.toml", path, "label", declared.label)
