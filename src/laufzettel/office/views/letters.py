"""A letter before and after it is issued, and the print basket."""

import base64
import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from laufzettel.cases import queries as cases
from laufzettel.cases.models import Case
from laufzettel.core.actors import Actor
from laufzettel.core.clock import today
from laufzettel.kernel.letters import languages
from laufzettel.letters import actions as letters
from laufzettel.letters import changing, sheets
from laufzettel.letters import queries as letter_queries
from laufzettel.letters.models import Letter
from laufzettel.office import words
from laufzettel.office.access import member, message, page, posted
from laufzettel.office.letter_blocks import blocks_of, free_blocks
from laufzettel.tenants import queries as tenants
from laufzettel.tenants.models import Profile, Tenant
from laufzettel.ui.downloads import pdf_response


@require_http_methods(["GET", "HEAD", "POST"])
@member
def letter(request: Any, letter_id: uuid.UUID) -> HttpResponse:
    """The letter as it is; a POST saves the clerk's words for its free blocks."""
    found, case = found_letter(request, letter_id)
    if request.method != "POST":
        return letter_page(request, found, case)
    texts = {name.removeprefix("frei-"): request.POST[name] for name in request.POST if name.startswith("frei-")}
    try:
        letters.edit(request.actor, found.id, texts, seen_version(request))
    except letters.LetterRefused as error:
        sentence = error.sentence.in_language(get_language() or "de")
        return letter_page(request, found, case, free_error=sentence, typed=texts, status=422)
    return HttpResponseRedirect(f"{reverse('office:letter', args=[found.id])}?gespeichert=1")


@posted("office:letter", "letter_id")
def issue(request: Any, letter_id: uuid.UUID) -> HttpResponse:
    """Issue the letter as it was seen."""
    found, case = found_letter(request, letter_id)
    profile = tenants.profile()
    if profile is None:
        raise Http404
    if case.status == Case.Status.CANCELLED and found.changes_id is None:
        text = gettext("Der Vorgang wurde ohne Entscheidung beendet. Das Schreiben geht nicht mehr hinaus.")
        back = reverse("office:case", args=[case.id])
        return message(request, gettext("Das Schreiben wurde nicht erlassen"), text, back)
    if found.version != seen_version(request):
        found.version = seen_version(request)  # what the person has seen decides; the action says what changed
    try:
        deciders = cases.deciders_of_letter(case, found) if found.needs_second_person else frozenset()
        letters.issue(request.actor, found, request.tenant, profile, deciders=deciders)
    except letters.LetterRefused as error:
        back = reverse("office:letter", args=[found.id])
        sentence = error.sentence.in_language(get_language() or "de")
        return message(request, gettext("Das Schreiben wurde nicht erlassen"), sentence, back)
    return HttpResponseRedirect(f"{reverse('office:case', args=[case.id])}?erlassen={found.id}")


@require_safe
@member
def letter_pdf(request: Any, letter_id: uuid.UUID) -> HttpResponse:
    """The letter as PDF: before issuing a preview with the mark "Entwurf"."""
    found, _ = found_letter(request, letter_id)
    if found.state == Letter.State.ISSUED:
        return pdf_response(letter_queries.read_pdf(request.actor, found), f"{found.name}.pdf")
    profile = tenants.profile()
    if profile is None:
        raise Http404
    try:
        pdf = letters.set_as_pdf(found, request.tenant, profile)
    except letters.LetterRefused as refused:
        sentence = refused.sentence.in_language(get_language() or "de")
        return message(request, gettext("Keine Vorschau möglich"), sentence, reverse("office:letter", args=[found.id]))
    return pdf_response(pdf, f"{found.name}-entwurf.pdf")


def letter_page(
    request: Any,
    found: Letter,
    case: Case,
    *,
    free_error: str = "",
    typed: Mapping[str, str] = MappingProxyType({}),
    way_errors: Mapping[str, str] = MappingProxyType({}),
    way_typed: Mapping[str, str] = MappingProxyType({}),
    status: int = 200,
) -> HttpResponse:
    """The page of a letter; with what was wrong in what somebody has just sent."""
    is_open = found.state == Letter.State.PREPARED
    profile = tenants.profile()
    remedy = sheets.remedy_of(found, request.tenant, profile, today()) if profile else None
    hearing = sheets.hearing_of(found, request.tenant, profile, today()) if profile else None
    tree = sheets.content_of(found)
    free = free_blocks(tree, found.texts | dict(typed))
    return page(
        request,
        "letter",
        case={"number": case.number, "title": case.title, "url": reverse("office:case", args=[case.id])},
        letter={
            "title": found.title,
            "state": words.letter_state(found),
            "is_editable": is_open,
            "version": found.version,
        },
        blocks=blocks_of(tree, remedy or hearing),
        free_blocks=free,
        free_error=free_error,
        errors=[{"href": f"#{free[0]['id']}" if free else "#erlassen", "text": free_error}] * bool(free_error)
        + [{"href": f"#{name}", "text": text} for name, text in way_errors.items()],
        pages=_pictures(request.actor, found, request.tenant, profile),
        preview_url=reverse("office:letter-pdf", args=[found.id]),
        checks=_checks(found, remedy is not None),
        changed=words.letter_changes(found, lambda letter_id: reverse("office:letter", args=[letter_id])),
        change=_change(found, request.tenant),
        can_issue=is_open and cases.may_issue(request.actor, found, case),
        way=_way(found, request.actor, case, way_errors, way_typed),
        trail=words.letter_trail(found),
        note="" if is_open else words.letter_note(found),
        issue_text=_issue_text(found),
        save_url=reverse("office:letter", args=[found.id]),
        issue_url=reverse("office:letter-issue", args=[found.id]),
        is_saved="gespeichert" in request.GET,
        is_noted="vermerkt" in request.GET,
        status=status,
    )


def _issue_text(found: Letter) -> str:
    name = {"name": ", ".join(found.address["lines"])}
    if found.channel == Letter.Channel.HANDED_OVER:
        return gettext("Drucken Sie das Schreiben danach und übergeben Sie es: %(name)s.") % name
    if found.is_electronic:
        text = gettext(
            "Das Schreiben liegt sofort im Postfach von %(name)s, eine E-Mail weist darauf hin. Was sonst dazugehört,"
            " zum Beispiel eine Marke, schicken Sie mit der Post."
        )
        return text % {"name": found.address["lines"][0]}
    return gettext("Das Schreiben kommt in den Druckkorb und geht per Post an %(name)s.") % name


def _way(
    found: Letter, actor: Actor, case: Case, errors: Mapping[str, str], typed: Mapping[str, str]
) -> dict[str, Any]:
    """What can be done with it beside being issued, and what was typed there."""
    is_open, needs = found.state == Letter.State.PREPARED, found.needs_second_person
    is_posted = found.posted_on is not None and found.returned_on is None
    is_here = found.is_electronic and found.provided_on is not None
    is_second = is_open and needs and cases.may_issue(actor, found, case)
    given = {
        "zurueck_am": f"{today():%d.%m.%Y}",
        "zugestellt_am": f"{today():%d.%m.%Y}",
        "anschrift": "\n".join(found.address["lines"]),
        **typed,
    }
    return {
        "submit_url": _url("letter-submit", found) if is_open and needs and found.submitted_by is None else "",
        "is_waiting": is_open and needs and found.submitted_by is not None and not is_second,
        "reject_url": _url("letter-reject", found) if is_second else "",
        "is_out": is_posted or is_here,
        "return_url": _url("letter-returned", found) if is_posted else "",
        "reasons": [{"value": value, "label": label} for value, label in words.RETURNED.items()],
        "again_url": _url("letter-again", found) if found.returned_on is not None else "",
        "receipt_url": _url("letter-received", found)
        if (is_posted or is_here) and found.act and not found.is_served
        else "",
        "posting_url": _url("letter-posting", found) if is_posted else "",
        "paper_url": _url("letter-paper", found) if is_open and found.is_electronic else "",
        "unnoticed_url": _url("letter-unnoticed", found) if is_here and found.unnoticed_on is None else "",
        "delivery_url": _url("letter-delivered", found) if _can_be_served(found) else "",
        "typed": {name: given.get(name, "") for name in FIELDS},
        "errors": dict(errors),
    }


def _can_be_served(found: Letter) -> bool:
    is_issued = found.state == Letter.State.ISSUED and found.is_served
    return is_issued and (found.channel == Letter.Channel.HANDED_OVER or found.posted_on is not None)


FIELDS = (
    "posttag",
    "posttag_grund",
    "zugestellt_am",
    "grund",
    "zurueck_am",
    "ursache",
    "anschrift",
    "zugang_am",
    "zugang_grund",
    "mail_grund",
    "papier_grund",
)


def _change(found: Letter, tenant: Tenant) -> dict[str, Any]:
    """What this letter changes, and how it can be changed itself."""
    first = letter_queries.by_id(found.changes_id) if found.changes_id else None
    draft = changing.open_change(found)
    can_begin = draft is None and bool(changing.ways(found, tenant))
    return {
        "first": words.letter_origin(found, first) if first else "",
        "first_url": _url("letter", first) if first else "",
        "discard_url": _url("letter-discard", found) if first and found.state == Letter.State.PREPARED else "",
        "url": _url("letter-change", found) if can_begin else "",
        "draft_url": _url("letter", draft) if draft else "",
    }


def _url(name: str, found: Letter) -> str:
    return reverse(f"office:{name}", args=[found.id])


def _pictures(actor: Actor, found: Letter, tenant: Tenant, profile: Profile | None) -> list[str]:
    """The pages: of an issued letter as they went out, whatever has changed in the letterhead since."""
    pages: list[bytes] = []
    if found.state == Letter.State.ISSUED:
        pages = letter_queries.read_pages(actor, found)
    elif profile is not None:
        pages = sheets.pictures_of(found, tenant, profile)
    return [base64.b64encode(page).decode() for page in pages]


def _checks(found: Letter, has_remedy: bool) -> list[dict[str, Any]]:
    checks = [
        {"is_good": True, "text": gettext("Empfänger: %(lines)s") % {"lines": ", ".join(found.address["lines"])}},
    ]
    if found.act:
        checks.append({"is_good": has_remedy, "text": gettext("Rechtsbehelfsbelehrung ist enthalten")})
        checks.append({"is_good": True, "text": words.channel(found)})
    if found.translation:
        checks.append(_translation_check(found.translation))
    if "demo" in found.marks:
        text = gettext("Die Satzung ist nur ein Beispiel. Das Schreiben trägt den Stempel „Demo, kein Bescheid“.")
        checks.append({"is_good": False, "text": text})
    return checks


def _translation_check(translation: Mapping[str, Any]) -> dict[str, Any]:
    known = languages().get(translation["language"])
    name = str(known.name.in_language(get_language() or "de")) if known else translation["language"]
    if "texts" in translation:
        return {"is_good": True, "text": gettext("Eine Übersetzung liegt bei: %(language)s") % {"language": name}}
    text = gettext("Die Person spricht eine andere Sprache (%(language)s); das Leistungspaket hat keine Übersetzung.")
    return {"is_good": False, "text": text % {"language": name}}


def found_letter(request: Any, letter_id: uuid.UUID) -> tuple[Letter, Case]:
    """A letter of a case that the person's units answer for, or 404."""
    found = letter_queries.by_id(letter_id)
    if found is not None and found.state == Letter.State.DISCARDED:
        found = None
    case_id = cases.case_of_letter(letter_id) if found else None
    case = cases.case_for(request.actor, case_id) if case_id else None
    if found is None or case is None:
        raise Http404
    return found, case


def seen_version(request: Any) -> int:
    """The version of the letter that the person has seen."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0
