"""`letter.issue`: prepares the letter; a person reads and issues it, and the job is answered by that."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings

from laufzettel.cases import engine, mailboxes
from laufzettel.cases.jobs import Answer, Failed, Waits, Work, answers, register
from laufzettel.cases.models import CaseLetter
from laufzettel.kernel import feel, law
from laufzettel.kernel.letters import salutation
from laufzettel.kernel.package import SettingsSeries
from laufzettel.kernel.problems import Text
from laufzettel.letters import actions as letters
from laufzettel.letters.models import Letter
from laufzettel.tenants import queries as tenants


@register("letter.issue")
def issue(work: Work) -> Answer:
    """Prepare the letter that the job names, for the party that it names."""
    prepared = prepare(work)
    return prepared if isinstance(prepared, Failed) else Waits()


def prepare(work: Work, info: Mapping[str, Any] | None = None, opens: law.Act | None = None) -> Letter | Failed:
    """Put down the letter that a job names, for the party that it names.

    It sees what the job's step sees: of a step that is done for each of a list, that one. `opens` is the act about
    which somebody is heard by this letter: it may go where that may go.
    """
    name = work.input["letter"]
    letter = work.package.letters.get(name)
    if letter is None:
        return Failed(Text(f"Das Leistungspaket hat kein Schreiben „{name}“.", f"The package has no letter “{name}”."))
    party = work.input["recipient"]
    context = engine.context_of(work.case) | engine.visible_to(work.case, work.package, work.job.instance)
    reads = {path.split(".")[0] for path in letter.reads}
    for other in work.package.letter_translations[name].values():
        reads |= {path.split(".")[0] for path in other.letter.reads}
    act = work.package.acts.get(name)
    prepared = letters.prepare(
        work.actor,
        work.job.id,
        letters.Content(
            name=name,
            source=work.package.files[f"{name}.md"].decode(),
            context=feel.to_json({key: value for key, value in context.items() if key in reads}),
            address={"lines": address_lines(party), "salutation": salutation_of(party)},
            act=None
            if act is None
            else {
                "procedure": act.procedure,
                "issuing_body": act.issuing_body,
                "form": act.form,
                "remedy": act.remedy,
                "second_person": act.second_person,
                "demands_payment": act.demands_payment,
            },
            info=_info(work) | dict(info or {}),
            marks=_marks(work),
            texts={block: text for block, text in (work.input.get("texts") or {}).items() if text},
            translation=_translation(work, name, party),
            channel=law.paper_way(act),
            mailbox=mailboxes.mailbox_for(work.case, act or opens, party),
        ),
    )
    CaseLetter.objects.get_or_create(case=work.case, letter=prepared)
    return prepared


@answers("letter-issued")
def issued(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """The result of the job, once a person has issued the letter."""
    return {
        "letter_id": payload["letter_id"],
        "issued_on": feel.Date.from_python(date.fromisoformat(payload["issued_on"])),
    }


def address_lines(party: Mapping[str, Any]) -> list[str]:
    """A party as lines of an address field (DIN 5008)."""
    name = " ".join(party[key] for key in ("title", "given_name", "family_name") if party.get(key))
    lines = [party.get("organisation"), name, party.get("care_of"), party.get("address_line"), party["street"]]
    return [line for line in (*lines, f"{party['postcode']} {party['town']}", party.get("country")) if line]


def salutation_of(party: Mapping[str, Any], language: str = "de") -> str:
    """How a letter greets a party."""
    return salutation(
        party.get("salutation") or "",
        given=party.get("given_name") or "",
        family=party["family_name"],
        title=party.get("title") or "",
        language=language,
    )


def _translation(work: Work, name: str, party: Mapping[str, Any]) -> dict[str, Any] | None:
    """The letter in the person's language, which the job names; its Markdown is kept, as that of the letter is."""
    language = str(work.input.get("language") or "de").partition("-")[0].lower()
    if language == "de":
        return None
    found = work.package.letter_translations[name].get(language)
    if found is None:
        return {"language": language}
    greeting = salutation_of(party, language) if language == "en" else ""
    return {"language": language, "subject": found.subject, "texts": dict(found.texts), "salutation": greeting}


def _info(work: Work) -> dict[str, Any]:
    unit, case = work.case.unit, work.case
    pairs = [("Vorgang", case.number)]
    if case.record is not None:
        pairs.insert(0, ("Aktenzeichen", case.record.reference))
    extra = [("Auskunft", unit.name), ("Zimmer", unit.room), ("Telefon", unit.telephone), ("E-Mail", unit.email)]
    pairs += [(label, value) for label, value in extra if value]
    reference = case.record.reference if case.record else case.number
    return {"pairs": pairs, "unit": unit.name, "reference": reference}


def _marks(work: Work) -> tuple[str, ...]:
    tenant = tenants.by_id(work.case.tenant_id)
    # Also where no by-law can be marked: a federal act has none.
    is_demo = settings.IS_DEMO or SettingsSeries.from_json(work.case.settings).is_demo
    return tuple(mark for mark, applies in (("demo", is_demo), ("practice", tenant.is_practice)) if applies)
