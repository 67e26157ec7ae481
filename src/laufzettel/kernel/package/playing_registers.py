"""The registers of a package in memory, for scenarios and simulation: they answer jobs as the platform does."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from laufzettel.kernel import feel
from laufzettel.kernel.bpmn import effects, stimuli
from laufzettel.kernel.package import registers
from laufzettel.kernel.package.model import Package, Register
from laufzettel.kernel.package.register_jobs import REGISTER_JOBS
from laufzettel.kernel.package.schema import unknown
from laufzettel.kernel.package.settings import SettingsSeries
from laufzettel.kernel.package.toml import Document
from laufzettel.kernel.package.values import merged, to_feel
from laufzettel.kernel.problems import Finding, Text

type Values = Mapping[str, Any]


_TWICE = Text("Ein Wert kommt schon vor, der nur einmal vorkommen darf.", "A value that may occur once is there twice.")


@dataclass(slots=True)
class Entry:
    """An entry as it is now; `ended` is the event that ended it."""

    id: str
    values: dict[str, Any]
    ended: str = ""


class RegisterPlay:
    """The entries of each register, in the order in which they came."""

    JOBS: ClassVar = frozenset(job.name for job in REGISTER_JOBS)

    def __init__(self, package: Package, series: SettingsSeries) -> None:
        self.package = package
        self.series = series
        self.entries: dict[str, list[Entry]] = {name: [] for name in package.registers}
        self.on_miss: Callable[[Register], Values | None] = lambda _: None
        """What a simulated register holds when somebody looks for what nobody has put in."""

    def entries_of(self, name: str) -> list[Values]:
        """The entries with their values; one that has ended says so under `ended`."""
        return [{**({"ended": one.ended} if one.ended else {}), **one.values} for one in self.entries[name]]

    def open_entries(self, name: str) -> list[Entry]:
        """The entries that have not ended."""
        return [one for one in self.entries[name] if not one.ended]

    def change(self, name: str, entry: Entry, values: Values, now: datetime) -> Text | None:
        """Change values of an entry: what is not named stays. Why the register does not take them, if so."""
        made = self._change(self.package.registers[name], entry.id, values, now)
        return _TWICE if made is None else made if isinstance(made, Text) else None

    def fill(self, document: Document, given: Mapping[str, Any], now: datetime) -> Iterator[Finding]:
        """Put in what a scenario begins with; what does not fit comes back."""
        for name, entries in given.items():
            if name not in self.entries:
                yield document.finding(("register", name), "scenario-register", *unknown(name, list(self.entries)))
                continue
            for index, raw in enumerate(entries):
                problem = self._add(self.package.registers[name], to_feel(raw), now)
                if not isinstance(problem, Entry):
                    path = ("register", name, index)
                    yield document.finding(path, "scenario-register", problem or _TWICE)

    def answer(self, job: effects.StartJob, now: datetime) -> stimuli.Stimulus:
        """Do a job of one of the register types, whose input fits."""
        register = self.package.registers.get(job.input["register"])
        if register is None:
            return stimuli.JobFailed(job.instance, f"unknown register {job.input['register']}")
        if job.type == "register.find":
            return stimuli.JobDone(job.instance, self._find(register, job.input, now))
        if job.type == "register.end":
            return self._end(register, job)
        return self._write(register, job, now)

    def _write(self, register: Register, job: effects.StartJob, now: datetime) -> stimuli.Stimulus:
        if job.input.get("entry") is None:
            made = self._add(register, job.input["values"], now)
        else:
            made = self._change(register, job.input["entry"], job.input["values"], now)
        if isinstance(made, Text):
            return stimuli.JobFailed(job.instance, made)
        if made is None:
            return stimuli.JobFailed(job.instance, _TWICE)
        number = registers.value_at(made.values, register.number) if register.number else None
        return stimuli.JobDone(job.instance, {"entry": made.id, "number": None if number is None else str(number)})

    def _add(self, register: Register, values: Values, now: datetime) -> Entry | Text | None:
        form, there = registers.form_of(self.package, register), self.entries[register.key]
        if registers.needs_number(register, values):
            values = registers.numbered(register, form, values, self._next(register, now))
        kept, errors = registers.judged(form, values, now)
        if errors:
            return _sentence(errors[0].path, errors[0].text)
        if self._is_taken(register, kept, None):
            return None
        there.append(Entry(f"{register.key.upper()}-{len(there) + 1:04}", kept))
        return there[-1]

    def _change(self, register: Register, entry: str, values: Values, now: datetime) -> Entry | Text | None:
        found = self._entry(register, entry)
        if found is None or found.ended:
            return Text(f"Keinen offenen Eintrag „{entry}“ gibt es.", f'There is no open entry "{entry}".')
        form = registers.form_of(self.package, register)
        kept, errors = registers.judged(form, merged(found.values, values), now)
        if errors:
            return _sentence(errors[0].path, errors[0].text)
        if self._is_taken(register, kept, found):
            return None
        found.values = kept
        return found

    def _end(self, register: Register, job: effects.StartJob) -> stimuli.Stimulus:
        found, event = self._entry(register, job.input["entry"]), job.input["event"]
        if found is None or event not in register.ends:
            return stimuli.JobFailed(job.instance, f"unknown entry {job.input['entry']} or event {event}")
        found.ended = found.ended or event
        return stimuli.JobDone(job.instance, {"ended_on": job.input["on"]})

    def _find(self, register: Register, wanted: Values, now: datetime) -> dict[str, Any]:
        def is_found(one: Entry) -> bool:
            return registers.fits(one.values, wanted["where"]) and bool(wanted.get("with_ended") or not one.ended)

        if not any(map(is_found, self.entries[register.key])):
            made = self.on_miss(register)
            if made is not None:
                self._add(register, merged(made, wanted["where"]), now)
        found = [
            {
                "entry": one.id,
                "label": registers.label_of(register, one.values, now),
                "has_ended": bool(one.ended),
                "values": one.values,
            }
            for one in filter(is_found, self.entries[register.key])
        ]
        return {"count": Decimal(len(found)), "entries": found[:100]}

    def _entry(self, register: Register, entry: str) -> Entry | None:
        return next((one for one in self.entries[register.key] if one.id == entry), None)

    def _is_taken(self, register: Register, values: Values, but: Entry | None) -> bool:
        mine = registers.keys_of(register, values).items()
        others = (one for one in self.entries[register.key] if one is not but and not one.ended)
        return any(mine & registers.keys_of(register, one.values).items() for one in others)

    def _next(self, register: Register, now: datetime) -> int:
        texts = [registers.keys_of(register, one.values).get(register.number, "") for one in self.entries[register.key]]
        highest = max((int(text) for text in texts if text.isascii() and text.isdecimal()), default=0)
        settings = self.series.at(feel.Date.from_python(now.date()))["settings"]
        return max(highest + 1, registers.first_number(register, settings))


def _sentence(path: str, text: Text) -> Text:
    return Text(
        f"Das Register nimmt das nicht an, {path}: {text}", f"The register does not take this, {path}: {text.en}"
    )
