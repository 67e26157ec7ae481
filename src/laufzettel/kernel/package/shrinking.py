"""Making a case that fails as small and plain as it can be while it still fails."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from laufzettel.kernel import feel

if TYPE_CHECKING:
    from laufzettel.kernel.package.simulation import Applicant

MAX_TRIES = 200


def shrink(applicant: "Applicant", fails: "Callable[[Applicant], bool]") -> "Applicant":
    """A simpler applicant for whom `fails` is still true; the one given if none is found."""
    tries = 0
    changed = True
    while changed and tries < MAX_TRIES:
        changed = False
        for simpler in _simpler(applicant):
            tries += 1
            if tries > MAX_TRIES:
                break
            if fails(simpler):
                applicant, changed = simpler, True
                break
    return applicant


def _simpler(applicant: "Applicant") -> "Iterator[Applicant]":
    for index in range(len(applicant.actions)):
        yield replace(applicant, actions=applicant.actions[:index] + applicant.actions[index + 1 :])
    for values in _variants(applicant.application):
        yield replace(applicant, application=values)
    for index, action in enumerate(applicant.actions):
        for values in _variants(action.values):
            changed = replace(action, values=values)
            yield replace(applicant, actions=(*applicant.actions[:index], changed, *applicant.actions[index + 1 :]))


def _variants(values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The values with one of them left out or made plainer."""
    for name, value in values.items():
        yield {key: other for key, other in values.items() if key != name}
        if isinstance(value, Mapping):
            yield from ({**values, name: inner} for inner in _variants(value))
        else:
            yield from ({**values, name: plainer} for plainer in _plainer(value))


def _plainer(value: Any) -> Iterator[Any]:
    if isinstance(value, str) and value != "x" and len(value) > 1:
        yield "x"
    elif isinstance(value, Decimal) and value not in (0, 1):
        yield from (Decimal(1), Decimal(0))
    elif isinstance(value, list) and len(value) > 1:
        yield value[:1]
    elif isinstance(value, feel.Date) and value.day != 1:
        yield feel.Date(value.year, value.month, 1)
