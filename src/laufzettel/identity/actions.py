"""Signing in and out."""

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest

from laufzettel.core import rates
from laufzettel.identity.models import Account


class TooManyTries(Exception):
    """Too many tries from this address or at this account; wait a quarter of an hour."""


def sign_in_staff(request: HttpRequest, email: str, password: str, address: str) -> Account | None:
    """Sign a staff member in; None when address or password are wrong. Raises `TooManyTries`.

    `address` is the network address of the person, which is counted but never stored.
    """
    is_allowed = rates.is_allowed("sign-in-address", address, limit=30, seconds=900)
    if not (is_allowed and rates.is_allowed("sign-in-account", email.casefold(), limit=10, seconds=900)):
        raise TooManyTries
    account = authenticate(request, username=email[:254], password=password[:256])
    if not isinstance(account, Account) or not account.is_staff_member:
        return None
    login(request, account)
    return account


def sign_out(request: HttpRequest) -> None:
    """Forget the session."""
    logout(request)
