"""What a template needs to draw one control, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
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
    lang: str = ""
    html: SafeString = NO_HTML
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def in_german(self) -> SafeString:
        """The attribute that says so, where a text of the package has no translation (WCAG 3.1.2)."""
        return format_html(' lang="{}"', self.lang) if self.lang else NO_HTML

    @property
    def hint_id(self) -> str:
        """The id of the hint."""
        return f"{self.id}-hinweis"

    @property
    def error_id(self) -> str:
        """The id of the error."""
        return f"{self.id}-fehler"

    @property
    def above(self) -> bool:
        """Whether anything stands between label and control."""
        return bool(self.hint or self.help or self.error)

    @property
    def attributes(self) -> SafeString:
        """What belongs to the control itself: everything but its id, name, type, value and classes."""
        return self._attributes(self.autocomplete, self.inputmode, self.maxlength, "" if self.spellcheck else "false")

    @property
    def group_attributes(self) -> SafeString:
        """The same for a radio group and for a box."""
        return self._attributes("", "", "", "")

    @property
    def plain_attributes(self) -> SafeString:
        """The same for a fieldset, which can be neither required nor invalid."""
        pairs = (("aria-describedby", self.describedby), *self._reacting())
        return format_html_join("", ' {}="{}"', [pair for pair in pairs if pair[1]])

    def _attributes(self, autocomplete: str, inputmode: str, maxlength: str, spellcheck: str) -> SafeString:
        pairs = (
            ("aria-required", "true" if self.required else ""),
            ("autocomplete", autocomplete),
            ("inputmode", inputmode),
            ("maxlength", maxlength),
            ("spellcheck", spellcheck),
            ("list", f"{self.id}-orte" if self.template == "text" and self.choices else ""),
            ("aria-describedby", self.describedby),
            ("aria-invalid", "true" if self.error else ""),
            *self._reacting(),
        )
        return format_html_join("", ' {}="{}"', [pair for pair in pairs if pair[1]])

    def _reacting(self) -> tuple[tuple[str, str], ...]:
        return (("hx-post", self.update_url), ("hx-trigger", "change")) if self.update_url else ()

    @property
    def describedby(self) -> str:
        """Hint and error, as far as they are there, and what stands before and behind the field."""
        around = ((self.prefix, f"{self.id}-davor"), (self.suffix, f"{self.id}-einheit"))
        parts = ((self.hint, self.hint_id), (self.error, self.error_id), *around)
        return " ".join(target for text, target in parts if text)
