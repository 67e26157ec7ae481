"""`laufzettel files`: is the store of files there, and how does the folder move into a bucket."""

import sys
import uuid

from django.conf import settings

from laufzettel.files import store
from laufzettel.kernel.problems import Text
from laufzettel.site.serve.problems import ExitCode, StartError

PROBE = b"Laufzettel"


def check() -> int:
    """Write, read and delete an object; raises `StartError` with what the store says."""
    name = f"probe/{uuid.uuid4().hex}"
    place = store.place()
    try:
        place.write(name, [PROBE])
        came_back = b"".join(place.read(name))
        place.delete(name)
    except (store.Unavailable, store.Missing, OSError) as error:
        raise _does_not_answer(error) from error
    if came_back != PROBE:
        raise _does_not_answer(ValueError("read something else than was written"))
    sys.stdout.write(f"Schreiben, Lesen und Löschen gelingen: {_where()}\n")
    return 0


def copy() -> int:
    """Bring what lies in the folder and not yet in the bucket there; again and again, until nothing is left."""
    if settings.CONFIGURATION.bucket is None:
        raise StartError(
            ExitCode.CONFIGURATION,
            Text("LAUFZETTEL_FILES nennt keinen S3-Speicher.", "LAUFZETTEL_FILES names no S3 store."),
        )
    folder, bucket = store.folder(), store.place()
    copied = there = 0
    try:
        for name in folder.names():
            if name.endswith(".new"):
                continue
            if bucket.size(name) == folder.size(name):
                there += 1
                continue
            bucket.write(name, folder.read(name))
            copied += 1
    except store.Unavailable as error:
        raise _does_not_answer(error) from error
    sys.stdout.write(f"{copied} Dateien kopiert, {there} waren schon da: {_where()}\n")
    return 0


def _where() -> str:
    address = settings.CONFIGURATION.bucket
    if address is None:
        return str(settings.CONFIGURATION.data / "files")
    return "/".join(filter(None, (address.endpoint, address.bucket, address.prefix)))


def _does_not_answer(error: Exception) -> StartError:
    return StartError(
        ExitCode.FAILED,
        Text(
            f"Der Speicher für Dateien ({_where()}) tut nicht, was er soll: {error}",
            f"The store of files ({_where()}) does not do what it should: {error}",
        ),
    )
