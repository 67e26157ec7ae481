"""From a letter's row to its sheet of paper: letterhead, address, info block, remedy, marks. It writes nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from laufzettel.core.clock import ZONE, now, today
from laufzettel.kernel import feel, law
from laufzettel.kernel import letters as kernel
from laufzettel.letters.models import Letter
from laufzettel.letters.pdf import DoesNotFit, Letterhead, LetterSheet, Translation, render_letters, render_pages
from laufzettel.letters.pdf.sheet import Mark
from laufzettel.tenants import queries as tenants
from laufzettel.tenants.models import Profile, Tenant

DEFAULT_BODY = "Der Gemeindevorstand"
COLLEGES = ("kreisausschuss", "magistrat", "gemeindevorstand")
"""Who speaks for a county, a town, a municipality where no act says otherwise."""
REMARKS: Mapping[str, tuple[str, ...]] = {
    "registered": ("Einschreiben",),
    "certificate": ("Gegen Postzustellungsurkunde",),
    "handed-over": ("Persönlich übergeben",),
    "mailbox": ("In Ihr Postfach",),
    "retrieval": ("In Ihr Postfach",),
}
"""What stands above the address, by the way on which the letter goes."""


def content_of(letter: Letter) -> Mapping[str, Any]:
    """The tree of the letter: frozen once issued, before that made from text, values and the clerk's words.

    `translation` holds the tree of the enclosed translation; what it lacks is among the `gaps` of the whole.
    """
    if letter.content is not None:
        return letter.content  # type: ignore[no-any-return]
    context = feel.context_from_json(letter.context)
    letter_text = kernel.read(letter.source, file=f"{letter.name}.md")
    tree: dict[str, Any] = {**letter_text.render(context, now=now(), texts=letter.texts)}
    kept = letter.translation
    if kept is None or "texts" not in kept:
        return tree
    own = {block: text for block, text in letter.texts.items() if text != tree["free"].get(block)}
    translated = kernel.translated(letter_text, kept["language"], kept["subject"], kept["texts"])
    other = translated.render(context, now=now(), texts=own)
    kernel.in_german(other["blocks"], own)
    return tree | {"translation": other, "gaps": list(dict.fromkeys([*tree["gaps"], *other["gaps"]]))}


def pdf_of(letter: Letter, tenant: Tenant, profile: Profile, *, marks: tuple[Mark, ...] = ()) -> bytes:
    """The letter as PDF, with its own marks and `marks` besides ("draft", "copy")."""
    return render_letters([_sheet(letter, tenant, profile, marks)])


def pictures_of(letter: Letter, tenant: Tenant, profile: Profile) -> list[bytes]:
    """The pages of a letter as pictures (PNG), for a screen that shows no PDF; none if it does not fit its sheet."""
    try:
        return render_pages(_sheet(letter, tenant, profile, ()))
    except DoesNotFit:
        return []


def remedy_of(letter: Letter, tenant: Tenant, profile: Profile, day: date, *, language: str = "") -> law.Remedy | None:
    """What can be done against an act, in the letter's language or another; None for a letter without legal effect."""
    if not letter.act:
        return None
    return law.remedy(
        letter.act["procedure"],
        letter.act["remedy"],
        on=day,
        body=[body_of(letter, profile, tenant), *_address(profile)],
        language=language or letter.language,
        land=tenant.land,
        demands_payment=letter.act.get("demands_payment", True),
    )


def hearing_of(letter: Letter, tenant: Tenant, profile: Profile, day: date) -> law.Hearing | None:
    """The words of a letter that opens a hearing; None for any other."""
    opens = letter.info.get("hearing")
    if not opens:
        return None
    return law.hearing(
        opens["procedure"],
        opens["days"],
        on=day,
        body=[body_of(letter, profile, tenant), *_address(profile)],
        status=tenants.url(tenant, "status/"),
        language=letter.language,
        land=tenant.land,
    )


def body_of(letter: Letter, profile: Profile, tenant: Tenant) -> str:
    """Who issues it, as this tenant calls the body that the act names: its own, or the one that the hearing is for."""
    decides = letter.act or letter.info.get("hearing")
    kinds = (decides["issuing_body"],) if decides else COLLEGES
    known = (profile.issuing_bodies[kind] for kind in kinds if profile.issuing_bodies.get(kind))
    return str(next(known, f"{DEFAULT_BODY} {tenant.name}"))


def letterhead_of(letter: Letter, tenant: Tenant, profile: Profile) -> Letterhead:
    """The head of a letter of this tenant."""
    street, place = _address(profile)
    bank = [profile.bank_name, f"IBAN {profile.iban}", f"BIC {profile.bic}"] if profile.iban else []
    contact = [f"Telefon {profile.telephone}", profile.email, profile.website]
    return Letterhead(
        name=tenant.name,
        return_line=f"{tenant.name} · {street} · {place}",
        body=body_of(letter, profile, tenant),
        unit=letter.info.get("unit", ""),
        footer=[
            column for column in ([tenant.official_name, street, place], [c for c in contact if c], bank) if column
        ],
    )


def _sheet(letter: Letter, tenant: Tenant, profile: Profile, marks: tuple[Mark, ...]) -> LetterSheet:
    day = letter.issued_at.astimezone(ZONE).date() if letter.issued_at else today()
    closing = remedy_of(letter, tenant, profile, day) or hearing_of(letter, tenant, profile, day)
    is_draft: tuple[Mark, ...] = () if letter.state == Letter.State.ISSUED else ("draft",)
    tree = content_of(letter)
    return LetterSheet(
        tree,
        letterhead_of(letter, tenant, profile),
        letter.address["lines"],
        [*((label, value) for label, value in letter.info.get("pairs", [])), dated(day)],
        day,
        reference=letter.info.get("reference", ""),
        remarks=REMARKS.get(letter.channel, ()),
        salutation=tree["salutation"] if tree["salutation"] is not None else letter.address.get("salutation"),
        marks=tuple(dict.fromkeys((*letter.marks, *is_draft, *marks))),
        notes=[_became(entry) for entry in letter.known_changes] if "copy" in marks else (),
        remedy=closing.paragraphs if closing else (),
        remedy_title=closing.title if closing else "",
        signature=letter.info.get("signature", ()),
        signature_note=_signature_note(letter, tenant, day),
        translations=_translations(letter, tree, tenant, profile, day),
    )


def dated(day: date) -> tuple[str, str]:
    """The last line of the info block: the day of the letter, as its text writes days."""
    return "Datum", kernel.day(feel.Date.from_python(day), "de")


def _translations(
    letter: Letter, tree: Mapping[str, Any], tenant: Tenant, profile: Profile, day: date
) -> list[Translation]:
    """The enclosed translation, with the remedy where the law's table has it in that language."""
    if "translation" not in tree or letter.translation is None:
        return []
    language = letter.translation["language"]
    remedy = remedy_of(letter, tenant, profile, day, language=language) if language in law.REMEDY_LANGUAGES else None
    return [
        Translation(
            tree["translation"],
            salutation=letter.translation.get("salutation", ""),
            remedy=remedy.paragraphs if remedy else (),
            remedy_title=remedy.title if remedy else "",
            says_where_the_remedy_is=bool(letter.act) and remedy is None,
        )
    ]


def _became(entry: Mapping[str, Any]) -> tuple[str, str]:
    """What another letter has made of it; only copies made afterwards say so, never what was issued."""
    by = f"durch Schreiben vom {date.fromisoformat(entry['day']):%d.%m.%Y}."
    if entry["kind"] == "correction":
        return "Berichtigt", by
    if entry["from_day"]:
        return f"Aufgehoben ab dem {date.fromisoformat(entry['from_day']):%d.%m.%Y}", by
    return "Aufgehoben", by


def _signature_note(letter: Letter, tenant: Tenant, day: date) -> str:
    if not letter.act:
        return ""
    return law.automatic_note(letter.act["procedure"], land=tenant.land, on=day).in_language(letter.language)


def _address(profile: Profile) -> tuple[str, str]:
    return profile.street, f"{profile.postcode} {profile.place}"
