"""A run over a register: tried out, started by the head of the unit, each notice once, filed and with its claim."""

import io
from datetime import timedelta
from decimal import Decimal

import pypdfium2
import pytest
from tests.registers.scene_of_dogs import SLUG
from tests.runs.year_of_dogs import JANUARY, head, items, kept, letters_of, shelf, tried
from tests.scenes import citizen, clerk, issued, tenant, work_off

from laufzettel.cases import queries as cases
from laufzettel.cases.models import CaseClaim, CaseEntry, CaseLetter
from laufzettel.core.clock import at
from laufzettel.core.models import AuditEntry
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel.package.values import to_feel
from laufzettel.letters import queries as letters
from laufzettel.letters.models import Letter
from laufzettel.payments.models import Claim
from laufzettel.records.models import Document
from laufzettel.registers import actions as registers
from laufzettel.registers.actions import Writing
from laufzettel.registers.models import Entry, EntryVersion
from laufzettel.registers.queries import values_of
from laufzettel.runs import actions, queries, working
from laufzettel.runs.models import Run

pytestmark = pytest.mark.django_db


def test_a_trial_says_how_many_how_much_and_what_cannot_be_done_and_issues_nothing() -> None:
    with at(JANUARY), in_tenant(tenant(SLUG).id):
        kept("Bella")
        kept("Luna", nummer=2)
        kept("Retter", ermaessigung=100)
        kept("Ohnezahl", nummer=None)
        run = tried()
    with at(JANUARY):
        work_off()

    with in_tenant(tenant(SLUG).id):
        run.refresh_from_db()
        assert run.state == Run.State.TRIED
        assert queries.counts(run) == {"nothing-due": 1, "hindered": 1, "ready": 2, "done": 0, "all": 4}
        assert queries.amount(run, "ready") == Decimal("204.00")
        assert [(item.label, item.reason[0]) for item in queries.hindered(run)] == [
            ("Ohnezahl, Großmann", "Es fehlt, der wievielte Hund im Haushalt es ist.")
        ]
        assert (Letter.objects.count(), Claim.objects.count(), CaseEntry.objects.count()) == (0, 0, 0)


def test_what_the_head_starts_issues_each_notice_with_its_claim_into_the_record_of_the_dog() -> None:
    with at(JANUARY), in_tenant(tenant(SLUG).id):
        kept("Bella")
        kept("Luna", nummer=2)
        run = tried()
    with at(JANUARY):
        work_off()
        with in_tenant(tenant(SLUG).id):
            actions.start(head(), run.id, shelf())
        work_off()

    with in_tenant(tenant(SLUG).id):
        run.refresh_from_db()
        assert run.state == Run.State.DONE
        luna = items(run)["Luna"]
        (letter,) = letters_of(luna)
        claim = luna.claim
        assert letter.file is not None
        assert claim is not None
        assert letter.issued_by is not None
        assert letter.act is not None
        assert (letter.state, letter.issued_by["name"]) == ("issued", head().name)
        assert letter.act["remedy"] == "widerspruch"
        assert (claim.amount, claim.subject, claim.confirmed_at is not None) == (
            Decimal("120.00"),
            "Hundesteuer 2027",
            True,
        )
        dues = [(str(part.due_on), part.amount) for part in claim.instalments.all()]
        assert dues == [(f"2027-{day}", Decimal("30.00")) for day in ("02-15", "05-15", "08-15", "11-15")]
        case = CaseLetter.objects.get(letter=letter).case
        assert CaseClaim.objects.get(claim=claim).case == case == CaseEntry.objects.get(entry=luna.entry).case
        assert (case.status, case.record.title) == ("completed", "Hundesteuer, Hund Luna")
        assert Document.objects.get(record=case.record, kind="letter").file_id == letter.file_id
        assert {letter.id for letter, _ in cases.print_basket(clerk(SLUG))} == {
            letter.id for item in items(run).values() for letter in letters_of(item)
        }
        assert queries.print_file(clerk(SLUG), run, 1).startswith(b"%PDF")
        assert AuditEntry.objects.filter(action="run-started", object_id=run.id).count() == 1


def test_a_dog_that_was_registered_online_gets_its_notice_into_the_record_that_it_has() -> None:
    march = JANUARY.replace(year=2026, month=3)
    with at(march):
        scene = issued(hund__haltung_seit=to_feel({"x": march.date()})["x"])
    with at(JANUARY), in_tenant(scene.tenant.id):
        run = tried()
    with at(JANUARY):
        work_off()
        with in_tenant(scene.tenant.id):
            actions.start(head(), run.id, shelf())
        work_off()

    with in_tenant(scene.tenant.id):
        (item,) = items(run).values()
        assert CaseLetter.objects.get(letter=letters_of(item)[0]).case_id == scene.case.id
        kinds = list(Document.objects.filter(record=scene.case.record, kind="letter").values_list("title", flat=True))
        assert sorted(kinds) == ["Bescheid über die Hundesteuer 2026", "Bescheid über die Hundesteuer 2027"]


def test_only_the_head_starts_and_no_year_has_two_runs() -> None:
    with at(JANUARY), in_tenant(tenant(SLUG).id):
        kept("Bella")
        run = tried()
        with pytest.raises(actions.RunRefused) as twice:
            tried()
        assert twice.value.sentence == actions.EXISTS
    with at(JANUARY):
        work_off()
    with at(JANUARY), in_tenant(tenant(SLUG).id):
        with pytest.raises(actions.RunRefused) as not_head:
            actions.start(clerk(SLUG), run.id, shelf())
        assert not_head.value.sentence == actions.ONLY_HEAD
        actions.start(head(), run.id, shelf())
        with pytest.raises(actions.RunRefused) as again:
            actions.start(head(), run.id, shelf())
        assert again.value.sentence == actions.MEANWHILE


def test_an_entry_that_changed_since_the_trial_is_not_done_but_can_be_tried_again() -> None:
    with at(JANUARY), in_tenant(tenant(SLUG).id):
        bella = kept("Bella")
        kept("Luna", nummer=2)
        run = tried()
    with at(JANUARY):
        work_off()
    with at(JANUARY), in_tenant(tenant(SLUG).id):
        registers.change(shelf(), bella.id, to_feel({"steuer": {"nummer": 3}}), Writing(clerk(SLUG), "Anruf"))
        actions.start(head(), run.id, shelf())
    with at(JANUARY):
        work_off()
        with in_tenant(tenant(SLUG).id):
            assert (items(run)["Bella"].state, items(run)["Luna"].state) == ("hindered", "done")
            assert items(run)["Bella"].reason[0] == str(working.CHANGED)
            actions.try_again(clerk(SLUG), run.id, shelf())
        work_off()
        with in_tenant(tenant(SLUG).id):
            assert items(run)["Bella"].amount == Decimal("156.00")
            actions.start(head(), run.id, shelf())
        work_off()

    with in_tenant(tenant(SLUG).id):
        assert [item.state for item in items(run).values()] == ["done", "done"]
        assert (Letter.objects.count(), Claim.objects.count()) == (2, 2)


def test_an_address_that_does_not_fit_on_the_sheet_is_a_hindrance_and_its_claim_is_withdrawn() -> None:
    with at(JANUARY), in_tenant(tenant(SLUG).id):
        bella = kept("Bella")
        keeper = {"nachname": "W" * 180, "strasse": "W" * 180}
        registers.change(shelf(), bella.id, to_feel({"halter": keeper}), Writing(clerk(SLUG), "Anruf"))
        run = tried()
    with at(JANUARY):
        work_off()
        with in_tenant(tenant(SLUG).id):
            actions.start(head(), run.id, shelf())
        work_off()

    with in_tenant(tenant(SLUG).id):
        run.refresh_from_db()
        item = items(run)["Bella"]
        assert (run.state, item.state, letters_of(item), item.claim, item.attempt) == ("done", "hindered", [], None, 2)
        assert "zu lang" in item.reason[0]
        assert not CaseLetter.objects.exists()
        assert Claim.objects.get().withdrawn_at is not None


def test_the_day_of_posting_is_recorded_for_all_letters_of_a_run_that_go_on_paper() -> None:
    with at(JANUARY), in_tenant(tenant(SLUG).id):
        kept("Bella")
        kept("Luna", nummer=2)
        kept("Rex", nummer=3)
        run = tried()
    with at(JANUARY):
        work_off()
        with in_tenant(tenant(SLUG).id):
            actions.start(head(), run.id, shelf())
        work_off()
    with in_tenant(tenant(SLUG).id):
        (rex,) = letters_of(items(run)["Rex"])
        Letter.objects.filter(id=rex.id).update(channel="mailbox", account=citizen())
        found = io.BytesIO(queries.print_file(clerk(SLUG), run, 1))
        assert len(pypdfium2.PdfDocument(found)) == 2 * len(
            pypdfium2.PdfDocument(io.BytesIO(letters.read_pdf(head(), rex)))
        )
    with at(JANUARY + timedelta(days=1)):
        with in_tenant(tenant(SLUG).id):
            with pytest.raises(actions.RunRefused):
                actions.post(clerk(SLUG), run.id, JANUARY.date() - timedelta(days=1))
            actions.post(clerk(SLUG), run.id, JANUARY.date())
        work_off()

    with in_tenant(tenant(SLUG).id):
        assert {(str(letter.posted_on), str(letter.notified_on)) for letter in Letter.objects.exclude(id=rex.id)} == {
            ("2027-01-04", "2027-01-08")
        }
        assert Letter.objects.get(id=rex.id).posted_on is None
        assert not queries.unposted(run).exists()
        assert cases.print_basket_size(clerk(SLUG)) == 0


def started_and_then_died(run: Run) -> None:
    """The head starts what was tried; claim and letters of an entry are there, then the worker is gone; another goes on."""
    with at(JANUARY):
        work_off()
        with in_tenant(run.tenant_id):
            actions.start(head(), run.id, shelf())
            working._prepare_next(run.id)
        work_off()


def test_a_notice_that_was_prepared_when_the_worker_died_is_sent_once() -> None:
    here = tenant(SLUG)
    with at(JANUARY), in_tenant(here.id):
        kept("Bella")
        run = tried()
    started_and_then_died(run)

    with in_tenant(here.id):
        assert (Letter.objects.count(), Claim.objects.count(), Entry.objects.count()) == (1, 1, 1)
        assert items(run)["Bella"].state == "done"
        assert working.carry_out_one(here.id, run.id) is False


def test_keepers_who_did_not_agree_to_one_notice_get_one_each_and_all_of_them_go_out_together() -> None:
    here = tenant(SLUG)
    with at(JANUARY), in_tenant(here.id):
        bella = kept("Bella")
        keepers = {
            "halter": {"gemeinsam_mit": "Ben Muster", "ein_bescheid": False},
            "mithalter1": {"name": "Ben Muster", "strasse": "Kirchgasse 3", "plz": "35745", "ort": "Herborn"},
        }
        registers.change(shelf(), bella.id, to_feel(keepers), Writing(clerk(SLUG), "Anruf"))
        run = tried()
    started_and_then_died(run)

    with in_tenant(here.id):
        item = items(run)["Bella"]
        found = letters_of(item)
        assert [letter.address["lines"][-2] for letter in found] == ["Obermarkt 7", "Kirchgasse 3"]
        assert [letter.state for letter in found] == ["issued", "issued"]
        assert Claim.objects.get().id == item.claim_id
        assert queries.counts(run)["done"] == 1
        assert queries.unposted(run).count() == 2
        assert Document.objects.filter(kind="letter").count() == 2
    with at(JANUARY):
        with in_tenant(here.id):
            actions.post(clerk(SLUG), run.id, JANUARY.date())
        work_off()
    with in_tenant(here.id):
        assert {str(letter.posted_on) for letter in letters_of(item)} == {"2027-01-04"}


def test_one_letter_that_does_not_fit_keeps_all_letters_of_its_entry_back() -> None:
    here = tenant(SLUG)
    with at(JANUARY), in_tenant(here.id):
        bella = kept("Bella")
        long = "W" * 180
        keepers = {
            "halter": {"gemeinsam_mit": long, "ein_bescheid": False},
            "mithalter1": {"name": long, "strasse": long, "plz": "35745", "ort": "Herborn"},
        }
        registers.change(shelf(), bella.id, to_feel(keepers), Writing(clerk(SLUG), "Anruf"))
        run = tried()
    with at(JANUARY):
        work_off()
        with in_tenant(here.id):
            actions.start(head(), run.id, shelf())
        work_off()

    with in_tenant(here.id):
        item = items(run)["Bella"]
        assert (item.state, letters_of(item), item.claim, item.attempt) == ("hindered", [], None, 2)
        assert not CaseLetter.objects.exists()
        assert not Letter.objects.filter(state="issued").exists()
        assert Entry.objects.get().version == 2


def test_the_register_holds_the_tax_of_the_year_once_its_notice_is_issued() -> None:
    here = tenant(SLUG)
    with at(JANUARY), in_tenant(here.id):
        kept("Bella", satz=72, jahr=2026)
        kept("Retter", satz=72, jahr=2026, ermaessigung=100)
        run = tried()
    with at(JANUARY):
        work_off()
        with in_tenant(here.id):
            actions.start(head(), run.id, shelf())
        work_off()

    with in_tenant(here.id):
        entries = [values_of(entry) for entry in Entry.objects.all()]
        taxes = {values["hund"]["name"]: values["steuer"] for values in entries}
        bella = taxes["Bella"]
        assert (bella["satz"], bella["jahr"], bella["satz_vorjahr"]) == (84, 2027, 72)
        assert (taxes["Retter"]["satz"], taxes["Retter"]["jahr"]) == (72, 2026)
        version = EntryVersion.objects.get(entry__label__startswith="Bella", number=2)
        assert version.reason == "Jahresbescheide über die Hundesteuer 2027"
        assert version.actor["name"] == head().name


def test_an_entry_that_ends_while_its_notice_is_set_gets_none() -> None:
    here = tenant(SLUG)
    with at(JANUARY), in_tenant(here.id):
        bella = kept("Bella")
        run = tried()
    with at(JANUARY):
        work_off()
        with in_tenant(here.id):
            actions.start(head(), run.id, shelf())
            prepared = working._prepare_next(run.id)
            registers.end(shelf(), bella.id, "abgemeldet", JANUARY.date(), Writing(clerk(SLUG), "Anruf"))
            assert prepared is not None
        with pytest.raises(registers.EntryRefused), in_tenant(here.id):
            working._finish(prepared[0], [(letter, b"%PDF") for letter in prepared[1]], prepared[2])
        work_off()

    with in_tenant(here.id):
        item = items(run)["Bella"]
        assert (item.state, letters_of(item)) == ("hindered", [])
        assert not CaseLetter.objects.exists()
        assert Claim.objects.get().withdrawn_at is not None
