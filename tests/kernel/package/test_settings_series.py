"""Law applies by date: settings and by-laws at a reference date."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from laufzettel.kernel import feel, package
from laufzettel.kernel.package import Setting, SettingError, SettingsSeries, SettingVersion

DOG = Path(__file__).parents[3] / "services" / "hund-anmelden"
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def frankenberg() -> SettingsSeries:
    return package.load(DOG).examples["frankenberg-eder"].series


@pytest.mark.parametrize(
    ("day", "rate", "in_force"),
    [
        ("2014-12-31", None, None),
        ("2015-01-01", "72.00", "2015-01-01"),
        ("2025-12-31", "72.00", "2015-01-01"),
        ("2026-01-01", "84.00", "2026-01-01"),
        ("2031-07-01", "84.00", "2026-01-01"),
    ],
)
def test_the_rate_and_its_by_law_follow_the_reference_date(
    frankenberg: SettingsSeries, day: str, rate: str | None, in_force: str | None
) -> None:
    context = frankenberg.at(feel.Date.from_python(datetime.fromisoformat(day).date()))

    law = context["by_law"]["steuer_erster_hund"]
    assert context["settings"]["steuer_erster_hund"] == (None if rate is None else Decimal(rate))
    assert (law and str(law["in_force_from"])) == in_force


def test_what_a_later_by_law_does_not_say_stays(frankenberg: SettingsSeries) -> None:
    context = frankenberg.at(feel.Date(2026, 3, 1))

    assert context["settings"]["steuer_gefaehrlicher_hund"] == Decimal("600.00")
    assert str(context["by_law"]["steuer_gefaehrlicher_hund"]["in_force_from"]) == "2015-01-01"
    assert context["settings"]["erinnerung_nach"] is not None
    assert context["by_law"]["erinnerung_nach"] is None


def test_a_letter_can_cite_the_by_law(frankenberg: SettingsSeries) -> None:
    law = frankenberg.at(feel.Date(2026, 3, 1))["by_law"]["steuer_erster_hund"]

    assert law["title"] == "Demo: Hundesteuersatzung der Stadt Frankenberg (Eder)"
    assert (law["paragraph"], law["resolution"], law["is_demo"]) == ("§ 5 Absatz 1", "Demo", True)
    assert frankenberg.is_demo


def test_a_series_survives_json(frankenberg: SettingsSeries) -> None:
    assert SettingsSeries.from_json(frankenberg.to_json()) == frankenberg


def test_what_is_missing_is_named() -> None:
    declared = package.load(DOG).settings
    viernheim = package.load(DOG).examples["viernheim"].series
    day = feel.Date(2026, 3, 1)

    graded = tuple(
        SettingVersion(one.key, "gestaffelt", one.valid_from, one.by_law) if one.key == "staffelung" else one
        for one in viernheim.versions
    )
    without_law = (*viernheim.versions, SettingVersion("steuer_erster_hund", Decimal(1), feel.Date(2026, 2, 1)))

    assert viernheim.missing(declared.values(), day, now=NOW) == []
    assert [one.key for one in SettingsSeries(graded, viernheim.keys).missing(declared.values(), day, now=NOW)] == [
        "steuer_zweiter_hund",
        "steuer_dritter_hund",
    ]
    assert [one.key for one in SettingsSeries(without_law).missing(declared.values(), day, now=NOW)] == [
        "steuer_erster_hund"
    ]
    assert len(viernheim.missing(declared.values(), feel.Date(2014, 12, 31), now=NOW)) == 21  # all that a by-law says


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("money", "90", "90.00"),
        ("money", "90.5", "90.50"),
        ("number", 3, "3"),
        ("percent", 100, "100"),
        ("boolean", True, "true"),
        ("text", "x", "x"),
        ("date", "2026-01-01", "2026-01-01"),
        ("duration", "P28D", "P28D"),
        ("list<day>", ["02-15"], '["02-15"]'),
        ("list<money>", ["1.00", "2.50"], "[1, 2.5]"),
    ],
)
def test_raw_values_become_feel_values(kind: package.settings.SettingKind, raw: object, value: str) -> None:
    read = Setting("x", kind, "X").read(raw)

    assert (str(read) if isinstance(read, Decimal) else feel.to_text(read)) == value


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("money", "-1.00"),
        ("money", "1.001"),
        ("money", "zehn"),
        ("money", True),
        ("money", "NaN"),
        ("percent", 101),
        ("number", "1e30"),
        ("boolean", "ja"),
        ("text", " "),
        ("date", "1.1.2026"),
        ("duration", "28 Tage"),
        ("list<day>", ["02-29"]),
        ("list<day>", ["13-01"]),
        ("list<text>", "x"),
        ("choice", "x"),
    ],
)
def test_raw_values_that_do_not_fit_say_why(kind: package.settings.SettingKind, raw: object) -> None:
    with pytest.raises(SettingError) as error:
        Setting("x", kind, "X", choices={"a": "A"}).read(raw)

    assert error.value.text
    assert error.value.text.en


def test_a_case_that_uses_several_years_sees_each_years_rate(frankenberg: SettingsSeries) -> None:
    history = frankenberg.at(feel.Date(2025, 9, 10))["settings_history"]

    assert [(str(one["valid_from"]), one["settings"]["steuer_erster_hund"]) for one in history] == [
        ("2015-01-01", Decimal("72.00")),
        ("2026-01-01", Decimal("84.00")),
    ]
