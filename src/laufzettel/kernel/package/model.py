"""A service package, read and typed. Made by `package.load`; immutable and safe to share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from laufzettel.kernel import bpmn, feel, law
from laufzettel.kernel.dmn import Decisions
from laufzettel.kernel.feel.types import FeelType
from laufzettel.kernel.forms import Form
from laufzettel.kernel.letters import Letter, LetterTranslation
from laufzettel.kernel.package import files as package_files
from laufzettel.kernel.package.settings import Setting, SettingsSeries
from laufzettel.kernel.package.toml import Document


@dataclass(frozen=True, slots=True)
class Service:
    """`[service]`: who, what, for whom."""

    key: str
    version: str
    title: str
    leika: tuple[str, ...]
    audience: tuple[str, ...]
    trust: str
    situations: tuple[str, ...]
    tenants: tuple[str, ...]
    reference_date: str


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a record is kept, and the event that starts the time: `event.name` or `register.name.name`."""

    years: int
    event: str


@dataclass(frozen=True, slots=True)
class Record:
    """`[record]`: the title as FEEL, the semantic class, the retention."""

    title: feel.Expression
    record_class: str
    retention: Retention


@dataclass(frozen=True, slots=True)
class Receiver:
    """`[receiver]`: FEEL over the application. `group` names the unit that gets the case instead of the offering's own;
    `confidential` says whether members of that unit alone may see it.
    """

    group: feel.Expression
    confidential: feel.Expression | None = None

    def at(self, context: Mapping[str, Any], now: datetime) -> tuple[str, bool]:
        """The group, empty where the expression gives none, and whether the case is confidential."""
        group = self.group.evaluate(context, now=now)
        is_secret = self.confidential is not None and self.confidential.evaluate(context, now=now) is True
        return (group if isinstance(group, str) else ""), is_secret


@dataclass(frozen=True, slots=True)
class RecordEvent:
    """`[event.x]`: what a person notes in the record. `counts_from`: the years count from the day or its year's end."""

    key: str
    label: str
    help: str = ""
    counts_from: str = "day"


@dataclass(frozen=True, slots=True)
class DateRule:
    """`[date.x]`: a statutory, service or resubmission date."""

    key: str
    kind: str
    working_days: int = 0
    days: int = 0
    months: int = 0
    norm: str = ""
    fiction: bool = False


@dataclass(frozen=True, slots=True)
class Privacy:
    """`[privacy]`: Art. 13 and 30 GDPR."""

    purpose: str
    legal_basis: str
    recipients: tuple[str, ...] = ()
    secrecy: tuple[str, ...] = ()
    draft: str = "kept"
    draft_days: int = 30

    @property
    def is_confidential(self) -> bool:
        """Whether nobody but the responsible unit may see a case: data concerning health (Art. 9 GDPR)."""
        return "health" in self.secrecy


@dataclass(frozen=True, slots=True)
class Fee:
    """`[fee]`: what the service itself costs; a tax or charge that the act sets is no fee."""

    kind: str = "none"
    amount: str = ""
    norm: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """`[register.x]`: a register of the tenant. Fields are named by their dotted path in the form of an entry.

    `label` names an entry in lists; `columns` stand there. A value of `unique` occurs once among the entries that have
    not ended; entries that share all of `doubles` are perhaps the same. `number` is filled by the register itself,
    beginning with the setting `number_from`.
    `ends` are the events that end an entry, by their key; `retention_years` count from them. A register that is `of`
    another service is that one's, and only used here: it names us among its `writers`.
    """

    key: str
    title: str
    entry: str
    label: feel.Expression | None = None
    columns: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    doubles: tuple[str, ...] = ()
    number: str = ""
    number_from: str = ""
    retention_years: int | None = None
    of: str = ""
    writers: tuple[str, ...] = ()
    ends: Mapping[str, RecordEvent] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SerialRun:
    """`[run.x]`: once a year, a letter for every entry of a register that it concerns, perhaps with a claim.

    All FEEL reads the fields of an entry, `year`, and the settings on the first of January; all but `where` also what
    `decision` comes to, under its name. `hindrance` is a text where an entry cannot be done, `notice` false where none
    is due. `recipient` is a party, or a list of parties of whom each gets the letter. `claim` holds the inputs of
    `claim.raise`; `write` is what the entry holds once its letter is issued, and what it does not name stays.
    """

    key: str
    title: str
    register: str
    decision: str
    letter: str
    where: feel.Expression
    recipient: feel.Expression
    help: str = ""
    hindrance: feel.Expression | None = None
    notice: feel.Expression | None = None
    claim: Mapping[str, feel.Expression] = field(default_factory=dict)
    write: feel.Expression | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """`examples/x.toml`: settings of a tenant as tests, simulation and demo use them."""

    name: str
    tenant: str
    title: str
    note: str
    series: SettingsSeries


@dataclass(frozen=True, slots=True)
class Scenario:
    """`scenarios/x.toml`: given, when, then. Values are FEEL values; `document` knows the lines."""

    name: str
    title: str
    document: Document
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Package:
    """A service as it was read.

    `forms` and `letters` are keyed by file name without ending, `decisions` by decision id, `messages` by message name
    with the types of their payload, `letter_translations` by letter and language. `files` are in the newest format,
    `source` is what was given and is hashed.
    """

    files: Mapping[str, bytes]
    source: Mapping[str, bytes]
    documents: Mapping[str, Document]
    service: Service
    module_texts: Mapping[str, str]
    fee: Fee | None
    acts: Mapping[str, law.Act]
    start_form: str
    model: bpmn.Model
    program: bpmn.Program
    forms: Mapping[str, Form]
    decisions: Mapping[str, Decisions]
    letters: Mapping[str, Letter]
    settings: Mapping[str, Setting]
    record: Record
    events: Mapping[str, RecordEvent]
    dates: Mapping[str, DateRule]
    privacy: Privacy
    messages: Mapping[str, Mapping[str, FeelType]]
    registers: Mapping[str, Register]
    runs: Mapping[str, SerialRun]
    translations: Mapping[str, Mapping[str, str]]
    letter_translations: Mapping[str, Mapping[str, LetterTranslation]]
    examples: Mapping[str, Example]
    scenarios: Mapping[str, Scenario]
    reference_date: feel.Expression
    receiver: Receiver | None = None

    def canonical(self) -> bytes:
        """The whole content as bytes that depend on nothing else; `load(from_canonical(…))` gives the same package."""
        return package_files.canonical(self.source)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical bytes, in hexadecimal."""
        return package_files.digest(self.canonical())

    @property
    def process(self) -> bpmn.Model:
        """The process as it was read, with its diagram."""
        return self.model

    def form(self, name: str) -> Form:
        """A form by its name, with or without `.form`. Raises KeyError."""
        return self.forms[name.removesuffix(".form")]

    @property
    def application(self) -> Form:
        """The form that starts a case."""
        return self.forms[self.start_form]

    def texts(self, language: str = "de") -> dict[str, str]:
        """The package's own texts (`service.toml` modules and title) in a language; German where it has no other."""
        own = {"title": self.service.title, **self.module_texts}
        found = self.translations.get(language.split("-")[0], {})
        return {
            key: found.get(f"service.toml#{'service' if key == 'title' else 'texts'}.{key}", value)
            for key, value in own.items()
        }

    def purpose(self, language: str) -> str:
        """What the data are needed for, in a language."""
        return self.translated(language, "service.toml", "privacy", "purpose", self.privacy.purpose)

    def recipients(self, language: str) -> list[str]:
        """Who else gets the data, in a language."""
        given = enumerate(self.privacy.recipients)
        return [self.translated(language, "service.toml", "privacy.recipients", str(n), one) for n, one in given]

    def translated(self, language: str, file: str, element: str, attribute: str, german: str) -> str:
        """Any text of the package in a language, by its key `file#element.attribute`; the German if there is none."""
        found = self.translations.get(language.split("-")[0], {})
        return found.get(f"{file}#{element}.{attribute}", german)
