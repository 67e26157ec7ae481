"""Letters of a preview as PDF: with the letterhead of a town that does not exist, and marked as a demonstration."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from laufzettel.cases.jobs.letters import address_lines, salutation_of
from laufzettel.kernel import law
from laufzettel.kernel.package import HEARING_DAYS, Issued, Package, Play, run_all
from laufzettel.letters.pdf import Letterhead, LetterSheet, Translation, render_letters, render_pages
from laufzettel.letters.sheets import dated

TOWN = "Musterstadt"
LAND = "HE"
STATUS = "https://musterstadt.example/status/"
ADDRESS = ("Am Markt 1", "35000 Musterstadt")
HEAD = Letterhead(
    name=TOWN,
    return_line=f"{TOWN} · {ADDRESS[0]} · {ADDRESS[1]}",
    unit="Musteramt",
    footer=[[f"Stadt {TOWN}", *ADDRESS], ["Telefon 0000 0000", "rathaus@musterstadt.example"]],
)


@dataclass(frozen=True, slots=True)
class Specimen:
    """A letter as it came out of a play: its tree, and what its job was given."""

    issued: Issued
    given: Mapping[str, Any]
    day: date
    scenario: str = ""


def specimens(play: Play, scenario: str = "") -> Iterator[Specimen]:
    """The letters that a play issued, in their order."""
    for issued in play.letters:
        yield Specimen(issued, issued.given, issued.day, scenario)


def sheet_of(package: Package, specimen: Specimen) -> LetterSheet:
    """The specimen on paper."""
    issued, party = specimen.issued, specimen.given["recipient"]
    act = package.acts.get(issued.name)
    body = f"{law.bodies()[act.issuing_body]} der Stadt {TOWN}" if act else ""
    remedy: law.Remedy | law.Hearing | None = None
    if "act" in specimen.given:
        heard = package.acts[specimen.given["act"]]
        days = int(specimen.given.get("days") or HEARING_DAYS)
        body = f"{law.bodies()[heard.issuing_body]} der Stadt {TOWN}"
        remedy = law.hearing(heard.procedure, days, on=specimen.day, body=[body, *ADDRESS], status=STATUS, land=LAND)
    if act is not None:
        remedy = law.remedy(
            act.procedure,
            act.remedy,
            on=specimen.day,
            body=[body, *ADDRESS],
            language="de",
            land=LAND,
            demands_payment=act.demands_payment,
        )
    tree = issued.tree
    return LetterSheet(
        tree,
        Letterhead(HEAD.name, HEAD.return_line, body, HEAD.unit, HEAD.footer),
        address_lines(party),
        [
            ("Aktenzeichen", "00.00/0000/00001"),
            ("Vorgang", "V-0000-000001"),
            ("Auskunft", "Musteramt"),
            dated(specimen.day),
        ],
        specimen.day,
        reference="00.00/0000/00001",
        salutation=tree["salutation"] if tree["salutation"] is not None else salutation_of(party),
        marks=("demo",),
        remedy=remedy.paragraphs if remedy else (),
        remedy_title=remedy.title if remedy else "",
        translations=[
            Translation(
                other,
                salutation=salutation_of(party, "en") if language == "en" else "",
                says_where_the_remedy_is=act is not None,
            )
            for language, other in issued.translations.items()
        ],
        signature_note=str(law.automatic_note(act.procedure, land=LAND, on=specimen.day)) if act else "",
    )


def pdf(package: Package, specimen: Specimen) -> bytes:
    """The specimen as PDF/A-3a and PDF/UA-1."""
    return render_letters([sheet_of(package, specimen)])


def pictures(package: Package, specimen: Specimen) -> list[bytes]:
    """Its pages as PNG."""
    return render_pages(sheet_of(package, specimen))


def found_in_scenarios(package: Package) -> dict[str, str]:
    """For each letter the first scenario that issues it."""
    found: dict[str, str] = {}
    for result in run_all(package).results:
        for issued in result.letters:
            found.setdefault(issued.name, result.scenario)
    return found
