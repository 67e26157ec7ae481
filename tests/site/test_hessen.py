"""All of Hesse is there: every municipality and every county, each once, each with its address."""

from collections import Counter

import pytest

from laufzettel.tenants import queries
from laufzettel.tenants.models import Tenant

pytestmark = pytest.mark.django_db


def test_every_municipality_and_county_of_hesse_is_in_the_list() -> None:
    listed = queries.all_towns()
    kinds = Counter("county" if one.kind == Tenant.Kind.COUNTY else "municipality" for one in listed)

    assert kinds == {"municipality": 421, "county": 21}
    assert len({one.slug for one in listed}) == len({one.ags for one in listed}) == 442
    assert {one.ags[:2] for one in listed} == {"06"}
    towns = [one for one in listed if one.kind not in (Tenant.Kind.COUNTY, Tenant.Kind.INDEPENDENT_CITY)]
    assert len(towns) == 415  # six cities, Hanau among them, belong to no county
    assert len({one.county_id for one in towns} - {None}) == 21
