"""Correcting and annulling an issued notice: the form, and giving up what was begun."""

import uuid
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from laufzettel.cases import changing as case_changing
from laufzettel.cases import queries as cases
from laufzettel.cases.models import Case
from laufzettel.core.clock import today
from laufzettel.kernel import feel, law
from laufzettel.kernel.forms.dates import parse_date
from laufzettel.letters import changing
from laufzettel.letters.actions import LetterRefused
from laufzettel.letters.models import Letter
from laufzettel.office import words
from laufzettel.office.access import member, message, page, posted
from laufzettel.office.views.letters import found_letter, seen_version

# What the form calls the fields of `changing.Change`.
FIELDS: Mapping[str, str] = {
    "way": "grundlage",
    "text": "aenderung",
    "reason": "grund",
    "from_day": "ab",
    "hearing": "anhoerung",
    "heard_on": "angehoert_am",
    "dispensed": "verzicht",
}


@require_http_methods(["GET", "HEAD", "POST"])
@member
def change(request: Any, letter_id: uuid.UUID) -> HttpResponse:
    """Say what is to be changed and on what it rests; a POST prepares the letter that does it."""
    found, case = found_letter(request, letter_id)
    if not changing.ways(found, request.tenant):
        return _refused(request, found, changing.why_not(found).in_language(get_language() or "de"))
    if request.method != "POST":
        return _page(request, found, case)
    typed = {name: request.POST.get(name, "").strip() for name in FIELDS.values()}
    problems: dict[str, str] = {}
    wanted = _change(typed, problems)
    try:
        if not problems:
            made = case_changing.begin(request.actor, case.id, found.id, wanted)
            return HttpResponseRedirect(reverse("office:letter", args=[made.id]))
    except changing.Incomplete as incomplete:
        said = {FIELDS[name]: text.in_language(get_language() or "de") for name, text in incomplete.fields.items()}
        problems |= said
    except LetterRefused as refused:
        return _refused(request, found, refused.sentence.in_language(get_language() or "de"))
    return _page(request, found, case, typed=typed, problems=problems)


@posted("office:letter", "letter_id")
def discard(request: Any, letter_id: uuid.UUID) -> HttpResponse:
    """Give up a correction or annulment before it is issued."""
    found, case = found_letter(request, letter_id)
    try:
        case_changing.discard(request.actor, case.id, found.id, seen_version(request))
    except LetterRefused as refused:
        return _refused(request, found, refused.sentence.in_language(get_language() or "de"))
    return HttpResponseRedirect(f"{reverse('office:case', args=[case.id])}#dokumente")


def _change(typed: Mapping[str, str], problems: dict[str, str]) -> changing.Change:
    return changing.Change(
        way=typed["grundlage"],
        text=typed["aenderung"].replace("\r\n", "\n"),
        reason=typed["grund"].replace("\r\n", "\n"),
        from_day=_day(typed["ab"], "ab", problems),
        hearing=typed["anhoerung"],
        heard_on=_day(typed["angehoert_am"], "angehoert_am", problems),
        dispensed=typed["verzicht"],
    )


def _day(text: str, name: str, problems: dict[str, str]) -> date | None:
    if not text:
        return None
    day = parse_date(text, feel.Date.from_python(today()))
    if day is None:
        problems[name] = gettext("Geben Sie einen Tag ein, zum Beispiel 1.3.2026.")
        return None
    return day.to_python()


def _page(
    request: Any,
    found: Letter,
    case: Case,
    *,
    typed: Mapping[str, str] = MappingProxyType({}),
    problems: Mapping[str, str] = MappingProxyType({}),
) -> HttpResponse:
    return page(
        request,
        "letter_change",
        case={"number": case.number, "title": case.title, "url": reverse("office:case", args=[case.id])},
        letter={
            "title": found.title,
            "issued": words.day(found.issued_at.date()) if found.issued_at else "",
            "reference": found.info.get("reference", ""),
            "url": reverse("office:letter", args=[found.id]),
        },
        groups=_groups(changing.ways(found, request.tenant)),
        hearings=[
            {"value": "no-burden", "label": gettext("Nein, sie belastet nicht")},
            {"value": "heard", "label": gettext("Ja, die Person wurde angehört")},
            {"value": "dispensed", "label": gettext("Ja, aber die Anhörung war entbehrlich")},
        ],
        claims=[
            gettext("Kassenzeichen %(reference)s: %(amount)s")
            % {"reference": claim.reference, "amount": words.money(claim.amount)}
            for claim in cases.claims_of(case)
        ],
        typed=typed,
        problems=problems,
        errors=[{"href": f"#{name}", "text": text} for name, text in problems.items()],
        has_errors=bool(problems),
        post_url=reverse("office:letter-change", args=[found.id]),
        status=422 if problems else 200,
    )


def _groups(ways: tuple[law.ChangeRule, ...]) -> list[dict[str, Any]]:
    tongue = "en" if (get_language() or "de").startswith("en") else "de"
    titles = {
        "correction": gettext("Berichtigen: Der Bescheid bleibt, ein Fehler wird richtiggestellt"),
        "annulment": gettext("Aufheben: Der Bescheid gilt nicht mehr, oder nur noch bis zu einem Tag"),
    }
    shown = [
        {
            "kind": way.kind,
            "value": way.key,
            "label": way.applies[tongue],
            "norm": way.norm,
            "limits": way.limits.get(tongue, ""),
            "mark": "" if way.verified else "▲ " + gettext("Rechtsstand nicht bestätigt, bitte prüfen"),
        }
        for way in ways
    ]
    groups = [{"title": title, "ways": [way for way in shown if way["kind"] == kind]} for kind, title in titles.items()]
    return [group for group in groups if group["ways"]]


def _refused(request: Any, found: Letter, sentence: str) -> HttpResponse:
    back = reverse("office:letter", args=[found.id])
    return message(request, gettext("Das Schreiben lässt sich so nicht ändern"), sentence, back)
