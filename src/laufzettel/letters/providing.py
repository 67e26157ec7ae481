"""A letter that is issued into a mailbox lies there at once; an e-mail without personal data says so."""

import uuid

from django.utils.translation import gettext, override

from laufzettel.core.actors import Actor
from laufzettel.core.clock import today
from laufzettel.kernel import law
from laufzettel.letters import days
from laufzettel.letters.models import Letter
from laufzettel.messages import actions as messages
from laufzettel.tenants import queries as tenants
from laufzettel.tenants.models import Tenant


def settle(letter: Letter) -> None:
    """Before its PDF is made: an account that was closed meanwhile has no mailbox, the letter goes on paper."""
    if letter.is_electronic and (letter.account is None or not letter.account.is_active):
        letter.channel = letter.paper


def provide(actor: Actor, letter: Letter) -> None:
    """Put a letter into the mailbox, in the transaction that issues it. The caller saves it."""
    tenant = tenants.by_id(letter.tenant_id)
    letter.provided_on = today()
    letter.note("provided", actor, day=letter.provided_on)
    days.count(letter, tenant)
    _put_notice(letter, tenant)


def _put_notice(letter: Letter, tenant: Tenant) -> None:
    language = letter.account.language if letter.account else letter.language
    limit = law.time_to_retrieve(days.procedure_of(letter), letter.channel, land=tenant.land, on=today())
    given = {"tenant": tenant.name, "link": tenants.url(tenant, "konto/postfach/"), "days": limit}
    with override(language):
        subject = gettext("Ein neues Schreiben liegt in Ihrem Postfach")
        body = gettext(
            "Guten Tag,\n\nin Ihrem Postfach liegt ein neues Schreiben: %(tenant)s. Melden Sie sich an, um es zu"
            " lesen:\n%(link)s\n\n"
        )
        if limit:
            body += gettext("Öffnen Sie es innerhalb von %(days)s Tagen. Sonst kommt es mit der Post.")
        else:
            body += gettext("Fristen können laufen, auch wenn Sie das Schreiben nicht öffnen.")
        messages.put_email(
            letter.notice_to, subject, body % given, email_id=notice_id(letter), then=("letters.noticed", letter.id)
        )


def notice_id(letter: Letter) -> uuid.UUID:
    """The id of the e-mail about a letter, and of its Message-ID: the same one, however often it is sent."""
    return uuid.uuid5(letter.id, "mailbox")
