"""Letters of many cases, issued in one go: each as the person has seen it, each with an outcome of its own."""

import uuid
from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods

from laufzettel.cases import queries as cases
from laufzettel.letters import series
from laufzettel.office import words
from laufzettel.office.access import member, page
from laufzettel.tenants import queries as tenants

AT_ONCE = 50
"""So many are issued while the person waits: a few seconds."""


@require_http_methods(["GET", "HEAD", "POST"])
@member
def letters(request: Any) -> HttpResponse:
    """What waits for being issued by this person; a POST issues those that are marked."""
    if request.method != "POST":
        return _page(request)
    profile = tenants.profile()
    if profile is None:
        raise Http404
    seen = _seen(request)
    own = {letter.id: (letter, case) for letter, case in cases.letters_to_issue(request.actor)}
    chosen = [letter_id for letter_id in own if letter_id in seen]
    if not chosen:
        error = gettext("Wählen Sie mindestens ein Schreiben aus. Was schon erlassen ist, steht nicht mehr hier.")
        return _page(request, errors=[{"href": "#schreiben", "text": error}], status=422)
    if len(chosen) > AT_ONCE:
        error = gettext("Wählen Sie höchstens %(number)d Schreiben auf einmal aus.") % {"number": AT_ONCE}
        return _page(request, errors=[{"href": "#schreiben", "text": error}], chosen=set(chosen), status=422)
    issued, refused = 0, []
    for letter_id in chosen:
        letter, case = own[letter_id]
        deciders = cases.deciders_of_letter(case, letter) if letter.needs_second_person else frozenset()
        run = series.issue(request.actor, request.tenant, profile, [letter_id], deciders=deciders, versions=seen)
        issued += len(run.issued)
        refused += [
            {"title": f"{letter.title}, {case.number}", "text": sentence.in_language(get_language() or "de")}
            for sentence in run.refused.values()
        ]
    done = ngettext("%(number)d Schreiben ist erlassen.", "%(number)d Schreiben sind erlassen.", issued)
    return _page(request, done=done % {"number": issued} if issued else "", refused=refused)


def _seen(request: Any) -> dict[uuid.UUID, int]:
    """The letters that were marked, each with the version that the page has shown."""
    found: dict[uuid.UUID, int] = {}
    for value in request.POST.getlist("schreiben"):
        letter_id, _, version = value.partition(":")
        try:
            found[uuid.UUID(letter_id)] = int(version) if version.isdecimal() and len(version) < 9 else 0
        except ValueError:
            continue
    return found


def _page(request: Any, *, status: int = 200, chosen: Collection[uuid.UUID] = (), **more: Any) -> HttpResponse:
    rows = [
        {
            "id": str(letter.id),
            "value": f"{letter.id}:{letter.version}",
            "is_chosen": letter.id in chosen,
            "title": letter.title,
            "recipient": letter.address["lines"],
            "service": case.title,
            "case_number": case.number,
            "url": reverse("office:letter", args=[letter.id]),
            "prepared": words.moment(letter.prepared_at),
        }
        for letter, case in cases.letters_to_issue(request.actor)
    ]
    context = {
        "letters": rows,
        "at_once": AT_ONCE,
        "errors": [],
        "done": "",
        "refused": [],
        "post_url": reverse("office:letters"),
        "basket_url": reverse("office:print-basket"),
        "tasks_url": reverse("office:worklist"),
    }
    return page(request, "letters", "tasks", status=status, **(context | more))
