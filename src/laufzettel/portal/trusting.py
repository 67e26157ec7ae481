"""How sure it must be who applies: what a service asks for, and the way to sign in."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from laufzettel.core.clock import today
from laufzettel.identity import oidc
from laufzettel.identity.trust import Trust
from laufzettel.kernel import law
from laufzettel.kernel.package import Package
from laufzettel.ui.trust import level_words


def required_by(package: Package) -> Trust:
    """The trust level that a service asks for."""
    return Trust(package.service.trust)


def can_be_met(required: Trust) -> bool:
    """Whether anybody can sign in at this level here."""
    provider = oidc.provider()
    return required is Trust.NONE or (provider is not None and bool(provider.values_from(required)))


def may_have_mailbox(package: Package, trust: str, land: str) -> bool:
    """Whether any act of a service may be notified in our mailbox to a person signed in at this level."""
    return any(law.mailbox_way(act, trust, land=land, on=today()) for act in package.acts.values())


def choice(request: Any, required: Trust) -> dict[str, Any]:
    """What the page before an application says of signing in; `sign_in_url` is empty where there is nothing to say."""
    provider = oidc.provider()
    suffices = request.citizen_trust.suffices(required)
    if provider is None or (request.citizen and suffices):
        return {"sign_in_url": "", "must_sign_in": False}
    return {
        "sign_in_url": sign_in_address(request.path, required),
        "must_sign_in": not suffices,
        "required": level_words(required),
        "provider": provider.name,
    }


def sign_in_first(target: str, required: Trust = Trust.NONE) -> HttpResponse:
    """Send somebody to the sign-in before `target`; there is no such page where nobody can sign in."""
    if oidc.provider() is None:
        raise Http404
    return HttpResponseRedirect(sign_in_address(target, required))


def sign_in_address(target: str, required: Trust = Trust.NONE) -> str:
    """Where to send somebody who has to sign in before `target`."""
    asked = {"weiter": target} | ({"stufe": required.value} if required is not Trust.NONE else {})
    return f"{reverse('portal:sign-in')}?{urlencode(asked)}"
