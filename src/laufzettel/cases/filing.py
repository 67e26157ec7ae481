"""What happened files itself (record): application, letters, history. Rendered without a lock, written in one go."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, override

from laufzettel.cases import engine, narrative
from laufzettel.cases.models import Case, CaseClaim, CaseLetter
from laufzettel.catalogue import packages
from laufzettel.core import jobs
from laufzettel.core.actors import SYSTEM, Actor
from laufzettel.core.clock import ZONE
from laufzettel.core.tenancy import in_tenant
from laufzettel.files import queries as files
from laufzettel.files.actions import store_file
from laufzettel.kernel import feel
from laufzettel.kernel.forms import Section as FormSection
from laufzettel.kernel.forms.uploads import files_in
from laufzettel.letters.models import ELECTRONIC, Letter
from laufzettel.letters.pdf import Attachment, Section, render_report
from laufzettel.letters.pdf.sheet import Mark
from laufzettel.messages import actions as messages
from laufzettel.payments import actions as payments
from laufzettel.records import actions as records
from laufzettel.records.models import Record
from laufzettel.tenants import queries as tenants


def notice(case_id: uuid.UUID, name: str, payload: Mapping[str, Any], actor: Actor) -> None:
    """Note in the case's history what `actor` did with a letter, and have it filed."""
    running = engine.lock(case_id)
    engine.note(running.case, name, actor, **payload)
    if name in ("letter-to-paper", "letter-sent-again"):
        jobs.enqueue("cases.file_letter", uuid.UUID(payload["letter_id"]))
    if name == "letter-issued":
        if "changes" not in payload:
            confirm_claims(case_id)
        if payload.get("channel") not in ELECTRONIC:  # of those their own notice tells
            tell_applicant(running.case, uuid.UUID(payload["letter_id"]))
        jobs.enqueue("cases.file_letter", uuid.UUID(payload["letter_id"]))


def tell_applicant(case: Case, occasion: uuid.UUID, about: str = "") -> bool:
    """Say by e-mail that there is something new, and nothing else: what it is stands behind number and code.

    `about` is a German sentence of the package, the same for everybody. False where there is no address.
    """
    email_id = uuid.uuid5(occasion, "news")
    if not case.email or messages.is_put(email_id):
        return bool(case.email)
    place = tenants.by_id(case.tenant_id)
    with override(case.language):
        subject = gettext("Es gibt Neues zu Ihrem Antrag")
        body = gettext(
            "Guten Tag,\n\nes gibt Neues zu Ihrem Antrag. Den Stand sehen Sie hier:\n%(link)s\n\n"
            "Sie brauchen dafür die Nummer und den Code, die Sie beim Absenden bekommen haben.\n\n%(tenant)s"
        ) % {"link": tenants.url(place, "status/"), "tenant": place.name}
    if about and case.language.startswith("de"):
        greeting, rest = body.split("\n\n", 1)
        body = f"{greeting}\n\n{about}\n\n{rest}"
    messages.put_email(case.email, subject, body, email_id=email_id)
    return True


def confirm_claims(case_id: uuid.UUID) -> None:
    """The claims that a case has raised so far are named in a notice that has gone out, or the case is completed."""
    payments.confirm(SYSTEM, CaseClaim.objects.filter(case_id=case_id).values_list("claim_id", flat=True))


def file_application(tenant: uuid.UUID, case_id: uuid.UUID) -> None:
    """The application as PDF, with the answers as JSON inside it and beside it."""
    with in_tenant(tenant):
        case = _case(case_id)
        if case.record is None or records.is_filed(case.record, f"application {case.id} pdf"):
            return
        answers = application_json(case)
    pdf = application_pdf(case, answers)
    with in_tenant(tenant):
        _file(case, "Antrag", "application", f"application {case.id} pdf", f"Antrag {case.number}.pdf", pdf)
        source = f"application {case.id} json"
        _file(case, "Antrag (Daten)", "application-data", source, f"Antrag {case.number}.json", answers)
        file_uploads(SYSTEM, case, feel.context_from_json(case.application))


def file_uploads(actor: Actor, case: Case, values: Mapping[str, Any]) -> None:
    """What somebody uploaded to an application or a task becomes documents of the record."""
    for value in files_in(values) if case.record else ():
        file = files.by_id(uuid.UUID(str(value["id"])))
        if case.record is not None and file is not None:
            records.file_document(actor, case.record, file, title=file.name, kind="upload", source=f"upload {file.id}")


def file_letter(tenant: uuid.UUID, letter_id: uuid.UUID) -> None:
    """A letter that was issued: the very file that goes out."""
    with in_tenant(tenant):
        link = CaseLetter.objects.select_related("case__record").get(letter_id=letter_id)
        letter = Letter.objects.select_related("file").get(id=letter_id)
        if link.case.record is None or letter.file is None:
            return
        source, title = f"letter {letter.id}", letter.title
        if letter.provided_on and not letter.is_electronic:  # the sheet that goes out on paper after all
            source, title = f"{source} paper", f"{title} (auf Papier)"
        if any(entry["what"] == "address" for entry in letter.trail):
            source, title = f"{source} {letter.file.id}", f"{title} (an neue Anschrift)"
        records.file_document(SYSTEM, link.case.record, letter.file, title=title, kind="letter", source=source)
        of_its_changes = Letter.objects.filter(changes=letter, state=Letter.State.ISSUED).order_by("issued_at")
        for change in (letter, *of_its_changes):
            _note_at_what_it_changes(link.case.record, change)


def file_history(tenant: uuid.UUID, case_id: uuid.UUID) -> None:
    """The history of a case that is over, as PDF and as data."""
    with in_tenant(tenant):
        case = _case(case_id)
        if case.status == Case.Status.CANCELLED:
            payments.withdraw(SYSTEM, CaseClaim.objects.filter(case_id=case_id).values_list("claim_id", flat=True))
        else:
            confirm_claims(case_id)
        if case.record is None or records.is_filed(case.record, f"history {case.id}"):
            return
        lines = narrative.lines(case, "de")
        data = narrative.as_json(case)
    table = [("Wann", "Was", "Wer"), *((f"{line.at:%d.%m.%Y %H:%M}", line.text, line.who) for line in lines)]
    pdf = render_report(
        f"Verlauf des Vorgangs {case.number}",
        [Section("Was geschah", table=table)],
        sender=tenants.by_id(tenant).name,
        date=case.received_at.astimezone(ZONE).date(),
        info=[("Leistung", case.title), ("Vorgang", case.number)],
        marks=_marks(tenant),
        attachments=[Attachment("verlauf.json", data, "application/json", "Der Verlauf als Daten")],
    )
    with in_tenant(tenant):
        _file(case, "Verlauf", "history", f"history {case.id}", f"Verlauf {case.number}.pdf", pdf)


def application_pdf(case: Case, answers: bytes | None = None, language: str = "de") -> bytes:
    """The answers as they were given, in words; the same for the record and for the applicant's copy."""
    package = packages.of_edition(case.edition)
    values = feel.context_from_json(case.application)
    context = engine.context_of(case)
    summary = package.application.summary(values, context, now=case.received_at)
    received = case.received_at.astimezone(ZONE)
    words = WORDS["en" if language.startswith("en") else "de"]
    attachments = [Attachment("antrag.json", answers, "application/json", words["data"])] if answers else []
    return render_report(
        case.title,
        [part for section in summary for part in report_sections(section, language)],
        sender=tenants.by_id(case.tenant_id).name,
        date=received.date(),
        language=language,
        subtitle=words["subtitle"],
        info=[(words["received"], f"{received:%d.%m.%Y, %H:%M:%S}"), (words["number"], case.number)],
        marks=_marks(case.tenant_id),
        attachments=attachments,
    )


def application_json(case: Case) -> bytes:
    """The answers as data, with what they were given to."""
    data = {
        "case": case.number,
        "service": case.title,
        "received_at": case.received_at.isoformat(),
        "answers": case.application,
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def report_sections(section: FormSection, language: str, level: int = 2) -> list[Section]:
    """A section of the form's summary as sections of a report."""
    pairs = [(row.label.in_language(language), row.value.in_language(language)) for row in section.rows]
    own = [Section(section.title.in_language(language), pairs=pairs, level=level)]
    return own + [part for inner in section.parts for part in report_sections(inner, language, level + 1)]


WORDS = {
    "de": {
        "subtitle": "Antrag, wie er eingegangen ist",
        "received": "Eingegangen am",
        "number": "Vorgang",
        "data": "Die Angaben als Daten",
    },
    "en": {
        "subtitle": "Application as it was received",
        "received": "Received on",
        "number": "Case",
        "data": "The answers as data",
    },
}


def _case(case_id: uuid.UUID) -> Case:
    return Case.objects.select_related("record", "edition", "unit").get(id=case_id)


def _note_at_what_it_changes(record: Record, letter: Letter) -> None:
    if letter.changes_id is None or letter.change is None or letter.issued_at is None:
        return
    what = narrative.CHANGED[letter.change["kind"]].in_language("de")
    note = f"{what} durch Schreiben vom {letter.issued_at.astimezone(ZONE):%d.%m.%Y}"
    records.annotate(SYSTEM, record, f"letter {letter.changes_id}", note)


def _marks(tenant: uuid.UUID) -> tuple[Mark, ...]:
    return ("practice",) if tenants.by_id(tenant).is_practice else ()


def _file(case: Case, title: str, kind: str, source: str, name: str, content: bytes) -> None:
    assert case.record is not None  # noqa: S101 - the callers have looked
    if records.is_filed(case.record, source):
        return
    media_type = "application/json" if name.endswith(".json") else "application/pdf"
    file = store_file(name, media_type, content)
    records.file_document(SYSTEM, case.record, file, title=title, kind=kind, source=source)
