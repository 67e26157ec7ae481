"""An old register read from CSV: nothing is lost, every row is an entry or in the report, killed in the middle or not."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from tests.registers.old_dogs import HEADING, MAPPED, OldRegister, old_register
from tests.registers.scene_of_dogs import SLUG, added, dogs
from tests.scenes import clerk, tenant, work_off

from laufzettel.core.models import AuditEntry
from laufzettel.core.tenancy import in_tenant
from laufzettel.registers import columns, importing, tasks
from laufzettel.registers.models import Entry, EntryVersion, Import, ImportRow

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def said(values: dict[str, Any]) -> dict[str, Any]:
    """The values without what was left blank."""
    inner = {name: said(one) if isinstance(one, dict) else one for name, one in values.items()}
    return {name: one for name, one in inner.items() if one is not None and one != {}}


def looked_through(content: bytes) -> Import:
    """A file whose rows were looked through."""
    with in_tenant(tenant(SLUG).id):
        made = importing.begin(clerk(SLUG), dogs(), "Hunde.csv", content)
        importing.check(clerk(SLUG), made.id, MAPPED)
    work_off()
    return fresh(made)


def fresh(found: Import) -> Import:
    with in_tenant(found.tenant_id):
        return Import.objects.select_related("offering__edition").get(id=found.id)


def imported(found: Import) -> Import:
    with in_tenant(found.tenant_id):
        importing.start(clerk(SLUG), found.id)
    work_off()
    return fresh(found)


def lines(found: Import, state: str) -> set[int]:
    with in_tenant(found.tenant_id):
        return set(ImportRow.objects.filter(source=found, state=state).values_list("line", flat=True))


def report_of(found: Import) -> list[list[str]]:
    with in_tenant(found.tenant_id):
        content = importing.report(clerk(SLUG), found, "de")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def file(*rows: str, heading: str = ";".join(HEADING)) -> bytes:
    return "\n".join([heading, *rows]).encode()


def row(**changes: str) -> str:
    whole = {
        "marke": "17", "nachname": "Kuhn", "vorname": "Anna", "strasse": "Gasse 1", "plz": "35066", "ort": "Frankenberg", "hund": "Rex",
        "rasse": "Pudel", "gefaehrlich": "nein", "beginn": "1.3.2019", "satz": "84,00", "notiz": "",
    }  # fmt: skip
    return ";".join((whole | changes).values())


def nothing_is_lost(old: OldRegister, found: Import) -> None:
    """Every row of the file is an entry or in the report."""
    assert found.state == "done"
    assert lines(found, "imported") | lines(found, "doubtful") == set(range(2, old.lines + 2))
    assert lines(found, "doubtful") == old.doubtful
    assert {int(one[len(HEADING)]) for one in report_of(found)[1:]} == old.doubtful
    with in_tenant(found.tenant_id):
        assert Entry.objects.count() == EntryVersion.objects.count() == old.lines - len(old.doubtful)


def test_columns_are_proposed_from_their_names() -> None:
    with in_tenant(tenant(SLUG).id):
        form = dogs().form
        own = columns.headings(form)

        assert columns.proposed(form, ["Notiz", *own.values()]) == {path: n for n, path in enumerate(own, 1)}
        assert columns.proposed(form, ["Halter Nachname", "hund.name", "STRASSE", "", "Beginn"]) == {
            "halter.nachname": 0, "hund.name": 1, "halter.strasse": 2, "steuer.beginn": 4,
        }  # fmt: skip


def test_a_sample_of_an_old_register_is_read_and_nothing_is_lost() -> None:
    old = old_register(120)
    with in_tenant(tenant(SLUG).id):
        made = importing.begin(clerk(SLUG), dogs(), "Alte Hunde.csv", old.content)
        importing.check(clerk(SLUG), made.id, MAPPED)
    work_off()
    assert all(old.wrong.values())
    assert lines(made, "doubtful") == old.doubtful
    with in_tenant(made.tenant_id):
        assert not Entry.objects.exists()

    nothing_is_lost(old, imported(made))

    with in_tenant(made.tenant_id):
        first = EntryVersion.objects.get(entry__label="Bella, Erste-A")
        assert (first.reason, first.actor["name"]) == ("Alte Hunde.csv, Zeile 2", clerk(SLUG).name)
        assert said(first.values)["steuer"] == {
            "beginn": {"@": "date", "v": "2019-03-01"},
            "satz": {"@": "number", "v": "84.00"},
        }
        actions = list(AuditEntry.objects.filter(object_id=made.id).order_by("id").values_list("action", flat=True))
        assert actions == [
            "register-file-read",
            "register-import-checked",
            "register-import-started",
            "register-report-read",
        ]


@pytest.mark.nightly
def test_an_old_register_of_5000_dogs_is_read_killed_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    old = old_register(5000)
    killed_now_and_then(old, monkeypatch, every=7)


def test_killed_in_the_middle_it_goes_on_and_writes_each_row_once(monkeypatch: pytest.MonkeyPatch) -> None:
    killed_now_and_then(old_register(60), monkeypatch, every=2, batch=10)


class Killed(BaseException):
    """As if the power had gone."""


def killed_now_and_then(old: OldRegister, monkeypatch: pytest.MonkeyPatch, *, every: int, batch: int = 100) -> None:
    """Do the work with a worker that dies again and again, in the middle of a transaction."""
    monkeypatch.setattr(importing, "BATCH", batch)
    here, me = tenant(SLUG).id, clerk(SLUG)
    with in_tenant(here):
        made = importing.begin(me, dogs(), "Alte Hunde.csv", old.content)
        importing.check(me, made.id, MAPPED)
    deaths = [dying(monkeypatch, every, lambda: tasks.check_import(here, made.id))]
    with in_tenant(here):
        importing.start(me, made.id)
    deaths.append(dying(monkeypatch, every, lambda: tasks.write_import(here, made.id)))

    assert min(deaths) >= 2
    nothing_is_lost(old, fresh(made))


def dying(monkeypatch: pytest.MonkeyPatch, every: int, work: Any) -> int:
    """Call `work` until it ends by itself; before every n-th batch is kept it is killed. How often it was."""
    keep, count, deaths = ImportRow.objects.bulk_update, 0, 0

    def kill(*args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count += 1
        if count % every == 0:
            raise Killed
        return keep(*args, **kwargs)

    with monkeypatch.context() as only_here:
        only_here.setattr(type(ImportRow.objects), "bulk_update", lambda _self, *a, **k: kill(*a, **k))
        while True:
            try:
                work()
            except Killed:
                deaths += 1
            else:
                return deaths


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"beginn": "31.2.2019"},
            "Beginn der Steuerpflicht: Den Tag 31.2.2019 gibt es nicht. Prüfen Sie bei „Beginn der Steuerpflicht“ bitte Tag, Monat und Jahr.",
        ),
        ({"nachname": ""}, "Nachname: Geben Sie den Nachnamen der Halterin oder des Halters ein."),
        ({"gefaehrlich": "vielleicht"}, "Gilt als gefährlich: Hier steht weder ja noch nein."),
        ({"satz": "viel"}, "Steuer im Jahr: "),
        ({"hund": "R\u0007ex"}, "Name des Hundes: "),
        ({"notiz": "a;b"}, "Die Zeile hat mehr Zellen als die Überschrift."),
    ],
)
def test_a_row_that_does_not_fit_says_why(change: dict[str, str], reason: str) -> None:
    found = looked_through(file(row(**change)))

    (_, told) = report_of(found)
    assert told[len(HEADING)] == "2"
    assert told[len(HEADING) + 1].startswith(reason)


def test_doubles_are_found_in_the_file_and_in_the_register() -> None:
    added(tenant(SLUG), marke="5", name="Bello", keeper="Weiß")
    found = looked_through(file(
        row(), row(hund="Max"), row(marke="18"), row(marke="5", hund="Kira"),
        row(marke="19", hund="bello", nachname="WEISS", vorname="Zoë"), row(marke="", hund="Luna"),
    ))  # fmt: skip

    assert [one[-1] for one in report_of(found)[1:]] == [
        "Nummer der Hundemarke: Diese Nummer steht schon in Zeile 2.",
        "Vielleicht doppelt: Dasselbe steht schon in Zeile 2.",
        "Nummer der Hundemarke: Diese Nummer steht schon im Register.",
        "Vielleicht doppelt: „Bello, Weiß“ steht schon im Register.",
    ]
    assert lines(found, "ready") == {2, 7}


def test_the_report_is_mended_and_read_again() -> None:
    found = imported(looked_through(file(row(beginn="gestern"), row(marke="18", hund="Max"))))
    with in_tenant(found.tenant_id):
        content = importing.report(clerk(SLUG), found, "de")
    again = imported(looked_through(content.replace(b"gestern", b"1. Mai 2020")))

    assert (lines(again, "imported"), lines(again, "doubtful")) == ({2}, set())
    with in_tenant(found.tenant_id):
        assert sorted(Entry.objects.values_list("label", flat=True)) == ["Max, Kuhn", "Rex, Kuhn"]


def test_what_came_into_the_register_meanwhile_is_doubtful_when_it_is_written() -> None:
    found = looked_through(file(row()))
    added(tenant(SLUG), marke="17")
    found = imported(found)

    assert (lines(found, "imported"), lines(found, "doubtful")) == (set(), {2})
    assert report_of(found)[1][-1] == "Nummer der Hundemarke: Diese Nummer steht schon im Register."


def test_each_step_is_taken_once_and_in_its_order() -> None:
    found = looked_through(file(row()))
    me = clerk(SLUG)
    with in_tenant(found.tenant_id):
        importing.start(me, found.id)
        steps: tuple[Callable[[], None], ...] = (
            lambda: importing.start(me, found.id),
            lambda: importing.check(me, found.id, {}),
            lambda: importing.discard(me, found.id),
        )
        for step in steps:
            with pytest.raises(importing.ImportRefused):
                step()
    work_off()
    work_off()
    tasks.write_import(found.tenant_id, found.id)
    with in_tenant(found.tenant_id):
        assert Entry.objects.count() == 1


def test_what_was_discarded_is_gone_and_the_entries_stay() -> None:
    found = imported(looked_through(file(row(), row(marke="18", nachname=""))))
    with in_tenant(found.tenant_id):
        importing.discard(clerk(SLUG), found.id)
        logged = AuditEntry.objects.get(action="register-import-discarded")

        assert (Entry.objects.count(), ImportRow.objects.count(), logged.payload) == (1, 1, {"rows": 1})


def test_a_register_is_taken_out_and_read_in_again_elsewhere() -> None:
    here, there = tenant(SLUG), tenant("viernheim")
    added(here, marke="17", name='=1+1; "Rex"', keeper="Nuñez d'Àvila")
    with in_tenant(here.id):
        content = importing.export(clerk(SLUG), dogs(), state="open", mark=True)
        entry = Entry.objects.get()
        logged = AuditEntry.objects.get(action="register-exported")
    assert logged.payload == {"service": "hund-anmelden", "register": "hunde", "entries": 1}
    assert "'=1+1" in content.decode()

    with in_tenant(there.id):
        other = clerk("viernheim")
        made = importing.begin(other, dogs("viernheim"), "x.csv", content)
        importing.check(other, made.id, made.mapped)
    work_off()
    with in_tenant(there.id):
        importing.start(other, made.id)
    work_off()
    with in_tenant(there.id):
        assert said(Entry.objects.get().values) == said(entry.values)
