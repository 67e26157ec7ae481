"""What a job type is: its typed input and output."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from laufzettel.kernel.feel import types
from laufzettel.kernel.feel.types import ContextType, FeelType, Field
from laufzettel.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class JobType:
    """A job: its name as `zeebe:taskDefinition type`, what goes in, what comes out, the error codes it may throw."""

    name: str
    title: Text
    input: ContextType
    output: ContextType
    errors: tuple[str, ...] = ()
    doc: Text = field(default_factory=lambda: Text("", ""))


def optional(kind: FeelType) -> Field:
    """A field that may be absent or null."""
    return Field(types.union(kind, types.NULL), required=False)


def context(fields: Mapping[str, FeelType | Field]) -> ContextType:
    """A closed context; plain types are required fields."""
    return ContextType(
        {name: entry if isinstance(entry, Field) else Field(entry) for name, entry in fields.items()}, closed=True
    )


PARTY = context(
    {
        "given_name": types.union(types.STRING, types.NULL),
        "family_name": types.STRING,
        "title": optional(types.STRING),
        "salutation": optional(types.STRING),
        "organisation": optional(types.STRING),
        "care_of": optional(types.STRING),
        "street": types.STRING,
        "address_line": optional(types.STRING),
        "postcode": types.STRING,
        "town": types.STRING,
        "country": optional(types.STRING),
        "email": optional(types.STRING),
    }
)
"""A person or company as a letter addresses it and the cash desk books it; `street` with the house number."""
