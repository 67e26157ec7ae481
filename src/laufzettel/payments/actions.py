"""Raising claims, and handing them to the cash desk."""

import csv
import io
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from laufzettel.core import audit, sequences
from laufzettel.core.actors import Actor
from laufzettel.core.clock import now, today
from laufzettel.files.actions import store_file
from laufzettel.kernel.problems import Text
from laufzettel.payments.models import Claim, Export, Instalment


@dataclass(frozen=True, slots=True)
class Due:
    """A part of a claim: when it is due, and how much (euros, two decimals)."""

    on: date
    amount: Decimal


class ClaimRefused(Exception):
    """The claim does not add up; `sentence` says why, for people."""

    def __init__(self, sentence: Text) -> None:
        self.sentence = sentence
        super().__init__(sentence)


def raise_claim(
    actor: Actor, key: uuid.UUID, subject: str, debtor: dict[str, Any], dues: Sequence[Due], *, is_demo: bool
) -> Claim:
    """Raise a claim with its due dates. The same `key` raised again is the claim that is there already.

    Raises `ClaimRefused` for nothing to pay, negative parts, or parts below a cent.
    """
    existing = Claim.objects.filter(key=key).first()
    if existing is not None:
        return existing
    if not dues or any(due.amount <= 0 or due.amount != round(due.amount, 2) for due in dues):
        raise ClaimRefused(
            Text(
                "Eine Forderung braucht Fälligkeiten mit Beträgen über null, in ganzen Cent.",
                "A claim needs due dates with amounts above zero, in whole cents.",
            )
        )
    claim = Claim(
        key=key,
        reference=_reference(),
        subject=subject[:200],
        debtor=debtor,
        amount=sum((due.amount for due in dues), Decimal(0)),
        raised_at=now(),
        is_demo=is_demo,
    )
    claim.save(force_insert=True)
    Instalment.objects.bulk_create(Instalment(claim=claim, due_on=due.on, amount=due.amount) for due in dues)
    audit.record(actor, "claim-raised", kind="claim", object_id=claim.id, payload={"amount": str(claim.amount)})
    return claim


def raise_credit(
    actor: Actor, key: uuid.UUID, subject: str, creditor: dict[str, Any], due: Due, *, is_demo: bool
) -> Claim:
    """Raise what the town owes: a claim below zero, of the same amount (above zero) as `due` says. Once for a `key`."""
    existing = Claim.objects.filter(key=key).first()
    if existing is not None:
        return existing
    claim = Claim(
        key=key,
        reference=_reference(),
        subject=subject[:200],
        debtor=creditor,
        amount=-due.amount,
        raised_at=now(),
        is_demo=is_demo,
    )
    claim.save(force_insert=True)
    Instalment(claim=claim, due_on=due.on, amount=-due.amount).save(force_insert=True)
    audit.record(actor, "credit-raised", kind="claim", object_id=claim.id, payload={"amount": str(claim.amount)})
    return claim


def confirm(actor: Actor, claim_ids: Iterable[uuid.UUID]) -> None:
    """The notices that name these claims have been issued: the cash desk may have them."""
    for claim in Claim.objects.filter(id__in=list(claim_ids), confirmed_at=None, withdrawn_at=None):
        Claim.objects.filter(id=claim.id).update(confirmed_at=now())
        audit.record(actor, "claim-confirmed", kind="claim", object_id=claim.id)


def withdraw(actor: Actor, claim_ids: Iterable[uuid.UUID]) -> None:
    """The notices that name these claims never go out: the cash desk does not hear of those it does not know yet."""
    for claim in Claim.objects.filter(id__in=list(claim_ids), confirmed_at=None, withdrawn_at=None):
        Claim.objects.filter(id=claim.id).update(withdrawn_at=now())
        audit.record(actor, "claim-withdrawn", kind="claim", object_id=claim.id)


def _reference() -> str:
    """A Kassenzeichen: year, running number, and a check digit (ISO 7064, mod 97-10) against slips of the pen."""
    year = today().year
    number = f"{year}{sequences.next_number(f'claim {year}'):07d}"
    return f"{number}{98 - int(number) * 100 % 97:02d}"


def export_claims(actor: Actor, claim_ids: Iterable[uuid.UUID]) -> Export | None:
    """Put those of these claims that are confirmed and unknown to the cash desk into one file; None for none."""
    claims = list(
        Claim.objects.filter(id__in=list(claim_ids), export=None, confirmed_at__isnull=False)
        .order_by("id")
        .select_for_update()
    )
    if not claims:
        return None
    number = sequences.next_number("export")
    content = _csv(claims)
    file = store_file(f"Sollstellungen-{number:05d}.csv", "text/csv", content)
    export = Export(number=number, created_at=now(), created_by=actor.to_json(), file=file)
    export.save(force_insert=True)
    Claim.objects.filter(id__in=[claim.id for claim in claims]).update(export=export)
    audit.record(actor, "claims-exported", kind="export", object_id=export.id, payload={"claims": len(claims)})
    return export


COLUMNS = (
    "Kassenzeichen",
    "Gegenstand",
    "Name",
    "Straße",
    "PLZ",
    "Ort",
    "IBAN",
    "Fällig am",
    "Betrag EUR",
    "Demo",
)


def _csv(claims: Sequence[Claim]) -> bytes:
    """A list as cash desks read it: UTF-8 with a mark, semicolons, decimal comma, one line per due date."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    instalments = Instalment.objects.filter(claim__in=claims).order_by("claim_id", "due_on")
    by_claim: dict[uuid.UUID, list[Instalment]] = {}
    for instalment in instalments:
        by_claim.setdefault(instalment.claim_id, []).append(instalment)
    for claim in claims:
        debtor = claim.debtor
        person = [debtor.get(part, "") for part in ("name", "street", "postcode", "place", "iban")]
        for due in by_claim[claim.id]:
            amount = f"{due.amount:.2f}".replace(".", ",")
            row = [claim.reference, claim.subject, *person, f"{due.due_on:%d.%m.%Y}"]
            # The amount is ours: one below zero is a credit, and no formula.
            writer.writerow([_harmless(str(cell)) for cell in row] + [amount, "Demo" if claim.is_demo else ""])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet will not take for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
