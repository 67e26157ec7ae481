"""On what a notice may be changed: by procedure, with the Land's own act before the federal one, and never as verified."""

from datetime import date

import pytest

from laufzettel.kernel.law import PROCEDURES, change_rules, way_to_change, ways_to_change

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("procedure", "land", "norms"),
    [
        (
            "ao-kag",
            "HE",
            "§ 129 AO|§ 172 Abs. 1 Satz 1 Nr. 2 Buchst. a AO|§ 173 Abs. 1 AO|§ 175 Abs. 1 AO|§ 130 AO|§ 131 AO",
        ),
        ("hvwvfg", "HE", "§ 42 HVwVfG|§ 48 HVwVfG|§ 49 HVwVfG"),
        ("hvwvfg", "NI", "§ 42 VwVfG|§ 48 VwVfG|§ 49 VwVfG"),
        ("sgbx", "HE", "§ 38 SGB X|§ 44 SGB X|§ 45 SGB X|§ 46 SGB X|§ 47 SGB X|§ 48 SGB X"),
        ("pstg", "HE", ""),
        ("owig", "HE", ""),
    ],
)
def test_each_procedure_has_its_norms(procedure: str, land: str, norms: str) -> None:
    found = ways_to_change(procedure, land=land, on=DAY)

    assert "|".join(way.norm for way in found) == norms


def test_corrections_come_first_and_hear_nobody() -> None:
    for procedure in PROCEDURES:
        kinds = [way.kind for way in ways_to_change(procedure, land="HE", on=DAY)]
        assert kinds == sorted(kinds, key=lambda kind: kind != "correction")
    assert {way.hearing for way in change_rules() if way.kind == "correction"} == {""}


def test_what_works_for_the_future_names_its_day_and_nothing_is_called_verified() -> None:
    assert {way.norm for way in ways_to_change("hvwvfg", land="HE", on=DAY) if way.from_day} == {"§ 49 HVwVfG"}
    assert not any(way.verified for way in change_rules())
    assert all(way.source and way.applies["de"] and way.applies["en"] for way in change_rules())


def test_before_it_was_in_force_there_is_no_way() -> None:
    assert ways_to_change("sgbx", land="HE", on=date(1980, 12, 31)) == ()
    assert way_to_change("sgbx", "sgbx-38", land="HE", on=date(1980, 12, 31)) is None
    assert way_to_change("sgbx", "ao-129", land="HE", on=DAY) is None
