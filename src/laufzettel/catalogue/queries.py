"""Reading what is offered."""

from typing import Any

from laufzettel.catalogue import packages
from laufzettel.catalogue.models import Offering, SettingValue
from laufzettel.core.clock import now, today
from laufzettel.kernel import feel
from laufzettel.kernel.package import ByLaw, Package, Setting, SettingsSeries, SettingVersion


def offerings() -> list[Offering]:
    """What the open tenant offers online, by title."""
    found = Offering.objects.filter(is_online=True).select_related("edition__release", "unit")
    found = found.defer("edition__release__content")
    return sorted(found, key=lambda offering: offering.edition.release.title)


def offering(key: str) -> Offering | None:
    """One offering of the open tenant by the key of its service."""
    return Offering.objects.filter(key=key, is_online=True).select_related("edition", "unit").first()


def package_of(offering: Offering) -> Package:
    """What an offering runs now."""
    return packages.of_edition(offering.edition)


def settings_series(offering: Offering) -> SettingsSeries:
    """Every setting's whole dated series: what a case keeps from its submission on.

    A later row for the same day replaces an earlier one.
    """
    rows: dict[tuple[str, Any], SettingVersion] = {}
    for row in SettingValue.objects.filter(offering=offering).select_related("by_law").order_by("id"):
        rows[row.key, row.valid_from] = SettingVersion(
            key=row.key,
            value=feel.from_json(row.value),
            valid_from=feel.Date.from_python(row.valid_from) if row.valid_from else None,
            by_law=_by_law(row),
            id=str(row.id),
        )
    keys = tuple(package_of(offering).settings)
    return SettingsSeries(tuple(rows.values()), keys)


def missing_settings(offering: Offering) -> list[Setting]:
    """What the tenant must still set before the offering can take applications today."""
    series, package = settings_series(offering), package_of(offering)
    return series.missing(package.settings.values(), feel.Date.from_python(today()), now=now())


def _by_law(row: SettingValue) -> ByLaw | None:
    law = row.by_law
    if law is None:
        return None
    return ByLaw(
        title=law.title,
        resolution=law.resolution,
        published_on=feel.Date.from_python(law.published_on or law.in_force_from),
        in_force_from=feel.Date.from_python(law.in_force_from),
        paragraph=row.paragraph,
        is_demo=law.is_demo,
    )
