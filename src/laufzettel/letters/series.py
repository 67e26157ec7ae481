"""Serial letters: one letter for many recipients. Each is a letter of its own, prepared, issued, filed like any other.

Every letter has transactions of its own: what one recipient's values or address spoil leaves the others untouched, and
a run that was interrupted is simply run again.
"""

import io
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pikepdf

from laufzettel.core.actors import Actor
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel.problems import Text
from laufzettel.letters import actions, queries
from laufzettel.letters.actions import Content, LetterRefused
from laufzettel.letters.models import Letter
from laufzettel.tenants.models import Profile, Tenant

PRINT_LIMIT = 1000
UNKNOWN = Text("Das Schreiben gibt es nicht.", "There is no such letter.")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run came to, by the ids of the letters: issued now, issued before already, refused and why."""

    issued: Sequence[uuid.UUID]
    before: Sequence[uuid.UUID]
    refused: Mapping[uuid.UUID, Text]


def prepare(actor: Actor, tenant: Tenant, series: uuid.UUID, contents: Mapping[str, Content]) -> list[uuid.UUID]:
    """Put one letter down for many; the ids of the letters, in the order of `contents`.

    `contents` says what each recipient gets, by a name that is the recipient's own in this series, such as the id of an
    entry of a register. The same name in the same `series` again is the letter that is there. Raises `ValueError` where
    the contents are not all the same letter.
    """
    if len({(content.name, content.source) for content in contents.values()}) > 1:
        raise ValueError("a series is one letter: name and source are the same for all")
    prepared = []
    for recipient, content in contents.items():
        with in_tenant(tenant.id):
            prepared.append(actions.prepare(actor, uuid.uuid5(series, recipient), content).id)
    return prepared


def issue(
    actor: Actor,
    tenant: Tenant,
    profile: Profile,
    letter_ids: Iterable[uuid.UUID],
    *,
    deciders: Collection[uuid.UUID] = (),
    versions: Mapping[uuid.UUID, int] = MappingProxyType({}),
) -> Run:
    """Issue these letters, one after the other: of a series, or those that cases have prepared.

    `versions` are those that somebody has seen, where that matters: a letter that changed since is refused.

    What would be refused alone is refused here. `deciders` are those of all cases: none of them issues a letter that
    needs a second person. PDFs are made outside of any transaction that this function opens.
    """
    issued, before, refused = [], [], {}
    for letter_id in letter_ids:
        with in_tenant(tenant.id):
            letter = queries.by_id(letter_id)
        if letter is None:
            refused[letter_id] = UNKNOWN
        elif letter.state == Letter.State.ISSUED:
            before.append(letter_id)
        else:
            letter.version = versions.get(letter_id, letter.version)
            try:
                pdf = actions.freeze(letter, tenant, profile)
                with in_tenant(tenant.id):
                    actions.keep(actor, letter, pdf, deciders=deciders)
                issued.append(letter_id)
            except LetterRefused as refusal:
                refused[letter_id] = refusal.sentence
    return Run(issued, before, refused)


def print_file(actor: Actor, letter_ids: Sequence[uuid.UUID], *, both_sides: bool = False) -> bytes:
    """The PDFs of issued letters of the open tenant as one file for the printer, in this order, as they were filed.

    With `both_sides` a letter with an odd number of pages gets a blank one, so that the next begins on a new sheet.
    At most `PRINT_LIMIT`, else `ValueError`. Each reading is logged. A letter that is not issued is a `LookupError`.
    """
    if not 0 < len(letter_ids) <= PRINT_LIMIT:
        raise ValueError(f"{len(letter_ids)} letters: 1 to {PRINT_LIMIT} go into one file")
    found = {letter.id: letter for letter in Letter.objects.select_related("file").filter(id__in=letter_ids)}
    with pikepdf.new() as whole:
        for letter_id in letter_ids:
            if letter_id not in found:
                raise LookupError(str(letter_id))
            with pikepdf.open(io.BytesIO(queries.read_pdf(actor, found[letter_id]))) as one:
                whole.pages.extend(one.pages)
                if both_sides and len(one.pages) % 2:
                    _, _, width, height = (float(edge) for edge in one.pages[0].mediabox)
                    whole.add_blank_page(page_size=(width, height))
        written = io.BytesIO()
        whole.save(written)
    return written.getvalue()
