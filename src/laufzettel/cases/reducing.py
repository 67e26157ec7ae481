"""After a notice was corrected or annulled: its claims do not follow by themselves, a person reduces them."""

import uuid
from decimal import Decimal

from laufzettel.cases import engine, queries
from laufzettel.cases.models import Case, CaseClaim
from laufzettel.core.actors import Actor
from laufzettel.core.clock import today
from laufzettel.kernel.forms.dates import parse_number
from laufzettel.kernel.problems import Text
from laufzettel.payments import actions as payments
from laufzettel.payments.models import Claim

NOTHING_CHANGED = Text(
    "In diesem Vorgang wurde kein Bescheid berichtigt oder aufgehoben. Die Forderung bleibt, wie sie ist.",
    "No notice of this case was corrected or annulled. The claim stays as it is.",
)
DONE_MEANWHILE = Text(
    "Die Forderung wurde inzwischen schon verringert. Sehen Sie nach, was noch offen ist.",
    "The claim has been reduced meanwhile. Please look at what is left.",
)


class ReductionRefused(Exception):
    """The claim cannot be reduced so; `sentence` says why."""

    def __init__(self, sentence: Text) -> None:
        self.sentence = sentence
        super().__init__(sentence)


def may_be_reduced(case: Case) -> bool:
    """Whether a notice of the case was changed by another letter that has been issued."""
    return any(letter.known_changes for letter in queries.letters_of(case))


def reductions_of(case: Case, claim: Claim) -> list[Claim]:
    """What was taken off a claim by hand, in order."""
    keys = [_key(claim, number) for number in range(1, 100)]
    return [one for one in queries.claims_of(case) if one.key in keys]


def left_of(case: Case, claim: Claim) -> Decimal:
    """What of a claim has not been taken off."""
    return claim.amount + sum((one.amount for one in reductions_of(case, claim)), Decimal(0))


def reduce(actor: Actor, case_id: uuid.UUID, claim_id: uuid.UUID, amount: str, *, seen: Decimal) -> Claim:
    """Take an amount off a claim of a case whose notice was changed: a credit that the cash desk hears of.

    `amount` is as a person writes it, `seen` what they saw was left. Raises `ReductionRefused`.
    """
    case = engine.lock(case_id).case
    claim = next((one for one in queries.claims_of(case) if one.id == claim_id and one.amount > 0), None)
    if claim is None or claim.confirmed_at is None or not may_be_reduced(case):
        raise ReductionRefused(NOTHING_CHANGED)
    left = left_of(case, claim)
    if left != seen:
        raise ReductionRefused(DONE_MEANWHILE)
    due = payments.Due(today(), _amount(amount, left))
    key = _key(claim, len(reductions_of(case, claim)) + 1)
    subject = f"Absetzung: {claim.subject} ({claim.reference})"
    credit = payments.raise_credit(actor, key, subject, claim.debtor, due, is_demo=claim.is_demo)
    CaseClaim.objects.get_or_create(case=case, claim=credit)
    payments.confirm(actor, [credit.id])
    engine.note(case, "claim-reduced", actor, text=f"{claim.reference}, {due.amount:.2f} €".replace(".", ","))
    return credit


def _key(claim: Claim, number: int) -> uuid.UUID:
    return uuid.uuid5(claim.id, f"reduction {number}")


def _amount(written: str, left: Decimal) -> Decimal:
    amount = parse_number(written)
    if amount is None or amount != round(amount, 2) or not 0 < amount <= left:
        most = f"{left:.2f}".replace(".", ",")
        raise ReductionRefused(
            Text(
                f"Geben Sie einen Betrag von 0,01 bis {most} Euro ein, zum Beispiel {most}.",
                f"Enter an amount from 0,01 to {most} euros, for example {most}.",
            )
        )
    return round(amount, 2)
