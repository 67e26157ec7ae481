"""Reading e-mails."""

from laufzettel.messages.models import Email


def newest_emails() -> list[Email]:
    """The newest e-mails of the open tenant, at most 50."""
    return list(Email.objects.order_by("-id")[:50])
