"""Who has sent an application, and the consent to letters in the mailbox: given, kept, revoked."""

import pytest
from tests.scenes import Scene, submitted, tenant

from laufzettel.cases import narrative, senders
from laufzettel.cases.models import Case
from laufzettel.core.models import AuditEntry
from laufzettel.core.tenancy import in_tenant
from laufzettel.identity.models import Account
from laufzettel.identity.trust import Trust

pytestmark = pytest.mark.django_db

HERE = "frankenberg-eder"


def citizen(subject: str = "4711") -> Account:
    return Account.objects.create(
        kind="citizen", issuer="https://konto.example", subject=subject, name="Şenay Yıldız-Müller"
    )


def sent_by(account: Account, *, wants_mailbox: bool = False) -> Scene:
    return submitted(HERE, sender=senders.Sender(account.id, Trust.SUBSTANTIAL, wants_mailbox=wants_mailbox))


def actions_of(scene: Scene) -> list[tuple[str, str | None]]:
    """What the audit log says of the mailbox, and whose account did it."""
    entries = AuditEntry.objects.filter(object_id=scene.case.id, action__startswith="mailbox").order_by("id")
    return [(entry.action, entry.actor["id"]) for entry in entries]


def test_without_signing_in_a_case_has_no_account_and_no_trust() -> None:
    case = submitted(HERE).case

    assert (case.account_id, case.trust, case.mailbox_since) == (None, "none", None)


def test_a_case_keeps_the_account_and_how_sure_it_was() -> None:
    account = citizen()

    case = sent_by(account).case

    assert (case.account_id, case.trust, case.mailbox_since) == (account.id, "substantial", None)


def test_consent_is_given_with_the_application_or_later_and_revoked_at_any_time() -> None:
    account = citizen()
    scene = sent_by(account, wants_mailbox=True)
    assert scene.case.mailbox_since is not None

    with in_tenant(scene.tenant.id):
        senders.revoke(account.actor(), scene.case.id)
        senders.revoke(account.actor(), scene.case.id)
        assert Case.objects.get(id=scene.case.id).mailbox_since is None
        senders.consent(account.actor(), scene.case.id)
        since = Case.objects.get(id=scene.case.id).mailbox_since
        senders.consent(account.actor(), scene.case.id)
        assert Case.objects.get(id=scene.case.id).mailbox_since == since is not None

        me = str(account.id)
        assert actions_of(scene) == [
            ("mailbox-consented", me),
            ("mailbox-revoked", me),
            ("mailbox-consented", me),
        ]
        told = [line.text for line in narrative.lines(scene.case, "de") if "Postfach" in line.text]
        assert told == [
            "Schreiben im elektronischen Postfach widerrufen: ab jetzt mit der Post",
            "Einverstanden mit Schreiben im elektronischen Postfach",
        ]


def test_nobody_consents_for_somebody_else_or_without_having_signed_in() -> None:
    account, other = citizen(), citizen("4712")
    scene, unknown = sent_by(account), submitted(HERE)

    with in_tenant(scene.tenant.id):
        for person, case in ((other, scene.case), (account, unknown.case)):
            with pytest.raises(senders.ConsentRefused):
                senders.consent(person.actor(), case.id)
        with pytest.raises(senders.ConsentRefused):
            senders.consent(scene.clerk, scene.case.id)
        assert actions_of(scene) == []
    with pytest.raises(senders.ConsentRefused):
        senders.Sender(wants_mailbox=True)
    with pytest.raises(ValueError, match="come together"):
        senders.Sender(account.id)


def test_another_tenant_cannot_reach_the_case() -> None:
    account = citizen()
    case_id = sent_by(account).case.id

    with in_tenant(tenant("viernheim").id), pytest.raises(Case.DoesNotExist):
        senders.consent(account.actor(), case_id)
