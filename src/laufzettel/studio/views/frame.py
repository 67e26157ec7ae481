"""What every page of the preview shares: the bench, read anew, and the findings below."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from laufzettel.kernel.problems import Finding
from laufzettel.studio.bench import Bench, Unreadable

_benches: dict[str, Bench] = {}

type View = Callable[..., HttpResponse]


def bench() -> Bench:
    """The bench of this process, on the folder that `settings.PREVIEW_FOLDER` names."""
    folder = settings.PREVIEW_FOLDER
    return _benches.setdefault(str(folder), Bench(folder))


def at_the_bench(view: View) -> View:
    """A view that gets the bench as its second argument, alone with it; an unreadable package shows its findings."""

    @never_cache
    @wraps(view)
    def wrapped(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        found = bench()
        with found.lock:
            found.refresh()
            try:
                return view(request, found, *args, **kwargs)
            except Unreadable:
                return page(request, found, "unreadable", "", status=422)

    return wrapped


def page(request: Any, found: Bench, template: str, place: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Draw a page of the preview; `place` is the entry of the list on the left that it belongs to."""
    package = found.readable
    title = package.texts(language())["title"] if package else found.folder.name
    errors = sum(finding.severity == "error" for finding in found.findings)
    frame = {
        "package": {"title": title, "version": package.service.version if package else "", "folder": found.folder.name},
        "places": _places(place) if package else [],
        "findings": [_finding(finding) for finding in found.findings],
        "counted": {"errors": errors, "warnings": len(found.findings) - errors},
        "version": found.version,
        "stand_url": reverse("studio:stand", args=[found.version]),
    }
    return render(request, f"studio/{template}.html", {**frame, **context}, status=status)


@require_safe
@never_cache
def stand(request: Any, version: str) -> HttpResponse:
    """Asked every second: nothing new, or load the page again."""
    response = HttpResponse(status=204)
    if bench().stand() != version:
        response = HttpResponse()
        response.headers["HX-Refresh"] = "true"
    return response


def language() -> str:
    """The language of the page: de or en."""
    return (get_language() or "de")[:2]


def _places(current: str) -> list[dict[str, Any]]:
    places = (
        ("overview", gettext("Überblick")),
        ("form", gettext("Antrag")),
        ("process", gettext("Vorgang")),
        ("letters", gettext("Schreiben")),
        ("scenarios", gettext("Testfälle")),
    )
    return [{"label": label, "url": reverse(f"studio:{name}"), "is_current": name == current} for name, label in places]


def _finding(finding: Finding) -> dict[str, str]:
    place = finding.place
    return {
        "severity": finding.severity,
        "where": place.file + (f":{place.line}" if place.line else ""),
        "element": place.element,
        "message": finding.message.in_language(language()),
        "hint": finding.hint.in_language(language()),
        "code": finding.code,
    }
