"""Stimuli: a lower room tells the cases that something happened, in the same transaction as its own change."""

import uuid
from typing import Any

from laufzettel.core import jobs
from laufzettel.core.clock import now
from laufzettel.core.models import Stimulus


def put(key: uuid.UUID, name: str, payload: dict[str, Any] | None = None) -> None:
    """Leave a stimulus for the case element that waits under `key` (the key of its job) in the open tenant."""
    Stimulus(key=key, name=name, payload=payload or {}, created_at=now()).save(force_insert=True)
    jobs.enqueue("cases.drain_stimuli")
