"""Files that came with a page: each is taken or refused with a sentence; the rest of the page stays as it was."""

import logging
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from laufzettel.files import uploads
from laufzettel.files.inspection import Refused
from laufzettel.files.models import StoredFile
from laufzettel.files.store import Unavailable
from laufzettel.kernel.forms import Answers, FieldError, Page, Shown
from laufzettel.kernel.forms.entries import ADD, DROP, REMOVE, UPLOAD
from laufzettel.kernel.forms.errors import sentence
from laufzettel.kernel.forms.model import Field
from laufzettel.kernel.forms.uploads import size_text, type_words
from laufzettel.kernel.problems import NO_TEXT
from laufzettel.ui.forms.files import FILE, Uploads

log = logging.getLogger(__name__)

type Raw = Mapping[str, Sequence[str]]
type Take = Callable[[str, bytes, Collection[str]], StoredFile]


@dataclass(frozen=True, slots=True)
class Received:
    """What was posted, with the ids of the files that were taken, and what is wrong with the others."""

    raw: Raw
    errors: tuple[FieldError, ...] = ()

    def judged(self, answers: Answers) -> Answers:
        """The answers with the errors of their files; "uploaded" is not said where something was not."""
        if not self.errors:
            return answers
        others = [error for error in answers.errors if error.code != "uploaded"]
        paths = {error.path for error in self.errors}
        return Answers(answers.values, (*self.errors, *(error for error in others if error.path not in paths)))


def uploads_of(owner: uuid.UUID, url: Callable[[StoredFile], str]) -> Uploads:
    """The files kept for a draft or task, with their states in words and the addresses of those that can be opened."""
    files = uploads.of_owner(owner)
    return Uploads(
        uploads.as_values(files),
        {str(file.id): scan_words(file) for file in files},
        {str(file.id): url(file) for file in files if not file.is_locked},
        frozenset(str(file.id) for file in files if file.scan == StoredFile.Scan.INFECTED),
    )


def scan_words(file: StoredFile) -> str:
    """Where a file stands with the scanner, in words; empty where there is nothing to say."""
    words = {
        StoredFile.Scan.WAITING: gettext("wird noch auf Viren geprüft"),
        StoredFile.Scan.CLEAN: gettext("auf Viren geprüft"),
        StoredFile.Scan.INFECTED: gettext("Schadsoftware gefunden, gesperrt"),
    }
    return words.get(StoredFile.Scan(file.scan), "")


def lock_words(file: StoredFile) -> str:
    """Why a file cannot be opened, and what to do."""
    if file.scan == StoredFile.Scan.INFECTED:
        return gettext(
            "In dieser Datei wurde Schadsoftware gefunden. Sie lässt sich nicht öffnen. "
            "Bitten Sie den Absender um eine saubere Datei."
        )
    return gettext("Diese Datei wird noch auf Viren geprüft. Versuchen Sie es in ein paar Minuten noch einmal.")


def without_buttons(raw: Raw) -> Raw:
    """What was posted before a button moves entries: the names of the files that came are those of that moment."""
    return {name: values for name, values in raw.items() if name not in (ADD, REMOVE, DROP)}


def receive(
    page: Page, raw: Raw, posted: "MultiValueDict[str, Any]", infected: Collection[str], take: Take
) -> Received:
    """Take the files of a page's file fields; `take` keeps one, or raises `Refused`."""
    changed: dict[str, Sequence[str]] = dict(raw)
    errors: list[FieldError] = []
    for item in page.fields:
        if not isinstance(item.node, Field) or item.node.type != "filepicker" or item.readonly:
            continue
        given = posted.getlist(FILE + item.name)
        if not given and item.name in raw.get(UPLOAD, ()):
            errors.append(_error(item, "file-none", {}))
        ids = list(raw.get(item.name, ()))
        for file in given:
            try:
                ids.append(_one(item.node, file, len(set(ids)), take))
            except Refused as refusal:
                errors.append(_error(item, refusal.code, {"name": file.name}))
            except Unavailable as trouble:
                log.warning("an upload could not be stored: %s", trouble)
                errors.append(_error(item, "file-store", {"name": file.name}))
        changed[item.name] = list(dict.fromkeys(ids))
        bad = [one for one in ids if one in infected]
        if bad:
            names = [value["name"] for value in item.value or [] if value["id"] in bad]
            errors.append(_error(item, "file-infected", {"name": ", ".join(names)}))
    return Received(changed, tuple(errors))


def _one(node: Field, file: Any, count: int, take: Take) -> str:
    if count >= node.max_count:
        raise Refused("file-count")
    if not file.size:
        raise Refused("file-empty")
    if file.size > node.max_size:
        raise Refused("file-size")
    return str(take(file.name, file.read(), node.accept).id)


def _error(item: Shown, code: str, params: dict[str, Any]) -> FieldError:
    node = item.node
    assert isinstance(node, Field)  # noqa: S101 - `receive` looks at fields alone
    limits: dict[str, Any] = {
        "file-size": {"limit": size_text(node.max_size)},
        "file-count": {"limit": Decimal(node.max_count)},
        "file-type": {"types": type_words(node.accept)},
    }
    params = params | limits.get(code, {})
    text = sentence(code, node, item.label, NO_TEXT, params)
    return FieldError(item.name, code, text, node.id, item.label, params)
