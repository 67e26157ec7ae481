"""The hearing before a burdensome act: whose norm, which words, until when. Dates by hand."""

from datetime import date

import pytest

from laufzettel.kernel import law

BODY = ["Der Kreisausschuss des Lahn-Dill-Kreises", "Karl-Kellner-Ring 51", "35576 Wetzlar"]


@pytest.mark.parametrize(
    ("procedure", "land", "norm", "named"),
    [
        ("hvwvfg", "HE", "§ 28 Abs. 1 HVwVfG", "§ 28 Absatz 1 des Hessischen Verwaltungsverfahrensgesetzes"),
        ("hvwvfg", "RP", "§ 28 Abs. 1 VwVfG", "§ 28 Absatz 1 des Verwaltungsverfahrensgesetzes"),
        ("ao-kag", "HE", "§ 91 Abs. 1 AO", "§ 91 Absatz 1 der Abgabenordnung"),
        ("sgbx", "HE", "§ 24 Abs. 1 SGB X", "§ 24 Absatz 1 des Zehnten Buchs Sozialgesetzbuch"),
    ],
)
def test_each_procedure_hears_by_its_own_norm(procedure: str, land: str, norm: str, named: str) -> None:
    found = law.hearing(procedure, 14, on=date(2026, 3, 2), body=BODY, status="https://a.example/status/", land=land)

    assert found.norm == norm
    text = "\n".join(found.paragraphs)
    assert named in text
    assert "14 Tage" in text
    assert "https://a.example/status/" in found.paragraphs
    assert "\n".join(BODY) in found.paragraphs
    assert "{" not in text


@pytest.mark.parametrize("row", law.hearing_rules(), ids=lambda row: f"{row.procedure}-{row.land}")
def test_every_row_says_where_to_answer_in_both_languages_and_is_marked(row: law.HearingRule) -> None:
    for paragraphs in (row.de, row.en):
        assert "{body}" in paragraphs
        assert "{status}" in paragraphs
        assert sum("{days}" in one for one in paragraphs) == 1
    assert row.verified is False
    assert len(row.de) == len(row.en)


def test_what_the_tables_do_not_know_is_refused() -> None:
    assert law.knows_hearing("hvwvfg")
    assert not law.knows_hearing("pstg")
    with pytest.raises(ValueError, match="no hearing: pstg"):
        law.hearing("pstg", 14, on=date(2026, 3, 2), body=BODY, status="x")


@pytest.mark.parametrize(
    ("notified", "days", "end"),
    [
        (date(2026, 3, 5), 14, date(2026, 3, 19)),  # Thursday to Thursday
        (date(2026, 3, 7), 14, date(2026, 3, 23)),  # ends on a Saturday: Monday
        (date(2026, 3, 20), 14, date(2026, 4, 7)),  # ends on Good Friday: Tuesday after Easter
        (date(2026, 12, 10), 14, date(2026, 12, 24)),  # Christmas Eve moves nothing
        (date(2026, 5, 21), 14, date(2026, 6, 5)),  # Corpus Christi in Hesse, 4 June
    ],
)
def test_the_time_counts_from_notification_and_its_end_moves(notified: date, days: int, end: date) -> None:
    assert law.hearing_end(notified, days, land="HE").day == end
