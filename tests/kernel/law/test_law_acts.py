"""Combinations that the law knows, remedy texts, and the tables themselves."""

from datetime import date

import pytest

from laufzettel.kernel.law import (
    PROCEDURES,
    Act,
    act_rule,
    act_rules,
    automatic_note,
    bodies,
    check_act,
    remedy,
    remedy_end,
    remedy_rules,
)
from laufzettel.kernel.law.tables import NotificationRule, _row
from laufzettel.kernel.problems import Place

ON = date(2026, 5, 4)
PLACE = Place("service.toml", "act.bescheid", 12)


@pytest.mark.parametrize(
    ("act", "codes"),
    [
        (Act("ao-kag", "magistrat", "text", "widerspruch"), ()),
        (Act("ao-kag", "gemeindevorstand", "none", "widerspruch"), ()),
        (Act("ao-kag", "magistrat", "text", "einspruch"), ("act-remedy",)),
        (Act("ao-kag", "ordnungsbehoerde", "text", "widerspruch"), ("act-body",)),
        (Act("hvwvfg", "ordnungsbehoerde", "written", "widerspruch"), ()),
        (Act("hvwvfg", "landrat", "written", "klage"), ()),
        (Act("pstg", "standesamt", "text", "antrag-amtsgericht"), ()),
        (Act("pstg", "standesamt", "text", "widerspruch"), ("act-remedy",)),
        (Act("pstg", "magistrat", "none", "widerspruch"), ("act-body", "act-form", "act-remedy")),
        (Act("owig", "ordnungsbehoerde", "written", "einspruch", ("registered",)), ()),
        (Act("owig", "ordnungsbehoerde", "text", "einspruch", ("registered",)), ("act-form",)),
        (Act("sgbx", "kreisausschuss", "text", "widerspruch"), ()),
        (Act("sgbx", "standesamt", "text", "widerspruch"), ("act-body",)),
        (Act("bgb", "magistrat", "text", "widerspruch"), ("act-unknown-procedure",)),
        (Act("ao-kag", "magistrat", "text", "widerspruch", ("post", "mailbox")), ()),
        (Act("ao-kag", "magistrat", "text", "widerspruch", ("post", "taube")), ("act-unknown-channel",)),
        (Act("ao-kag", "magistrat", "text", "widerspruch", ("post", "retrieval")), ("act-channel",)),
        (Act("ao-kag", "magistrat", "text", "widerspruch", ("mailbox",)), ("act-channel-consent",)),
        (Act("ao-kag", "magistrat", "text", "widerspruch", ()), ("act-channel-consent",)),
        (Act("owig", "ordnungsbehoerde", "written", "einspruch", ("certificate",)), ()),
        (Act("owig", "ordnungsbehoerde", "written", "einspruch", ("post",)), ("act-channel",)),
        (Act("ao-kag", "oberfinanzrat", "text", "widerspruch"), ("act-unknown-body",)),
    ],
)
def test_combinations(act: Act, codes: tuple[str, ...]) -> None:
    findings = check_act(act, PLACE, land="HE", on=ON)
    assert tuple(finding.code for finding in findings) == codes
    assert all(finding.place == PLACE and finding.hint for finding in findings)


def test_a_registry_refusal_with_widerspruch_says_what_is_possible() -> None:
    (finding,) = check_act(Act("pstg", "standesamt", "text", "widerspruch"), PLACE, land="HE", on=ON)
    assert str(finding) == (
        "service.toml:12 (act.bescheid): Rechtsbehelf „widerspruch“ gibt es in diesem Verfahren nicht "
        "(Personenstandsgesetz) (Möglich sind: antrag-amtsgericht)"
    )
    assert "knows no remedy" in finding.in_language("en")


def test_the_remedy_names_body_period_and_effect() -> None:
    body = ("Magistrat der Stadt Frankenberg (Eder)", "Obermarkt 7–13", "35066 Frankenberg (Eder)")
    result = remedy("ao-kag", "widerspruch", on=ON, body=body)
    assert result.title == "Rechtsbehelfsbelehrung"
    assert "innerhalb eines Monats nach seiner Bekanntgabe Widerspruch" in result.paragraphs[0]
    assert result.paragraphs[1] == "\n".join(body)
    assert "keine aufschiebende Wirkung" in result.paragraphs[2]
    assert (result.period.months, result.suspends) == (1, False)


def test_the_remedy_of_a_notice_that_asks_for_no_money_names_no_amount() -> None:
    body = ("Der Magistrat", "Obermarkt 7–13")
    demand = remedy("ao-kag", "widerspruch", on=ON, body=body)
    exempt = remedy("ao-kag", "widerspruch", on=ON, body=body, demands_payment=False)
    assert exempt.paragraphs == demand.paragraphs[:2]
    assert not any("Betrag" in paragraph for paragraph in exempt.paragraphs)


def test_an_authority_in_hesse_signs_by_the_law_of_hesse() -> None:
    assert "§ 37 Abs. 5 HVwVfG" in str(automatic_note("hvwvfg", land="HE", on=ON))
    assert "§ 37 Abs. 5 VwVfG" in str(automatic_note("hvwvfg", land="BY", on=ON))


def test_an_ordinary_act_is_suspended() -> None:
    result = remedy("hvwvfg", "widerspruch", on=ON, body=("Der Bürgermeister",))
    assert result.suspends
    assert len(result.paragraphs) == 2


@pytest.mark.parametrize("language", ["de", "en", "en-GB"])
@pytest.mark.parametrize("rule", remedy_rules(), ids=lambda rule: f"{rule.procedure}-{rule.remedy}")
def test_every_remedy_has_both_languages_and_no_slot_left(rule: object, language: str) -> None:
    procedure, kind = rule.procedure, rule.remedy  # type: ignore[attr-defined]
    result = remedy(procedure, kind, on=ON, body=("Stelle {x}",), court=("Gericht",), language=language)
    text = "\n".join(result.paragraphs)
    assert "{body}" not in text
    assert "{court}" not in text
    assert ("within" in text or "may" in text) == language.startswith("en")


def test_braces_in_an_address_stay_text() -> None:
    assert "{court}" in remedy("hvwvfg", "widerspruch", on=ON, body=("{court}",)).paragraphs[1]


def test_a_remedy_without_its_address_is_refused() -> None:
    with pytest.raises(ValueError, match="address missing"):
        remedy("hvwvfg", "klage", on=ON, body=("Der Magistrat",))
    with pytest.raises(ValueError, match="no remedy"):
        remedy("pstg", "widerspruch", on=ON)


def test_the_end_of_the_remedy() -> None:
    end = remedy_end("ao-kag", "widerspruch", notified=date(2026, 5, 4), on=ON, land="HE")
    assert end is not None
    assert (end.day, end.computed) == (date(2026, 6, 5), date(2026, 6, 4))
    fine = remedy_end("owig", "einspruch", notified=date(2026, 5, 8), on=ON, land="HE")
    assert fine is not None
    assert fine.day == date(2026, 5, 22)
    assert remedy_end("pstg", "antrag-amtsgericht", notified=date(2026, 5, 8), on=ON, land="HE") is None


def test_a_notice_without_signature_says_by_which_norm() -> None:
    assert "§ 119 Abs. 3 AO" in automatic_note("ao-kag", land="HE", on=ON)
    assert automatic_note("owig", land="HE", on=ON) == ""


def test_a_land_has_its_own_row_before_the_general_one() -> None:
    assert act_rule("ao-kag", land="HE", on=ON).basis == "§ 4 HessKAG, Abgabenordnung"
    assert act_rule("ao-kag", land="NI", on=ON).basis == "Abgabenordnung"
    with pytest.raises(ValueError, match="unknown procedure"):
        act_rule("ao-kag", land="HE", on=date(1900, 1, 1))


def test_tables_agree_with_each_other() -> None:
    remedies = {(rule.procedure, rule.remedy) for rule in remedy_rules()}
    for rule in act_rules():
        assert rule.procedure in PROCEDURES
        assert set(rule.bodies) <= set(bodies())
        assert {(rule.procedure, kind) for kind in rule.remedies} <= remedies


def test_a_table_with_an_unknown_or_missing_column_is_refused() -> None:
    with pytest.raises(ValueError, match=r"unknown \['dayz'\]"):
        _row(NotificationRule, {"dayz": 3})
