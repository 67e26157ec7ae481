"""The work of a run, in small steps: each is a transaction of its own, and one that was killed is simply done again."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from laufzettel.cases import entries
from laufzettel.cases.jobs import claims
from laufzettel.core.actors import Actor
from laufzettel.core.clock import now
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel.package import SettingsSeries, serial_runs
from laufzettel.kernel.package.model import SerialRun
from laufzettel.kernel.package.serial_runs import Settled
from laufzettel.kernel.problems import Text
from laufzettel.letters import actions as letters
from laufzettel.letters import delivery
from laufzettel.letters.models import Letter
from laufzettel.registers import queries as registers
from laufzettel.registers.actions import EntryRefused, Writing, change
from laufzettel.registers.models import Entry
from laufzettel.registers.shelf import Shelf
from laufzettel.runs import queries
from laufzettel.runs.content import content_of
from laufzettel.runs.models import Run, RunItem, RunLetter
from laufzettel.tenants import queries as tenants

TRIAL_BATCH = 100
POST_BATCH = 50

CHANGED = Text(
    "Der Eintrag wurde seit dem Probelauf geändert oder beendet. Probieren Sie ihn noch einmal.",
    "The entry was changed or ended since the trial. Please try it once more.",
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a run decides by: those of its trial."""

    shelf: Shelf
    run: SerialRun
    context: dict[str, Any]
    series: SettingsSeries

    @classmethod
    def of(cls, run: Run) -> "Rules":
        """The rules of a run; inside the tenant's scope."""
        shelf = registers.shelf_of(run.offering, run.register)
        if shelf is None:
            raise LookupError(run.register)
        series = SettingsSeries.from_json(run.settings)
        return cls(shelf, shelf.package.runs[run.key], serial_runs.context_of(series, run.year), series)

    def settle(self, entry: Entry, moment: datetime) -> Settled | None:
        """What becomes of an entry; None when the run does not concern it."""
        values = registers.values_of(entry)
        if not serial_runs.concerns(self.run, values, self.context, moment):
            return None
        return serial_runs.settle(self.shelf.package, self.run, values, self.context, moment)


def try_batch(run_id: uuid.UUID) -> bool:
    """Look at the next entries; False when there are no more. Inside the tenant's scope."""
    run = Run.objects.select_for_update(of=("self",)).select_related("offering__edition").get(id=run_id)
    if run.state != Run.State.TRYING:
        return False
    rules, moment = Rules.of(run), now()
    found = Entry.objects.filter(**rules.shelf.key, ended_on=None).order_by("id")
    batch = list((found.filter(id__gt=run.after) if run.after else found)[:TRIAL_BATCH])
    before = {item.entry.id: item for item in RunItem.objects.filter(run=run, entry__in=batch).select_related("entry")}
    for entry in batch:
        settled = rules.settle(entry, moment)
        item = before.get(entry.id) or RunItem(run=run, entry=entry)
        if item.state != RunItem.State.DONE and (settled is not None or entry.id in before):
            _keep_trial(item, entry, settled or Settled())
    if batch:
        run.after = batch[-1].id
    else:
        _drop_ended(run)
        run.state = Run.State.TRIED
    run.save(update_fields=["after", "state"])
    return bool(batch)


def _keep_trial(item: RunItem, entry: Entry, settled: Settled) -> None:
    item.version, item.label, item.sort_key = entry.version, entry.label, entry.sort_key
    item.amount, item.reason = settled.amount, []
    if settled.hindrance is not None:
        item.state, item.reason = RunItem.State.HINDERED, _both(settled.hindrance)
    else:
        item.state = RunItem.State.READY if settled.is_due else RunItem.State.NOTHING_DUE
    item.save()


def _drop_ended(run: Run) -> None:
    """Entries that have ended since an earlier trial are not in the run any more."""
    RunItem.objects.filter(run=run, entry__ended_on__isnull=False).exclude(state=RunItem.State.DONE).delete()


def carry_out_one(tenant_id: uuid.UUID, run_id: uuid.UUID) -> bool:
    """The next entry: claim and letters, the PDFs without any lock, then all that they entail. False at the end."""
    with in_tenant(tenant_id):
        prepared = _prepare_next(run_id)
    if prepared is None:
        return False
    item_id, prepared_letters, actor = prepared
    if not prepared_letters:
        return True
    try:
        with in_tenant(tenant_id):
            tenant, profile = tenants.by_id(tenant_id), tenants.profile()
        if profile is None:
            raise LookupError(tenant.slug)
        frozen = [(letter, letters.freeze(letter, tenant, profile)) for letter in prepared_letters]
        with in_tenant(tenant_id):
            _finish(item_id, frozen, actor)
    except (letters.LetterRefused, EntryRefused) as refused:
        with in_tenant(tenant_id):
            _give_up(item_id, refused.sentence)
    return True


def _prepare_next(run_id: uuid.UUID) -> tuple[uuid.UUID, list[Letter], Actor] | None:
    run = Run.objects.select_related("offering__edition", "offering__unit").get(id=run_id)
    if run.state != Run.State.RUNNING or run.started_by is None:
        return None
    waiting = RunItem.objects.filter(run=run, state=RunItem.State.READY).order_by("sort_key", "id")
    item = waiting.select_for_update(of=("self",)).select_related("entry").first()
    if item is None:
        run.state, run.ended_at = Run.State.DONE, now()
        run.save(update_fields=["state", "ended_at"])
        return None
    actor, rules = Actor.from_json(run.started_by), Rules.of(run)
    settled = rules.settle(item.entry, now()) if _is_as_tried(item) else None
    if settled is None or not settled.is_due or settled.amount != item.amount:
        hindrance = settled.hindrance if settled else None
        _set_aside(item, hindrance or CHANGED)
        return item.id, [], actor
    return item.id, _prepared(run, item, rules, settled, actor), actor


def _is_as_tried(item: RunItem) -> bool:
    return item.entry.version == item.version and item.entry.ended_on is None


def _prepared(run: Run, item: RunItem, rules: Rules, settled: Settled, actor: Actor) -> list[Letter]:
    """Claim and letters under keys of their own: done twice they are one."""
    key = uuid.uuid5(run.id, f"{item.entry.id} {item.attempt}")
    case = entries.case_of(actor, rules.shelf, item.entry)
    claim = None
    if settled.claim is not None:
        is_practice = tenants.by_id(run.tenant_id).is_practice
        claim = claims.raised(actor, key, settled.claim, is_demo=rules.series.is_demo or is_practice)
    item.claim = claim
    item.save(update_fields=["claim"])
    seen = {**settled.variables, "reference": claim.reference if claim else None}
    made = []
    for place, recipient in enumerate(settled.recipients, 1):
        variables, is_demo = {**seen, "recipient": recipient}, rules.series.is_demo
        content = content_of(rules.shelf.package, rules.run.letter, variables, recipient, case, is_demo=is_demo)
        letter = letters.prepare(actor, key if place == 1 else uuid.uuid5(key, str(place)), content)
        if letter.needs_second_person and letter.submitted_by is None:
            letter = letters.submit(Actor.from_json(run.created_by), letter.id, letter.version)
        entries.attach(case, letter, claim.id if claim else None)
        RunLetter.objects.get_or_create(item=item, place=place, defaults={"letter": letter})
        made.append(letter)
    return made


def post_batch(tenant_id: uuid.UUID, run_id: uuid.UUID) -> bool:
    """Record the day of posting for the next letters; False when there are no more. Inside the tenant's scope."""
    run = Run.objects.select_for_update().get(id=run_id)
    if run.posted_on is None or run.posted_by is None:
        return False
    actor, tenant = Actor.from_json(run.posted_by), tenants.by_id(tenant_id)
    batch = list(queries.unposted(run)[:POST_BATCH])
    for kept in batch:
        delivery.record_posting(actor, kept.letter.id, run.posted_on, tenant)
    return bool(batch)


def _finish(item_id: uuid.UUID, frozen: list[tuple[Letter, bytes]], actor: Actor) -> None:
    """All letters of an entry go out and the entry is written, or nothing of it."""
    items = RunItem.objects.select_for_update(of=("self",)).select_related("run__offering__edition", "entry")
    item = items.get(id=item_id)
    if item.state != RunItem.State.READY:
        return
    _write(item, actor)
    for letter, pdf in frozen:
        kept = letters.keep(actor, letter, pdf)
        case = entries.case_of_letter(kept)
        entries.letter_went_out(actor, case, kept, [item.claim.id] if item.claim else [])
    item.state = RunItem.State.DONE
    item.save(update_fields=["state"])


def _write(item: RunItem, actor: Actor) -> None:
    """What the entry holds from now on. Raises `EntryRefused`."""
    run, rules = item.run, Rules.of(item.run)
    settled = rules.settle(item.entry, now()) if rules.run.write else None
    if settled is not None and settled.written is not None:
        writing = Writing(actor, f"{rules.run.title} {run.year}", uuid.uuid5(item.id, "write"))
        change(rules.shelf, item.entry.id, settled.written, writing, version=item.version)


def _give_up(item_id: uuid.UUID, sentence: Text) -> None:
    item = RunItem.objects.select_for_update(of=("self",)).get(id=item_id)
    if item.state == RunItem.State.READY:
        _set_aside(item, sentence)


def _set_aside(item: RunItem, sentence: Text) -> None:
    """It cannot go out so: the entry is hindered, and its next attempt makes other letters and another claim."""
    prepared = list(RunLetter.objects.filter(item=item).select_related("letter"))
    for kept in prepared:
        entries.detach(kept.letter, item.claim.id if item.claim else None)
        kept.delete()
    item.attempt += 1 if prepared else 0
    item.claim, item.amount = None, Decimal(0)
    item.state, item.reason = RunItem.State.HINDERED, _both(sentence)
    item.save()


def _both(sentence: Text) -> list[str]:
    return [sentence.in_language("de"), sentence.in_language("en")]
