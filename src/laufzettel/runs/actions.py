"""What people do with a run: try it out, try it again, start it, discard it."""

import uuid
from datetime import date

from django.db import IntegrityError, transaction

from laufzettel.catalogue import queries as catalogue
from laufzettel.core import audit, jobs
from laufzettel.core.actors import Actor
from laufzettel.core.clock import ZONE, now, today
from laufzettel.kernel import feel
from laufzettel.kernel.problems import Text
from laufzettel.registers.shelf import Shelf
from laufzettel.runs import queries
from laufzettel.runs.models import Run, RunItem

HEAD = "head"
"""The role that may start a run: it issues thousands of notices in one go."""


class RunRefused(Exception):
    """The run cannot be tried or started so; `sentence` says why, in German and English."""

    def __init__(self, sentence: Text) -> None:
        self.sentence = sentence
        super().__init__(str(sentence))


def try_out(actor: Actor, shelf: Shelf, key: str, year: int) -> Run:
    """Begin a trial for a year: nothing is issued. Raises `RunRefused` when there is such a run already."""
    series = catalogue.settings_series(shelf.offering)
    day = feel.Date(year, 1, 1)
    if missing := series.missing(shelf.package.settings.values(), day, now=now()):
        names = ", ".join(setting.label for setting in missing)
        raise RunRefused(
            Text(f"Für den 1. Januar {year} fehlen: {names}.", f"Missing for the first of January {year}: {names}.")
        )
    run = Run(
        offering=shelf.offering,
        edition=shelf.offering.edition,
        key=key,
        register=shelf.register.key,
        year=year,
        settings=series.to_json(),
        created_at=now(),
        created_by=actor.to_json(),
    )
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError as error:
        raise RunRefused(EXISTS) from error
    _note(actor, "run-tried", run)
    jobs.enqueue("runs.try_out", run.id)
    return run


def try_again(actor: Actor, run_id: uuid.UUID, shelf: Shelf) -> Run:
    """Look at the register once more, with today's rules: what is done stays done."""
    run = _locked(run_id, Run.State.TRIED, Run.State.DONE)
    run.state, run.after, run.edition = Run.State.TRYING, None, shelf.offering.edition
    run.settings = catalogue.settings_series(shelf.offering).to_json()
    run.save(update_fields=["state", "after", "edition", "settings"])
    _note(actor, "run-tried", run)
    jobs.enqueue("runs.try_out", run.id)
    return run


def start(actor: Actor, run_id: uuid.UUID, shelf: Shelf) -> Run:
    """Issue what was tried: from now on each ready entry gets its notice, once. Only a head of unit may."""
    if HEAD not in actor.roles:
        raise RunRefused(ONLY_HEAD)
    run = _locked(run_id, Run.State.TRIED)
    if run.edition.id != shelf.offering.edition.id:
        raise RunRefused(OTHER_EDITION)
    act = shelf.package.acts.get(queries.declared(shelf, run.key).letter)
    if act is not None and act.second_person and run.created_by["id"] == str(actor.id):
        raise RunRefused(SAME_PERSON)
    if not RunItem.objects.filter(run=run, state=RunItem.State.READY).exists():
        raise RunRefused(NOTHING)
    run.state, run.started_at, run.started_by = Run.State.RUNNING, now(), actor.to_json()
    run.save(update_fields=["state", "started_at", "started_by"])
    _note(actor, "run-started", run)
    jobs.enqueue("runs.carry_out", run.id)
    return run


def post(actor: Actor, run_id: uuid.UUID, day: date) -> Run:
    """All letters that have not been posted have left the house on this day (ab-Vermerk)."""
    run = _locked(run_id, Run.State.DONE)
    issued_on = run.ended_at.astimezone(ZONE).date() if run.ended_at else today()
    if not issued_on <= day <= today():
        raise RunRefused(
            Text(
                f"Der Tag liegt zwischen dem {issued_on:%d.%m.%Y} (erlassen) und heute.",
                f"The day lies between {issued_on:%d/%m/%Y} (issued) and today.",
            )
        )
    run.posted_on, run.posted_by = day, actor.to_json()
    run.save(update_fields=["posted_on", "posted_by"])
    _note(actor, "run-posted", run)
    jobs.enqueue("runs.post", run.id)
    return run


def discard(actor: Actor, run_id: uuid.UUID) -> Run:
    """Forget a trial. A run that has issued anything stays."""
    run = _locked(run_id, Run.State.TRIED)
    if RunItem.objects.filter(run=run, state=RunItem.State.DONE).exists():
        raise RunRefused(MEANWHILE)
    run.state, run.ended_at = Run.State.DISCARDED, now()
    run.save(update_fields=["state", "ended_at"])
    _note(actor, "run-discarded", run)
    return run


def _locked(run_id: uuid.UUID, *states: str) -> Run:
    run = Run.objects.select_for_update(of=("self",)).select_related("offering__edition", "edition").get(id=run_id)
    if run.state not in states:
        raise RunRefused(MEANWHILE)
    return run


def _note(actor: Actor, action: str, run: Run) -> None:
    audit.record(actor, action, kind="run", object_id=run.id, payload={"run": run.key, "year": run.year})


EXISTS = Text(
    "Für dieses Jahr gibt es den Lauf schon. Öffnen Sie ihn in der Liste.",
    "There is a run for this year already. Open it in the list.",
)
MEANWHILE = Text(
    "Der Lauf ist inzwischen in einem anderen Stand. Es wurde nichts geändert.",
    "The run has changed meanwhile. Nothing was done.",
)
ONLY_HEAD = Text(
    "Starten darf den Lauf nur die Leitung. Der Probelauf bleibt stehen.",
    "Only the head of the unit may start the run. The trial stays as it is.",
)
OTHER_EDITION = Text(
    "Die Leistung hat seit dem Probelauf eine neue Fassung. Probieren Sie den Lauf noch einmal.",
    "The service has another edition since the trial. Please try the run once more.",
)
SAME_PERSON = Text(
    "Diese Bescheide brauchen eine zweite Person: Wer den Probelauf begonnen hat, startet den Lauf nicht.",
    "These notices need a second person: whoever began the trial does not start the run.",
)
NOTHING = Text("Es ist kein Bescheid zu erlassen.", "There is no notice to issue.")
