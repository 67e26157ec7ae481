"""`claim.raise`: what is owed becomes a claim with its due dates; the answer is the Kassenzeichen."""

from decimal import Decimal

from laufzettel.cases.jobs import Answer, Done, Failed, Work, register
from laufzettel.cases.models import CaseClaim
from laufzettel.kernel.package import SettingsSeries
from laufzettel.kernel.problems import Text
from laufzettel.payments import actions as payments
from laufzettel.tenants import queries as tenants


@register("claim.raise")
def raise_claim(work: Work) -> Answer:
    """Raise the claim; the parts must add up to the amount."""
    dues = [payments.Due(part["date"].to_python(), Decimal(part["amount"])) for part in work.input["due_dates"]]
    if sum((due.amount for due in dues), Decimal(0)) != work.input["amount"]:
        return Failed(
            Text(
                "Die Raten ergeben zusammen nicht den Betrag der Forderung.",
                "The instalments do not add up to the amount of the claim.",
            )
        )
    party, mandate = work.input["debtor"], work.input.get("mandate") or {}
    debtor = {
        "name": " ".join(filter(None, (party.get("given_name"), party["family_name"]))),
        "street": party["street"],
        "postcode": party["postcode"],
        "place": party["town"],
        "iban": mandate.get("iban", ""),
        "account_holder": mandate.get("account_holder", ""),
    }
    is_demo = SettingsSeries.from_json(work.case.settings).is_demo or tenants.by_id(work.case.tenant_id).is_practice
    try:
        claim = payments.raise_claim(work.actor, work.job.id, work.input["subject"], debtor, dues, is_demo=is_demo)
    except payments.ClaimRefused as error:
        return Failed(error.sentence)
    CaseClaim.objects.get_or_create(case=work.case, claim=claim)
    return Done({"reference": claim.reference, "claim_id": str(claim.id)})
