"""Who may sign in with e-mail and password: staff. Rights follow from memberships, not from here."""

import uuid
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from laufzettel.identity.models import Account


class StaffBackend(BaseBackend):
    """E-mail and password of a staff member's account."""

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002 - Django's signature
        username: str = "",
        password: str = "",
        **kwargs: Any,  # noqa: ARG002
    ) -> Account | None:
        """The account, or None; an unknown address takes as long as a wrong password."""
        account = Account.objects.filter(email__iexact=username, kind=Account.Kind.STAFF).first()
        if account is None:
            Account().set_password(password)
            return None
        return account if account.is_active and account.check_password(password) else None

    def get_user(self, user_id: uuid.UUID | str) -> Account | None:
        """The account of a session of the office, unless it was closed meanwhile."""
        return Account.objects.filter(pk=user_id, kind=Account.Kind.STAFF, is_active=True).first()
