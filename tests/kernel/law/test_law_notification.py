"""The day of notification. The dates were worked out by hand with a calendar, not by this software.

2027: Easter Monday 29 March. 2026: Good Friday 3 April, Easter Monday 6 April, Ascension 14 May, Whit Monday 25 May, Corpus Christi 4 June (HE).
Elsewhere: 8 March (BE), 20 September (TH), Day of Repentance 18 November 2026 (SN), Epiphany (BW, BY), 31 October (NI; in
2017, once, in all of Germany), All Saints (NW), 8 May 2025 (once, BE).
"""

from datetime import date

import pytest

from laufzettel.kernel.law import CHANNELS, PROCEDURES, TRUST, Events, may_notify, notification, notification_rules

TODAY = date(2027, 6, 1)

#   procedure   channel        Land  event                    notified
TABLE = """
    ao-kag      post           HE    posted    Mo 2026-05-04  Fr 2026-05-08
    ao-kag      post           HE    posted    Di 2026-05-05  Mo 2026-05-11
    ao-kag      post           HE    posted    Mi 2026-05-06  Mo 2026-05-11
    ao-kag      post           HE    posted    Do 2026-05-07  Mo 2026-05-11
    ao-kag      post           HE    posted    Fr 2026-05-08  Di 2026-05-12
    ao-kag      post           HE    posted    Sa 2026-05-09  Mi 2026-05-13
    ao-kag      post           HE    posted    So 2026-05-10  Fr 2026-05-15
    ao-kag      post           HE    posted    Mo 2026-03-30  Di 2026-04-07
    ao-kag      post           HE    posted    Do 2026-04-02  Di 2026-04-07
    ao-kag      post           HE    posted    Mo 2026-04-27  Mo 2026-05-04
    ao-kag      post           HE    posted    Do 2026-05-21  Di 2026-05-26
    ao-kag      post           HE    posted    So 2026-05-31  Fr 2026-06-05
    ao-kag      post           NI    posted    So 2026-05-31  Do 2026-06-04
    ao-kag      post           HE    posted    Di 2026-09-29  Mo 2026-10-05
    ao-kag      post           HE    posted    Di 2026-10-27  Mo 2026-11-02
    ao-kag      post           HE    posted    Mi 2026-10-28  Mo 2026-11-02
    ao-kag      post           HE    posted    Mo 2026-12-21  Mo 2026-12-28
    ao-kag      post           HE    posted    So 2026-12-20  Do 2026-12-24
    ao-kag      post           HE    posted    So 2026-12-27  Do 2026-12-31
    ao-kag      post           HE    posted    Mo 2026-12-28  Mo 2027-01-04
    ao-kag      post           HE    posted    Mo 2024-02-26  Do 2024-02-29
    ao-kag      post           HE    posted    Fr 2024-12-27  Mo 2024-12-30
    ao-kag      post           HE    posted    Di 2024-12-31  Fr 2025-01-03
    ao-kag      post           HE    posted    Mi 2025-01-01  Mo 2025-01-06
    ao-kag      post           HE    posted    Do 2025-01-02  Mo 2025-01-06
    ao-kag      post           BY    posted    Do 2025-01-02  Di 2025-01-07
    ao-kag      post-abroad    HE    posted    Fr 2026-01-30  Mo 2026-03-02
    ao-kag      post-abroad    HE    posted    Fr 2026-05-15  Mo 2026-06-15
    ao-kag      electronic     HE    sent      Do 2026-04-30  Mo 2026-05-04
    ao-kag      electronic     HE    sent      Mi 2026-04-29  Mo 2026-05-04
    ao-kag      electronic     HE    sent      Mo 2024-12-30  Do 2025-01-02
    ao-kag      mailbox        HE    noticed   Fr 2024-12-20  Mo 2024-12-23
    ao-kag      mailbox        HE    noticed   Mo 2025-12-15  Fr 2025-12-19
    ao-kag      mailbox        HE    provided  Fr 2026-01-09  Di 2026-01-13
    ao-kag      mailbox        HE    provided  Di 2026-01-06  Mo 2026-01-12
    ao-kag      mailbox        HE    provided  Fr 2026-11-27  Di 2026-12-01
    ao-kag      mailbox        HE    provided  Di 2026-12-22  Mo 2026-12-28
    ao-kag      mailbox        HE    provided  Do 2027-03-25  Di 2027-03-30
    ao-kag      mailbox        HE    provided  Fr 2026-01-02  Di 2026-01-06
    ao-kag      mailbox        BY    provided  Fr 2026-01-02  Mi 2026-01-07
    ao-kag      handed-over    HE    delivered Sa 2026-05-09  Sa 2026-05-09
    ao-kag      certificate    HE    delivered Sa 2026-05-23  Sa 2026-05-23
    ao-kag      registered     HE    posted    Di 2024-12-03  Fr 2024-12-06
    ao-kag      registered     HE    posted    Mo 2026-05-04  Fr 2026-05-08
    ao-kag      registered     HE    posted    Di 2026-05-05  Sa 2026-05-09
    hvwvfg      post           HE    posted    Mo 2026-05-04  Do 2026-05-07
    hvwvfg      post           HE    posted    Mi 2026-05-06  Sa 2026-05-09
    hvwvfg      post           HE    posted    Di 2026-03-31  Fr 2026-04-03
    hvwvfg      post           HE    posted    Di 2026-12-29  Fr 2027-01-01
    hvwvfg      post           NI    posted    Di 2024-12-31  Fr 2025-01-03
    hvwvfg      post           NI    posted    Mi 2025-01-01  So 2025-01-05
    hvwvfg      post           NI    posted    Mo 2026-05-04  Fr 2026-05-08
    hvwvfg      electronic     HE    sent      Mo 2026-05-04  Do 2026-05-07
    hvwvfg      electronic     NI    sent      Mo 2026-05-04  Fr 2026-05-08
    hvwvfg      retrieval      HE    retrieved Mo 2026-05-04  Di 2026-05-05
    hvwvfg      retrieval      HE    retrieved Do 2026-12-31  Fr 2027-01-01
    hvwvfg      retrieval      HE    retrieved Sa 2026-10-24  So 2026-10-25
    hvwvfg      retrieval      NI    retrieved Fr 2026-05-08  Sa 2026-05-09
    hvwvfg      mailbox        HE    provided  Mo 2026-05-04  Do 2026-05-07
    hvwvfg      mailbox        HE    provided  Do 2026-12-24  So 2026-12-27
    hvwvfg      handed-over    HE    delivered Do 2026-05-14  Do 2026-05-14
    sgbx        post           HE    posted    Mi 2007-09-26  Sa 2007-09-29
    sgbx        post           HE    posted    Sa 2024-12-28  Di 2024-12-31
    sgbx        post           HE    posted    Mo 2026-05-04  Fr 2026-05-08
    sgbx        post           HE    posted    Di 2026-05-05  Sa 2026-05-09
    sgbx        electronic     HE    sent      Mo 2024-12-30  Do 2025-01-02
    sgbx        mailbox        HE    noticed   Mo 2026-05-04  Fr 2026-05-08
    sgbx        mailbox        HE    noticed   Di 2026-05-05  Sa 2026-05-09
    sgbx        mailbox        HE    noticed   Mo 2024-12-30  Do 2025-01-02
    sgbx        certificate    HE    delivered Fr 2026-05-08  Fr 2026-05-08
    pstg        post           HE    posted    Mo 2026-05-04  Do 2026-05-07
    owig        certificate    HE    delivered Fr 2026-05-08  Fr 2026-05-08
    ao-kag      post           HE    posted    Sa 2026-11-14  Mi 2026-11-18
    ao-kag      post           SN    posted    Sa 2026-11-14  Do 2026-11-19
    ao-kag      post           HE    posted    Fr 2026-01-02  Di 2026-01-06
    ao-kag      post           BW    posted    Fr 2026-01-02  Mi 2026-01-07
    ao-kag      post           HE    posted    Di 2024-09-17  Fr 2024-09-20
    ao-kag      post           TH    posted    Di 2024-09-17  Mo 2024-09-23
    ao-kag      post           HE    posted    Di 2024-03-05  Fr 2024-03-08
    ao-kag      post           BE    posted    Di 2024-03-05  Mo 2024-03-11
    ao-kag      post           HE    posted    Mo 2025-10-27  Fr 2025-10-31
    ao-kag      post           NI    posted    Mo 2025-10-27  Mo 2025-11-03
    ao-kag      post           HE    posted    Sa 2017-10-28  Mi 2017-11-01
    ao-kag      post           NW    posted    Sa 2017-10-28  Do 2017-11-02
    ao-kag      post           HE    posted    So 2025-05-04  Do 2025-05-08
    ao-kag      post           BE    posted    So 2025-05-04  Fr 2025-05-09
    ao-kag      post-abroad    HE    posted    Sa 2026-01-31  Mo 2026-03-02
    ao-kag      post-abroad    HE    posted    Mi 2027-12-01  Mo 2028-01-03
    ao-kag      electronic     HE    sent      Fr 2027-12-31  Di 2028-01-04
    hvwvfg      post           HE    posted    Mo 2028-02-28  Do 2028-03-02
    sgbx        post           HE    posted    Mo 2028-02-28  Fr 2028-03-03
    sgbx        post           SN    posted    Sa 2026-11-14  Mi 2026-11-18
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(row[:4] + row[5:6]))
def test_day_of_notification_by_hand(row: list[str]) -> None:
    procedure, channel, land, event, start_weekday, start, end_weekday, end = row
    counted, expected = date.fromisoformat(start), date.fromisoformat(end)
    assert (WEEKDAYS[counted.weekday()], WEEKDAYS[expected.weekday()]) == (start_weekday, end_weekday)

    result = notification(procedure, channel, Events(**{event: counted}), land=land, today=TODAY)  # type: ignore[arg-type]

    assert (result.state, result.day) == ("notified", expected)


def test_the_table_is_long_enough_and_meets_every_procedure_and_channel() -> None:
    assert len(ROWS) >= 60
    assert {row[0] for row in ROWS} == set(PROCEDURES)
    assert {row[1] for row in ROWS} == set(CHANNELS)


@pytest.mark.parametrize(
    ("procedure", "channel", "events", "german"),
    [
        ("ao-kag", "post", Events(), "Der Tag der Aufgabe zur Post ist noch nicht vermerkt."),
        ("ao-kag", "post", Events(sent=date(2026, 5, 4)), "Der Tag der Aufgabe zur Post ist noch nicht vermerkt."),
        ("hvwvfg", "mailbox", Events(), "Das Schreiben liegt noch nicht im Postfach."),
        ("sgbx", "mailbox", Events(provided=date(2026, 5, 4)), "Die Benachrichtigung ist noch nicht abgesendet."),
        ("owig", "certificate", Events(posted=date(2026, 5, 4)), "Der Tag der Übergabe ist noch nicht vermerkt."),
    ],
)
def test_what_is_not_recorded_is_not_notified(procedure: str, channel: str, events: Events, german: str) -> None:
    result = notification(procedure, channel, events, land="HE", today=TODAY)  # type: ignore[arg-type]
    assert (result.state, result.day, str(result.reason)) == ("pending", None, german)


def test_a_proven_later_receipt_wins_and_an_earlier_one_does_not() -> None:
    posted = date(2026, 5, 4)
    later = notification("ao-kag", "post", Events(posted=posted, received=date(2026, 5, 20)), land="HE", today=TODAY)
    earlier = notification("ao-kag", "post", Events(posted=posted, received=date(2026, 5, 5)), land="HE", today=TODAY)
    assert (later.day, later.reason) == (date(2026, 5, 20), "Ein späterer Zugang ist vermerkt.")
    assert earlier.day == date(2026, 5, 8)


def test_returned_mail_is_not_notified_unless_received_after_all() -> None:
    returned = Events(posted=date(2026, 5, 4), returned=date(2026, 5, 12))
    assert notification("ao-kag", "post", returned, land="HE", today=TODAY).state == "failed"
    received = Events(posted=date(2026, 5, 4), returned=date(2026, 5, 12), received=date(2026, 5, 30))
    assert notification("ao-kag", "post", received, land="HE", today=TODAY).day == date(2026, 5, 30)


@pytest.mark.parametrize(
    ("today", "retrieved", "state"),
    [
        (date(2026, 5, 14), None, "pending"),
        (date(2026, 5, 15), None, "failed"),
        (date(2026, 6, 1), date(2026, 5, 14), "notified"),
        (date(2026, 6, 1), date(2026, 5, 15), "failed"),
    ],
)
def test_a_letter_not_retrieved_within_ten_days_must_go_out_again(
    today: date, retrieved: date | None, state: str
) -> None:
    events = Events(noticed=date(2026, 5, 4), retrieved=retrieved)
    assert notification("hvwvfg", "retrieval", events, land="HE", today=today).state == state


@pytest.mark.parametrize(
    ("procedure", "channel", "event", "without", "day"),
    [
        # Saturday, 9 May: the day of retrieval itself, not moved; under § 41 (2a) the day after, as always.
        ("ao-kag", "mailbox", "provided", "failed", date(2026, 5, 9)),
        ("sgbx", "mailbox", "noticed", "failed", date(2026, 5, 9)),
        ("hvwvfg", "retrieval", "noticed", "failed", date(2026, 5, 10)),
    ],
)
def test_where_the_notice_did_not_arrive_the_retrieval_counts_and_nothing_else(
    procedure: str, channel: str, event: str, without: str, day: date
) -> None:
    def told(**events: date) -> tuple[str, date | None]:
        result = notification(procedure, channel, Events(**events), land="HE", today=TODAY)  # type: ignore[arg-type]
        return result.state, result.day

    unnoticed = {event: date(2026, 5, 4), "unnoticed": date(2026, 5, 7)}
    assert told(**unnoticed) == (without, None)
    assert told(**unnoticed, retrieved=date(2026, 5, 9)) == ("notified", day)
    assert told(**unnoticed, retrieved=date(2026, 5, 9), received=date(2026, 5, 20)) == ("notified", date(2026, 5, 20))


def test_an_early_retrieval_does_not_bring_the_day_forward() -> None:
    early = Events(provided=date(2026, 5, 4), noticed=date(2026, 5, 4), retrieved=date(2026, 5, 4))
    assert notification("ao-kag", "mailbox", early, land="HE", today=TODAY).day == date(2026, 5, 8)


def test_under_ao_the_notice_counts_until_2025_and_the_provision_since() -> None:
    # given the mailbox filled on 30 December 2025, the e-mail sent a day later
    before = Events(provided=date(2025, 12, 30), noticed=date(2025, 12, 31))
    assert notification("ao-kag", "mailbox", before, land="HE", today=TODAY).day == date(2026, 1, 5)
    # and the same a fortnight later: the e-mail no longer matters
    after = Events(provided=date(2026, 1, 13), noticed=date(2026, 1, 20))
    assert notification("ao-kag", "mailbox", after, land="HE", today=TODAY).day == date(2026, 1, 19)


def test_it_says_why_and_by_which_norm() -> None:
    result = notification("ao-kag", "post", Events(posted=date(2026, 5, 5)), land="HE", today=TODAY)
    assert result.reason == (
        "4. Tag nach dem 05.05.2026, verschoben vom 09.05.2026 auf den nächsten Werktag "
        "(§ 122 Abs. 2 Nr. 1, § 108 Abs. 3 AO)"
    )
    assert result.reason.en.startswith("day 4 after 05/05/2026, moved from 09/05/2026")
    assert (result.computed, result.verified) == (date(2026, 5, 9), False)


def test_what_was_not_verified_says_so() -> None:
    posted = Events(posted=date(2026, 5, 4))
    assert not notification("hvwvfg", "post", posted, land="HE", today=TODAY).verified
    assert notification("hvwvfg", "post", posted, land="NI", today=TODAY).verified
    assert "nicht bestätigt" in notification("hvwvfg", "post", posted, land="HE", today=TODAY).note


@pytest.mark.parametrize(("procedure", "channel"), [("owig", "post"), ("pstg", "retrieval"), ("ao-kag", "retrieval")])
def test_a_channel_that_a_procedure_does_not_know_is_refused(procedure: str, channel: str) -> None:
    assert not may_notify(procedure, channel, land="HE", on=TODAY)
    with pytest.raises(ValueError, match="no rule"):
        notification(procedure, channel, Events(posted=TODAY), land="HE", today=TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("procedure", PROCEDURES)
@pytest.mark.parametrize("channel", CHANNELS)
def test_channels_allowed_and_rules_agree(procedure: str, channel: str) -> None:
    has_rule = any(procedure in rule.procedures and rule.channel == channel for rule in notification_rules())
    assert may_notify(procedure, channel, land="HE", on=TODAY) == has_rule


def test_every_row_names_norm_and_source_and_stands_in_order() -> None:
    for rule in notification_rules():
        assert rule.norm
        assert rule.source
        assert rule.counted_from in Events.__dataclass_fields__
        assert rule.shift in ("", "working-day")
        assert set(rule.procedures) <= set(PROCEDURES)
        assert rule.channel in CHANNELS
        assert rule.needs_trust in ("", *TRUST)
        # Whoever retrieves has signed in, and what is our own mailbox says what a lost notice means.
        assert bool(rule.needs_trust) == (rule.channel in ("mailbox", "retrieval"))
        assert rule.without_notice == ("retrieved" if rule.own_mailbox else "")
