"""Who does something. Law 5: every change has an actor."""

import uuid
from dataclasses import dataclass
from typing import Any, Literal, Self

Kind = Literal["citizen", "staff", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or the platform itself. `id` is the account's id, absent for citizens without one and the system.

    `roles` are the keys of the units and the roles that count in the present tenant, such as `clerk` or `steuern`;
    `units` the ids of the units of this tenant that the person belongs to.
    """

    kind: Kind
    id: uuid.UUID | None = None
    name: str = ""
    roles: frozenset[str] = frozenset()
    units: frozenset[uuid.UUID] = frozenset()

    def to_json(self) -> dict[str, Any]:
        """As stored in audit entries and history."""
        return {"kind": self.kind, "id": str(self.id) if self.id else None, "name": self.name}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(data["kind"], uuid.UUID(data["id"]) if data["id"] else None, data["name"])


SYSTEM = Actor("system", name="Laufzettel")
CITIZEN = Actor("citizen")
