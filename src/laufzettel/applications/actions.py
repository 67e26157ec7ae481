"""Drafts: begun, saved at every step, submitted once. An application becomes a case in one transaction."""

import hashlib
import secrets
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings

from laufzettel.applications.models import Application, Draft
from laufzettel.cases import actions as cases
from laufzettel.cases import disclosures
from laufzettel.cases.models import Case
from laufzettel.cases.senders import NOBODY, Sender
from laufzettel.catalogue import packages
from laufzettel.catalogue import queries as catalogue
from laufzettel.catalogue.models import Offering
from laufzettel.core import audit, jobs, tokens
from laufzettel.core.actors import CITIZEN, Actor
from laufzettel.core.clock import ZONE, now
from laufzettel.files import uploads
from laufzettel.files.models import StoredFile
from laufzettel.identity.models import Account
from laufzettel.kernel import feel
from laufzettel.kernel.forms import FieldError, Form
from laufzettel.kernel.forms.uploads import files_in
from laufzettel.kernel.package import Package, SettingsSeries
from laufzettel.kernel.problems import Text

DRAFT, STATUS = "draft", "status"
STATUS_DAYS = 3 * 365
SESSION_HOURS = 1
"""How long after the last answer, at the latest, nothing is left of a draft that must leave nothing behind."""
SWEEP_MINUTES = 5
"""How often drafts whose time is over are deleted."""
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class Stale(Exception):
    """The draft was saved elsewhere meanwhile (another tab); nothing was overwritten."""


class Incomplete(Exception):
    """Something still keeps the draft from being submitted; `errors` say what."""

    def __init__(self, errors: list[FieldError]) -> None:
        self.errors = errors
        super().__init__(f"{len(errors)} errors")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the applicant keeps: the number, the code, and the token of the status page. Told once."""

    application: Application
    code: str
    token: str


@dataclass(frozen=True, slots=True)
class OnPaper:
    """How an application came that the office enters: on which day, by which way (`Application.Way`), who enters it."""

    actor: Actor
    received_on: date
    way: str
    exactly: datetime | None = None
    """The moment itself, where it is known."""

    def received_at(self, moment: datetime) -> datetime:
        """Today it is this moment; for an earlier day its noon, as no stamp says the hour."""
        if self.exactly is not None:
            return self.exactly
        local = moment.astimezone(ZONE)
        noon = datetime.combine(self.received_on, time(12), ZONE)
        return moment if self.received_on == local.date() else noon


def begin_on_paper(actor: Actor, offering: Offering) -> Draft:
    """Begin to enter what came on paper; reached by its id, and by the office alone."""
    draft, _ = begin(offering, "de")
    Draft.objects.filter(id=draft.id).update(entered_by=actor.to_json())
    audit.record(actor, "paper-begun", kind="draft", object_id=draft.id)
    return draft


def begin_from_case(actor: Actor, offering: Offering, source: Case, legal_basis: str) -> Draft:
    """Begin to make an application of another service of a case; what it becomes has come when that one came."""
    draft, _ = begin(offering, source.language)
    Draft.objects.filter(id=draft.id).update(entered_by=actor.to_json(), source=source, legal_basis=legal_basis[:300])
    audit.record(actor, "case-conversion-begun", kind="case", object_id=source.id, reason=offering.key)
    return draft


def from_case(actor: Actor, source: Case) -> OnPaper:
    """How an application came that is made of a case: when that one came, to the second."""
    moment = source.received_at
    return OnPaper(actor, moment.astimezone(ZONE).date(), Application.Way.CASE.value, moment)


def begin(offering: Offering, language: str, account: Account | None = None) -> tuple[Draft, str]:
    """Begin a draft on the edition that runs now. Its token leads back to it, and the account of who is signed in.

    One that must leave nothing behind is tied to no account.
    """
    package = catalogue.package_of(offering)
    moment = now()
    draft = Draft(
        offering=offering,
        edition=offering.edition,
        language=language,
        account=None if leaves_nothing(package) else account,
        created_at=moment,
        saved_at=moment,
        expires_at=moment + lifetime(package),
    )
    draft.save(force_insert=True)
    return draft, tokens.issue(DRAFT, draft.id, draft.expires_at)


def another_token(draft: Draft) -> str:
    """A further token for a draft that somebody goes on with in another browser; the first one stays good."""
    return tokens.issue(DRAFT, draft.id, draft.expires_at)


def leaves_nothing(package: Package) -> bool:
    """Whether a draft is for the session alone: `privacy.draft = "session"`."""
    return package.privacy.draft == "session"


def lifetime(package: Package) -> timedelta:
    """How long a draft is open after it was begun, or after the last answer when it is for the session.

    The latter ends so early that the next sweep still deletes it in time.
    """
    if leaves_nothing(package):
        return timedelta(hours=SESSION_HOURS) - timedelta(minutes=SWEEP_MINUTES)
    return timedelta(days=package.privacy.draft_days)


def save_page(
    draft: Draft,
    page: str,
    values: Mapping[str, Any],
    *,
    is_done: bool,
    language: str,
    account: Account | None = None,
) -> Draft:
    """Save the answers after a page; raises `Stale` when the draft is not as the person saw it any more.

    A draft for the session lives on from here. What was begun without signing in is from now on that `account`'s.
    """
    package = packages.of_edition(draft.edition)
    owner = draft.account_id or (account.id if account and not leaves_nothing(package) else None)
    expires_at = now() + lifetime(package) if leaves_nothing(package) else draft.expires_at
    done = [name for name in draft.done_pages if name != page] + ([page] if is_done else [])
    changed = Draft.objects.filter(id=draft.id, version=draft.version).update(
        values=feel.to_json(dict(values)),
        done_pages=done,
        language=language,
        account_id=owner,
        version=draft.version + 1,
        saved_at=now(),
        expires_at=expires_at,
    )
    if not changed:
        raise Stale
    draft.account_id = owner
    draft.values, draft.done_pages, draft.version = feel.to_json(dict(values)), done, draft.version + 1
    return draft


def upload(draft: Draft, name: str, content: bytes, accept: Collection[str]) -> StoredFile:
    """Keep a file for a draft; raises `Refused`, and then nothing was kept."""
    return uploads.take(CITIZEN, draft.id, draft.expires_at, name, content, accept)


def discard(draft: Draft) -> None:
    """Delete a draft, its uploads and its tokens."""
    tokens.revoke(DRAFT, draft.id)
    uploads.hand_over(draft.id, ())
    Draft.objects.filter(id=draft.id).delete()


def submit(
    draft_id: uuid.UUID,
    series: SettingsSeries | None = None,
    paper: OnPaper | None = None,
    sender: Sender = NOBODY,
) -> Receipt | Application:
    """Submit a draft: receipt, case, record, process, all or nothing. Submitted before: the application that is there.

    `series` are the offering's settings, where the caller has read them already in this transaction; `paper` says how
    it came when the office enters it, `sender` who was signed in.

    Raises `Incomplete` when an answer is missing or no longer valid, `cases.NoReceiver` and `Draft.DoesNotExist`.
    """
    drafts = Draft.objects.select_for_update(of=("self",))
    draft = drafts.select_related("offering__unit", "offering__edition", "edition", "source__record").get(id=draft_id)
    # What was submitted has no answers any more.
    existing = None if draft.values else find(draft_id)
    if existing is not None:
        return existing
    moment = now()
    package = packages.of_edition(draft.edition)
    series = series or catalogue.settings_series(draft.offering)
    values = feel.context_from_json(draft.values)
    context = series.at(feel.Date.from_python(moment.date()))
    errors = package.application.complete(values, context, now=moment)
    values = package.application.prune(values, context, now=moment)
    errors += _file_errors(draft.id, package.application, values)
    if errors:
        raise Incomplete(errors)
    kept = {str(file["id"]) for file in files_in(values)}
    if kept:  # else what was uploaded and not sent goes tonight, with the draft
        uploads.hand_over(draft.id, kept)
    received_at = paper.received_at(moment) if paper else moment
    opening = cases.Opening(draft.offering, draft.edition, values, received_at, draft.language, series, sender=sender)
    case = cases.open_case(paper.actor if paper else sender.actor, opening)
    code = "-".join("".join(secrets.choice(CODE_LETTERS) for _ in range(4)) for _ in range(3))
    application = Application(
        id=draft.id, case=case, number=case.number, code_hash=code_hash(draft.id, code), received_at=received_at
    )
    if paper is not None:
        application.way = paper.way
        audit.record(paper.actor, "application-entered", kind="case", object_id=case.id, reason=paper.way)
        if draft.source is not None:
            disclosures.link(paper.actor, draft.source, case, draft.legal_basis)
            disclosures.take_along(paper.actor, draft.source, case)
    application.save(force_insert=True)
    Draft.objects.filter(id=draft.id).update(values={}, expires_at=moment)
    token = tokens.issue(STATUS, application.id, moment + timedelta(days=STATUS_DAYS))
    if case.email:
        jobs.enqueue("applications.confirm", application.id)
    return Receipt(application, code, token)


def _file_errors(draft_id: uuid.UUID, form: Form, values: Mapping[str, Any]) -> list[FieldError]:
    """Files that are not there any more, or in which the scanner has found something meanwhile."""
    named = {str(file["id"]): str(file["name"]) for file in files_in(values)}
    if not named:
        return []
    usable = {str(file.id) for file in uploads.of_owner(draft_id) if file.scan != StoredFile.Scan.INFECTED}
    paths = [node.id for node in form.fields if node.type == "filepicker"]
    return [
        FieldError(
            paths[0],
            "file-infected",
            Text(f"„{name}“ können wir nicht annehmen. Entfernen Sie die Datei.", f"We cannot accept “{name}”."),
        )
        for file_id, name in named.items()
        if file_id not in usable
    ]


def find(application_id: uuid.UUID) -> Application | None:
    """The application that a draft became."""
    return Application.objects.select_related("case").filter(id=application_id).first()


def code_hash(application_id: uuid.UUID, code: str) -> bytes:
    """What is stored of the code: it opens the status page together with the number.

    Twelve letters out of 32 are 60 bits at random: the work of scrypt is a second lock, not the first.
    """
    normal = "".join(character for character in code.upper() if character in CODE_LETTERS)
    key = settings.SECRET_KEY.encode()
    return hashlib.scrypt(normal.encode(), salt=application_id.bytes + key[:16], n=2**11, r=8, p=1, dklen=32)
