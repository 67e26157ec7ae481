"""What portal and office say alike about letters."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from laufzettel.ui.dates import day


def changed_words(entry: Mapping[str, Any]) -> str:
    """That a letter was corrected or annulled, by an entry of `Letter.known_changes`."""
    given = {"day": day(date.fromisoformat(entry["day"]))}
    if entry["kind"] == "correction":
        return gettext("Berichtigt durch Schreiben vom %(day)s") % given
    if not entry["from_day"]:
        return gettext("Aufgehoben durch Schreiben vom %(day)s") % given
    given["from_day"] = day(date.fromisoformat(entry["from_day"]))
    return gettext("Aufgehoben ab dem %(from_day)s durch Schreiben vom %(day)s") % given
