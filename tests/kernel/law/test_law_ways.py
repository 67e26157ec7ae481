"""On which way an act goes out to one person."""

from datetime import date

import pytest

from laufzettel.kernel import law

TODAY = date(2026, 11, 28)


def act(procedure: str, *ways: str) -> law.Act:
    return law.Act(procedure, "magistrat", "text", "widerspruch", ways)


@pytest.mark.parametrize(
    ("procedure", "ways", "trust", "way"),
    [
        ("ao-kag", ("post", "mailbox"), "substantial", "mailbox"),
        ("ao-kag", ("mailbox", "post"), "high", "mailbox"),
        ("ao-kag", ("post", "mailbox"), "basic", ""),
        ("ao-kag", ("post", "mailbox"), "none", ""),
        ("ao-kag", ("post",), "high", ""),
        ("sgbx", ("post", "mailbox"), "substantial", "mailbox"),
        # A mailbox under § 9 OZG is not ours; § 41 (2a) HVwVfG is content with one of our own.
        ("hvwvfg", ("post", "mailbox"), "high", ""),
        ("hvwvfg", ("post", "mailbox", "retrieval"), "substantial", "retrieval"),
        ("hvwvfg", ("post", "retrieval"), "basic", ""),
        ("ao-kag", ("post", "electronic"), "high", ""),
        ("pstg", ("post", "mailbox"), "high", ""),
    ],
)
def test_who_signs_in_surely_enough_can_be_notified_in_the_mailbox(
    procedure: str, ways: tuple[str, ...], trust: str, way: str
) -> None:
    assert law.mailbox_way(act(procedure, *ways), trust, land="HE", on=TODAY) == way


def test_what_is_no_act_has_no_way_but_the_post() -> None:
    assert (law.mailbox_way(None, "high", land="HE", on=TODAY), law.paper_way(None)) == ("", "post")


@pytest.mark.parametrize(
    ("ways", "way"),
    [(("mailbox", "registered", "post"), "registered"), (("mailbox", "post"), "post"), (("electronic",), "post")],
)
def test_all_others_get_it_on_the_first_way_on_paper(ways: tuple[str, ...], way: str) -> None:
    assert law.paper_way(act("ao-kag", *ways)) == way


def test_only_retrieval_has_a_last_day() -> None:
    assert law.time_to_retrieve("hvwvfg", "retrieval", land="HE", on=TODAY) == 10
    assert law.time_to_retrieve("ao-kag", "mailbox", land="HE", on=TODAY) == 0
    assert law.needed_trust("ao-kag", "post", land="HE", on=TODAY) == "none"
