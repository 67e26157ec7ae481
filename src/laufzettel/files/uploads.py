"""Uploads: files that somebody brings along, kept for a draft or a task until they belong to a case.

An owner is a plain id: of a draft, of a task. Lower rooms know neither.
"""

import hashlib
import uuid
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from laufzettel.core import audit, jobs
from laufzettel.core.actors import SYSTEM, Actor
from laufzettel.core.clock import now
from laufzettel.files import scanner
from laufzettel.files.actions import clean_name, store_file
from laufzettel.files.inspection import Refused, inspect
from laufzettel.files.models import StoredFile, Upload
from laufzettel.kernel.forms.uploads import FILE_KINDS

MOST = 60  # files of one owner, whatever became of them
MOST_BYTES = 150_000_000  # bytes of one owner
TASK_DAYS = 90


def take(
    actor: Actor, owner: uuid.UUID, until: datetime | None, name: str, content: bytes, accept: Collection[str]
) -> StoredFile:
    """Look at a file and keep it for its owner; locked until it is scanned. The same file again is the one there is.

    Without `until` it is kept for as long as a task may take. Raises `Refused`; then nothing is kept.
    """
    digest = hashlib.sha256(content).digest()
    there = Upload.objects.filter(owner=owner, sha256=digest).select_related("file").first()
    if there is not None and there.file.media_type in accept:
        known: StoredFile = there.file
        return known
    kept = Upload.objects.filter(owner=owner).aggregate(bytes=Sum("file__size"))["bytes"] or 0
    if Upload.objects.filter(owner=owner).count() >= MOST or kept + len(content) > MOST_BYTES:
        raise Refused("file-much")
    found = inspect(content)
    if found.media_type not in accept:
        raise Refused("file-type")
    state = StoredFile.Scan.WAITING if scanner.is_wanted() else StoredFile.Scan.WITHOUT
    file = store_file(named(name, found.media_type), found.media_type, found.content, scan=state)
    moment = now()
    Upload(owner=owner, file=file, sha256=digest, expires_at=until or moment + timedelta(days=TASK_DAYS)).save(
        force_insert=True
    )
    audit.record(actor, "file-uploaded", kind="file", object_id=file.id)
    if state == StoredFile.Scan.WAITING:
        jobs.enqueue("files.scan", file.id)
    return file


def named(name: str, media_type: str) -> str:
    """The name with an ending that says what the file is."""
    clean = clean_name(name)
    endings = FILE_KINDS[media_type].endings
    if clean.lower().endswith(endings):
        return clean
    stem, dot, ending = clean.rpartition(".")
    known = {end for kind in FILE_KINDS.values() for end in kind.endings}
    return (stem if dot and f".{ending.lower()}" in known else clean) + endings[0]


def hand_over(owner: uuid.UUID, kept: Collection[str]) -> None:
    """The owner's files named in `kept` now belong to a case; the others are deleted."""
    uploads = Upload.objects.filter(owner=owner)
    gone = [upload.file_id for upload in uploads if str(upload.file_id) not in kept]
    uploads.delete()
    StoredFile.objects.filter(id__in=gone).delete()


def delete_expired() -> None:
    """Delete uploads whose time is over, in the open tenant; their bytes follow with the sweep."""
    uploads = Upload.objects.filter(expires_at__lt=now())
    gone = list(uploads.values_list("file_id", flat=True))
    uploads.delete()
    StoredFile.objects.filter(id__in=gone).delete()


def of_owner(owner: uuid.UUID) -> list[StoredFile]:
    """The files kept for an owner, in the order of their coming."""
    return [upload.file for upload in Upload.objects.filter(owner=owner).select_related("file").order_by("id")]


def as_values(files: Collection[StoredFile]) -> dict[str, Mapping[str, Any]]:
    """The files by id, as a form takes them."""
    return {
        str(file.id): {
            "id": str(file.id),
            "name": file.name,
            "type": file.media_type,
            "size": Decimal(file.size),
        }
        for file in files
    }


def judge(file_id: uuid.UUID, *, is_clean: bool, finding: str) -> None:
    """Note what the scanner said of a file that waits for it."""
    state = StoredFile.Scan.CLEAN if is_clean else StoredFile.Scan.INFECTED
    changed = StoredFile.objects.filter(id=file_id, scan=StoredFile.Scan.WAITING).update(scan=state)
    if changed and not is_clean:
        audit.record(SYSTEM, "file-infected", kind="file", object_id=file_id, reason=finding[:200])
