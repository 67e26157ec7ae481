"""Entries of a register: every version is kept, keys occur once, numbers follow, ends start the retention."""

import uuid
from datetime import date

import pytest
from django.db import connection
from tests.registers.scene_of_dogs import SLUG, added, dog, dogs
from tests.scenes import clerk, issued, tenant, work_off

from laufzettel.cases import queries as case_queries
from laufzettel.core.models import AuditEntry
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel.package.values import to_feel
from laufzettel.registers import actions, queries
from laufzettel.registers.actions import Writing
from laufzettel.registers.models import Entry, EntryKey, EntryVersion

pytestmark = pytest.mark.django_db


def audits(entry: Entry) -> list[tuple[str, str, str]]:
    found = AuditEntry.objects.filter(object_id=entry.id).order_by("id")
    return [(one.action, one.actor["kind"], one.reason) for one in found]


def test_every_version_of_an_entry_can_be_read_with_who_and_why() -> None:
    here, me = tenant(SLUG), clerk(SLUG)
    entry = added(here, marke="17")

    with in_tenant(here.id):
        actions.change(dogs(), entry.id, to_feel({"halter": {"ort": "Korbach"}}), Writing(me, "Umzug"))
        actions.end(dogs(), entry.id, "abgemeldet", date(2026, 3, 1), Writing(me, "Gestorben"))
        versions = queries.versions_of(entry)
        kept = Entry.objects.get(id=entry.id)

        assert [(one.number, one.kind, one.reason, one.actor["name"]) for one in versions] == [
            (3, "ended", "Gestorben", me.name),
            (2, "changed", "Umzug", me.name),
            (1, "added", "Altbestand", me.name),
        ]
        assert [queries.values_of(one)["halter"].get("ort") for one in versions] == ["Korbach", "Korbach", "Herborn"]
        assert (kept.ended_on, kept.end_event, kept.keep_until) == (date(2026, 3, 1), "abgemeldet", date(2036, 12, 31))
        assert audits(entry) == [
            ("register-entry-added", "staff", "Altbestand"),
            ("register-entry-changed", "staff", "Umzug"),
            ("register-entry-ended", "staff", "Gestorben"),
        ]


def test_what_does_not_change_makes_no_version() -> None:
    here = tenant(SLUG)
    entry = added(here)

    with in_tenant(here.id):
        actions.change(dogs(), entry.id, to_feel({"hund": {"name": "Bella"}}), Writing(clerk(SLUG)))
        assert EntryVersion.objects.filter(entry=entry).count() == 1


def test_a_number_is_given_where_it_is_blank_and_never_twice() -> None:
    here = tenant(SLUG)
    numbers = [queries_marke(added(here, name=name, **more)) for name, more in
               (("A", {}), ("B", {"marke": "0041"}), ("C", {"marke": "X-7"}), ("D", {}))]  # fmt: skip
    assert numbers == ["1", "0041", "X-7", "42"]

    with in_tenant(here.id):
        last = Entry.objects.get(label__startswith="D")
        actions.end(dogs(), last.id, "abgemeldet", date(2026, 3, 1), Writing(clerk(SLUG)))
    assert queries_marke(added(here, name="E")) == "43"


def test_the_numbers_begin_where_the_town_says() -> None:
    here = tenant("herborn")
    numbers = [queries_marke(added(here, name=name, **more)) for name, more in
               (("A", {"marke": "12"}), ("B", {}), ("C", {}), ("D", {"marke": "5000"}), ("E", {}))]  # fmt: skip
    assert numbers == ["12", "3001", "3002", "5000", "5001"]


def queries_marke(entry: Entry) -> str:
    return str(entry.values["marke"])


def test_a_key_occurs_once_among_entries_that_have_not_ended() -> None:
    here, me = tenant(SLUG), Writing(clerk(SLUG))
    first = added(here, marke="A 1")

    with in_tenant(here.id):
        with pytest.raises(actions.KeyTaken) as taken:
            actions.add(dogs(), dog(marke=" a  1 "), me)
        assert (taken.value.field, taken.value.holder) == ("marke", first.id)
        actions.end(dogs(), first.id, "abgemeldet", date(2026, 3, 1), me)
        second = actions.add(dogs(), dog(marke="a 1"), me)
        with pytest.raises(actions.KeyTaken):
            actions.resume(dogs(), first.id, me)
        actions.end(dogs(), second.id, "abgemeldet", date(2026, 3, 1), me)
        again = actions.resume(dogs(), first.id, me)

        assert (again.ended_on, again.end_event, again.keep_until, again.version) == (None, "", None, 3)
        assert EntryKey.objects.filter(value="a 1", is_open=True).count() == 1


def test_what_the_form_does_not_accept_is_refused_and_leaves_no_trace() -> None:
    here = tenant(SLUG)
    with in_tenant(here.id):
        with pytest.raises(actions.Invalid) as refused:
            actions.add(dogs(), dog(name=""), Writing(clerk(SLUG)))

        assert [error.path for error in refused.value.errors] == ["hund.name"]
        assert refused.value.sentence.en == "hund.name: " + refused.value.errors[0].text.en
        assert not Entry.objects.exists()


def test_a_second_tab_changes_nothing_that_it_has_not_seen() -> None:
    here, me = tenant(SLUG), Writing(clerk(SLUG))
    entry = added(here)
    with in_tenant(here.id):
        actions.change(dogs(), entry.id, to_feel({"hund": {"name": "Rex"}}), me, version=1)
        with pytest.raises(actions.Meanwhile):
            actions.change(dogs(), entry.id, to_feel({"hund": {"name": "Max"}}), me, version=1)
        assert Entry.objects.get(id=entry.id).values["hund"]["name"] == "Rex"


def test_the_same_key_writes_once() -> None:
    here, key = tenant(SLUG), uuid.uuid4()
    with in_tenant(here.id):
        one = actions.add(dogs(), dog(), Writing(clerk(SLUG), key=key))
        two = actions.add(dogs(), dog(), Writing(clerk(SLUG), key=key))
        assert (one.id, Entry.objects.count()) == (two.id, 1)


def test_the_process_writes_the_entry_when_the_notice_is_issued() -> None:
    scene = issued()
    with in_tenant(scene.tenant.id):
        entry = Entry.objects.get()
        version = EntryVersion.objects.get()

        assert entry.label == "Bella, Yıldız"
        assert (entry.values["marke"], entry.values["hund"]["rasse"]) == ("1", "Labrador Retriever")
        assert (version.actor["kind"], version.reason) == ("system", f"Vorgang {scene.case.number}")
        assert scene.case.status == "completed"
    assert work_off() == []


def test_a_search_finds_each_word_and_is_logged() -> None:
    here, me = tenant(SLUG), clerk(SLUG)
    added(here, name="Bella", keeper="Großmann"), added(here, name="Rex", keeper="Kuhn")
    with in_tenant(here.id):
        found = queries.search(me, dogs(), text="GROSSMANN obermarkt")

        assert [entry.label for entry in found] == ["Bella, Großmann"]
        logged = AuditEntry.objects.filter(action="register-searched").order_by("-id")[0]
        assert logged.payload == {
            "service": "hund-anmelden", "register": "hunde", "text": "GROSSMANN obermarkt", "state": "open",
        }  # fmt: skip


def test_lists_tell_open_ended_and_expired_entries_apart() -> None:
    here, me = tenant(SLUG), clerk(SLUG)
    added(here, name="Offen")
    old, new = added(here, name="Alt"), added(here, name="Neu")
    with in_tenant(here.id):
        actions.end(dogs(), old.id, "abgemeldet", date(2010, 5, 1), Writing(me))
        actions.end(dogs(), new.id, "abgemeldet", date(2026, 5, 1), Writing(me))

        names = {
            state: [e.values["hund"]["name"] for e in queries.search(me, dogs(), state=state)]
            for state in queries.STATES
        }
        assert names == {"open": ["Offen"], "ended": ["Alt", "Neu"], "expired": ["Alt"], "all": ["Alt", "Neu", "Offen"]}


def test_lists_are_sorted_as_people_look_up_names() -> None:
    here = tenant(SLUG)
    for name in ("Zorro", "Öse", "ole", "Ottilie", "Äffchen"):
        added(here, name=name)
    with in_tenant(here.id):
        found = [entry.values["hund"]["name"] for entry in queries.search(clerk(SLUG), dogs())]

    assert found == ["Äffchen", "ole", "Öse", "Ottilie", "Zorro"]


def test_entries_of_other_units_and_towns_are_not_there() -> None:
    here, there = tenant(SLUG), tenant("viernheim")
    entry = added(here)
    stranger = clerk(SLUG).__class__("staff", uuid.uuid4(), "Fremde", frozenset({"clerk", "bauamt"}))
    with in_tenant(here.id):
        assert queries.shelves(stranger) == []
        assert queries.entry_for(stranger, entry.id) is None
        assert queries.shelf_for(stranger, "hund-anmelden", "hunde") is None
        assert queries.entry_for(clerk(SLUG), entry.id) is not None
        assert [kind for kind, *_ in audits(entry)] == ["register-entry-added", "register-entry-read"]
    with in_tenant(there.id):
        assert queries.entry_for(clerk("viernheim"), entry.id) is None
        assert not Entry.objects.filter(id=entry.id).exists()
        with connection.cursor() as cursor:
            for table in ("lz_registers_entry", "lz_registers_entryversion", "lz_registers_entrykey"):
                cursor.execute(f"SELECT count(*) FROM {table}")
                assert cursor.fetchone() == (0,)


def test_the_record_says_in_words_which_event_of_the_register_its_retention_counts_from() -> None:
    scene = issued()

    with in_tenant(scene.tenant.id):
        assert case_queries.retention_event(scene.case) == "Hundehaltung beendet"
