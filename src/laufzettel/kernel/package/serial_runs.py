"""Serial runs over a register: what becomes of one entry. Pure; the platform, scenarios and simulation share it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from laufzettel.kernel import feel
from laufzettel.kernel.feel import types
from laufzettel.kernel.package.job_types import PARTY
from laufzettel.kernel.package.jobs import JOB_TYPES, misfits
from laufzettel.kernel.package.model import Package, SerialRun
from laufzettel.kernel.package.settings import SettingsSeries
from laufzettel.kernel.package.wording import hindrance_in
from laufzettel.kernel.problems import Text, joined

type Values = Mapping[str, Any]

_TOO_MUCH = Text("Die Berechnung wurde abgebrochen: zu viele Schritte.", "The calculation took too many steps.")
_NO_ADDRESS = Text(
    "Name oder Anschrift fehlt oder ist nicht vollständig.", "Name or address is missing or not complete."
)


@dataclass(frozen=True, slots=True)
class Settled:
    """What a run comes to for one entry: a hindrance; or nothing due; or letters, perhaps with a claim."""

    hindrance: Text | None = None
    is_due: bool = False
    variables: dict[str, Any] = field(default_factory=dict)
    """What a letter reads beside the claim's `reference` and its `recipient`."""
    recipients: tuple[dict[str, Any], ...] = ()
    """Who gets the letter, each one of their own."""
    claim: dict[str, Any] | None = None
    written: dict[str, Any] | None = None
    """What the entry holds once the letters are issued; what is not named stays."""
    fired: tuple[Any, ...] = ()

    @property
    def amount(self) -> Decimal:
        """What is owed, in euros."""
        return Decimal(self.claim["amount"]) if self.claim else Decimal(0)


def context_of(series: SettingsSeries, year: int) -> dict[str, Any]:
    """The settings and by-laws of a year: as they stand on its first day."""
    return {**series.at(feel.Date(year, 1, 1)), "year": Decimal(year)}


def concerns(run: SerialRun, values: Values, context: Values, now: datetime) -> bool:
    """Whether a run concerns an entry with these values."""
    return run.where.evaluate({**context, **values}, now=now) is True


def settle(package: Package, run: SerialRun, values: Values, context: Values, now: datetime) -> Settled:
    """Decide for one entry. Nothing is raised: what cannot be done has a hindrance in words."""
    seen = {**_blank(package, run), **context, **values}
    year = int(context["year"])
    try:
        decided = package.decisions[run.decision].decide(
            run.decision, seen, now=now, reference_date=date(year, 1, 1), budget=feel.Budget()
        )
        seen[run.decision] = decided.value
        found = run.hindrance.evaluate(seen, now=now) if run.hindrance else None
        if found is not None:
            return Settled(Text(str(found), hindrance_in(package, "en", str(found))), fired=tuple(decided.fired))
        settled = _due(run, seen, now)
    except feel.BudgetExceeded:
        return Settled(_TOO_MUCH)
    return replace(settled, variables=seen, fired=tuple(decided.fired))


def _due(run: SerialRun, seen: Values, now: datetime) -> Settled:
    claim = {name: text.evaluate(seen, now=now) for name, text in run.claim.items()}
    amount = claim.get("amount")
    is_owed = not run.claim or not isinstance(amount, Decimal) or amount > 0
    is_due = run.notice.evaluate(seen, now=now) is True if run.notice else is_owed
    if not is_due:
        return Settled()
    recipients = _recipients(run.recipient.evaluate(seen, now=now))
    if not recipients:
        return Settled(_NO_ADDRESS)
    owed = claim if claim and is_owed else None
    if owed is not None and (wrong := misfits(JOB_TYPES["claim.raise"], owed)):
        return Settled(joined(wrong, " "))
    written = run.write.evaluate(seen, now=now) if run.write else None
    return Settled(
        is_due=True, recipients=recipients, claim=owed, written=written if isinstance(written, dict) else None
    )


def _recipients(found: Any) -> tuple[dict[str, Any], ...]:
    """The parties, none where one of them is not complete."""
    parties = tuple(found) if isinstance(found, list | tuple) else (found,)
    is_whole = all(isinstance(one, dict) and types.has_type(one, PARTY) for one in parties)
    return parties if is_whole else ()


def _blank(package: Package, run: SerialRun) -> dict[str, Any]:
    """Every name of the form of an entry, so that what is not answered is null and not unknown."""
    form = package.form(package.registers[run.register].entry)
    return dict.fromkeys(form.types().fields)
