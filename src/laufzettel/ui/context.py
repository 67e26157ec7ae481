"""What every template may say: whose page it is, in which language, and whether it is real."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext

from laufzettel.core.tenancy import OutsideTenant, current_tenant
from laufzettel.tenants.models import Profile
from laufzettel.ui.dates import day_format


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor.

    `tenant`: the tenant of the address, or None; `profile`: its address and opening hours, read when first used, None
    where no tenant's data is open (error pages); `root`: the path of the tenant's or the platform's first page, so that
    head and foot name no room above this one; `has_finder`: whether "/" finds other towns (not on a tenant's own
    host); `is_demo`, `demo_post`: where its e-mails lie; `is_practice`; `language`: `de` or `en`; `languages`;
    `day_format`: for the filter `date`; `citizen`: the name of who is signed in on the citizens' pages, or "";
    `sign_in`: whether one can sign in there.
    """
    tenant = getattr(request, "tenant", None)
    citizen = getattr(request, "citizen", None)
    return {
        "citizen": (citizen.name or gettext("Ihr Konto")) if citizen and tenant else "",
        "sign_in": bool(tenant and settings.SIGN_IN),
        "tenant": tenant,
        "profile": SimpleLazyObject(_profile) if tenant else None,
        "root": get_script_prefix(),
        "has_finder": tenant is None or get_script_prefix() != "/",
        "demo_post": "/demo/post/",
        "is_demo": settings.IS_DEMO,
        "is_practice": bool(tenant and tenant.is_practice),
        "language": (get_language() or settings.LANGUAGE_CODE)[:2],
        "languages": settings.LANGUAGES,
        "day_format": day_format(),
    }


def _profile() -> Profile | None:
    try:
        current_tenant()
    except OutsideTenant:
        return None
    return Profile.objects.first()
