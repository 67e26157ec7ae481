"""Background tasks of applications."""

import uuid

from django.utils.translation import gettext, override

from laufzettel.applications.actions import SWEEP_MINUTES
from laufzettel.applications.models import Application, Draft
from laufzettel.core import jobs
from laufzettel.core.clock import now
from laufzettel.core.tenancy import in_tenant
from laufzettel.files import uploads
from laufzettel.messages import actions as messages
from laufzettel.tenants import queries as tenants


@jobs.task("applications.confirm")
def confirm(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """Tell the applicant by e-mail that the application has arrived, without anything personal."""
    with in_tenant(tenant):
        application = Application.objects.select_related("case").get(id=object_id)
        case, place = application.case, tenants.by_id(tenant)
        with override(case.language):
            subject = gettext("Ihr Antrag ist eingegangen")
            body = gettext(
                "Guten Tag,\n\nIhr Antrag ist bei uns eingegangen. Wo er steht, sehen Sie hier:\n%(link)s\n\n"
                "Sie brauchen dafür die Nummer und den Code, die Sie beim Absenden bekommen haben.\n\n%(tenant)s"
            ) % {"link": tenants.url(place, "status/"), "tenant": place.name}
        if not messages.is_put(object_id):
            messages.put_email(case.email, subject, body, email_id=object_id)


@jobs.periodic("applications.sweep", f"*/{SWEEP_MINUTES} * * * *")
def sweep_drafts() -> None:
    """Every few minutes: delete drafts that are over or have been sent, with what was uploaded and not sent."""
    for tenant in tenants.active_ids():
        with in_tenant(tenant):
            over = list(Draft.objects.filter(expires_at__lt=now()).values_list("id", flat=True))
            for draft_id in over:
                uploads.hand_over(draft_id, ())
            Draft.objects.filter(id__in=over).delete()
