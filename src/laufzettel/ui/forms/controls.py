"""What a template needs to draw one control, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

NO_HTML = SafeString("")
FEW = 7


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as it is drawn."""

    id: str
    value: str
    label: str
    chosen: bool


@dataclass(slots=True, kw_only=True)
class Control:
    """A component as it is drawn; `describedby` names hint, help and error."""

    template: str
    id: str
    name: str = ""
    label: str = ""
    hint: str = ""
    help: str = ""
    error: str = ""
    value: str = ""
    kind: str = "text"
    optional: bool = False
    required: bool = False
    readonly: bool = False
    checked: bool = False
    autocomplete: str = ""
    inputmode: str = ""
    maxlength: str = ""
    spellcheck: bool = True
    width: str = ""
    prefix: str = ""
    suffix: str = ""
    choices: Sequence[Choice] = ()
    update_url: str = ""
    level: int = 2
    html: SafeString = NO_HTML
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def hint_id(self) -> str:
        """The id of the hint."""
        return f"{self.id}-hinweis"

    @property
    def error_id(self) -> str:
        """The id of the error."""
        return f"{self.id}-fehler"

    @property
    def describedby(self) -> str:
        """Hint and error, as far as they are there, and the unit behind the field."""
        parts = ((self.hint, self.hint_id), (self.error, self.error_id), (self.suffix, f"{self.id}-einheit"))
        return " ".join(target for text, target in parts if text)
