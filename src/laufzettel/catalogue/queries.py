"""Reading what is offered."""

from datetime import date
from typing import Any

from laufzettel.catalogue import packages
from laufzettel.catalogue.models import Offering, SettingValue
from laufzettel.core.actors import Actor
from laufzettel.core.clock import now, today
from laufzettel.kernel import feel
from laufzettel.kernel.package import ByLaw, Package, Setting, SettingsSeries, SettingVersion

OWN_COLUMNS = ("id", "key", "value", "valid_from", "paragraph")
LAW_COLUMNS = tuple(f"by_law__{name}" for name in ("title", "resolution", "published_on", "in_force_from", "is_demo"))


def offerings() -> list[Offering]:
    """What the open tenant offers online, by title."""
    found = Offering.objects.filter(is_online=True).select_related("edition__release", "unit")
    found = found.defer("edition__release__content")
    return sorted(found, key=lambda offering: offering.edition.release.title)


def offering(key: str) -> Offering | None:
    """What the open tenant offers online, by the key of the service."""
    return Offering.objects.filter(key=key, is_online=True).select_related("edition", "unit").first()


def offering_for_staff(key: str) -> Offering | None:
    """As `offering`, also when only the office itself begins cases of it."""
    return Offering.objects.filter(key=key).select_related("edition", "unit").first()


def is_answered_by(actor: Actor, offering: Offering) -> bool:
    """Whether a person works on what is applied for here: by their groups, or, where health is concerned, as a member
    of the unit itself.
    """
    if package_of(offering).privacy.is_confidential:
        return offering.unit_id in actor.units
    return bool(actor.roles & set(offering.unit.groups))


def package_of(offering: Offering) -> Package:
    """What an offering runs now."""
    return packages.of_edition(offering.edition)


def settings_series(offering: Offering) -> SettingsSeries:
    """Every setting's whole dated series: what a case keeps from its submission on.

    A later row for the same day replaces an earlier one.
    """
    rows: dict[tuple[str, Any], SettingVersion] = {}
    # Plain values, not model objects: every page of the wizard reads them.
    found = SettingValue.objects.filter(offering=offering).order_by("id")
    for id_, key, value, valid_from, paragraph, *law in found.values_list(*OWN_COLUMNS, *LAW_COLUMNS):
        rows[key, valid_from] = SettingVersion(
            key=key,
            value=feel.from_json(value),
            valid_from=feel.Date.from_python(valid_from) if valid_from else None,
            by_law=_by_law(paragraph, *law) if law[0] is not None else None,
            id=str(id_),
        )
    keys = tuple(package_of(offering).settings)
    return SettingsSeries(tuple(rows.values()), keys)


def missing_settings(offering: Offering) -> list[Setting]:
    """What the tenant must still set before the offering can take applications today."""
    series, package = settings_series(offering), package_of(offering)
    return series.missing(package.settings.values(), feel.Date.from_python(today()), now=now())


def _by_law(
    paragraph: str, title: str, resolution: str, published_on: date | None, in_force_from: date, is_demo: bool
) -> ByLaw:
    return ByLaw(
        title=title,
        resolution=resolution,
        published_on=feel.Date.from_python(published_on or in_force_from),
        in_force_from=feel.Date.from_python(in_force_from),
        paragraph=paragraph,
        is_demo=is_demo,
    )
