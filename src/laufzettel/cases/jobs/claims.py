"""`claim.raise`: what is owed becomes a claim with its due dates; the answer is the Kassenzeichen."""

import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from laufzettel.cases.jobs import Answer, Done, Failed, Work, register
from laufzettel.cases.models import CaseClaim
from laufzettel.core.actors import Actor
from laufzettel.kernel.package import SettingsSeries
from laufzettel.kernel.problems import Text
from laufzettel.payments import actions as payments
from laufzettel.payments.models import Claim
from laufzettel.tenants import queries as tenants


@register("claim.raise")
def raise_claim(work: Work) -> Answer:
    """Raise the claim; the parts must add up to the amount."""
    if sum((part["amount"] for part in work.input["due_dates"]), Decimal(0)) != work.input["amount"]:
        return Failed(
            Text(
                "Die Raten ergeben zusammen nicht den Betrag der Forderung.",
                "The instalments do not add up to the amount of the claim.",
            )
        )
    try:
        claim = raised(work.actor, work.job.id, work.input, is_demo=_is_demo(work))
    except payments.ClaimRefused as error:
        return Failed(error.sentence)
    CaseClaim.objects.get_or_create(case=work.case, claim=claim)
    return Done({"reference": claim.reference, "claim_id": str(claim.id)})


@register("claim.credit")
def raise_credit(work: Work) -> Answer:
    """What was assessed too much: a claim below zero."""
    wanted = work.input
    due = payments.Due(wanted["due_on"].to_python(), Decimal(wanted["amount"]))
    party = _party(wanted["creditor"], wanted.get("account") or {})
    credit = payments.raise_credit(work.actor, work.job.id, wanted["subject"], party, due, is_demo=_is_demo(work))
    CaseClaim.objects.get_or_create(case=work.case, claim=credit)
    return Done({"reference": credit.reference, "claim_id": str(credit.id)})


def raised(actor: Actor, key: uuid.UUID, wanted: Mapping[str, Any], *, is_demo: bool) -> Claim:
    """Raise what fits the input of `claim.raise`. The same `key` again is the claim that is there already."""
    dues = [payments.Due(part["date"].to_python(), Decimal(part["amount"])) for part in wanted["due_dates"]]
    debtor = _party(wanted["debtor"], wanted.get("mandate") or {})
    return payments.raise_claim(actor, key, wanted["subject"], debtor, dues, is_demo=is_demo)


def _is_demo(work: Work) -> bool:
    series = SettingsSeries.from_json(work.case.settings)
    return series.is_demo or tenants.by_id(work.case.tenant_id).is_practice


def _party(party: Mapping[str, Any], account: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": " ".join(filter(None, (party.get("given_name"), party["family_name"]))),
        "street": party["street"],
        "postcode": party["postcode"],
        "place": party["town"],
        "iban": account.get("iban", ""),
        "account_holder": account.get("account_holder", ""),
    }
