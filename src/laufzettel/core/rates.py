"""Rate limits: a counter per key and window of time, in an UNLOGGED table. Keys are hashed: no address is stored."""

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from laufzettel.core.clock import now
from laufzettel.core.models import RateLimit


def is_allowed(name: str, subject: str, *, limit: int, seconds: int) -> bool:
    """Count one try of `subject` (an address, an account) at `name`; False when there were more than `limit`."""
    moment = int(now().timestamp())
    window = datetime.fromtimestamp(moment - moment % seconds + seconds, tz=now().tzinfo)
    key = hmac.digest(settings.SECRET_KEY.encode(), f"{name}\0{subject}\0{window.timestamp()}".encode(), hashlib.sha256)
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO lz_core_ratelimit (key, "window", count) VALUES (%s, %s, 1) '
            "ON CONFLICT (key) DO UPDATE SET count = lz_core_ratelimit.count + 1 RETURNING count",
            [key, window],
        )
        return int(cursor.fetchone()[0]) <= limit


def sweep() -> int:
    """Delete windows that are over; the number of rows deleted."""
    return RateLimit.objects.filter(window__lt=now() - timedelta(minutes=1)).delete()[0]
