"""Days and moments as the language of the page writes them."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext

from laufzettel.core.clock import ZONE


def day_format() -> str:
    """Django's format of a day: 3. Juni 2026, 3 June 2026."""
    return gettext("j. F Y")


def day(value: date) -> str:
    """A day; of a moment its day in Germany."""
    local = value.astimezone(ZONE) if isinstance(value, datetime) else value
    return date_format(local, day_format())


def moment(value: datetime) -> str:
    """A moment to the second, in German time."""
    local = value.astimezone(ZONE)
    return gettext("%(day)s um %(time)s Uhr") % {"day": day(local), "time": f"{local:%H:%M:%S}"}
