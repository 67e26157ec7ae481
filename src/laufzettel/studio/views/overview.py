"""What the package is, its letters, its scenarios."""

import base64
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from laufzettel.kernel.package import Result, run_all
from laufzettel.kernel.package.testing import KINDS
from laufzettel.studio import deeds, sheets
from laufzettel.studio.bench import Bench
from laufzettel.studio.sheets import Specimen
from laufzettel.studio.views.frame import at_the_bench, language, page
from laufzettel.ui.forms.markdown import as_html


@require_safe
@at_the_bench
def overview(request: Any, bench: Bench) -> HttpResponse:
    """The package on one page, as its service page will say it."""
    package = bench.package
    texts = package.texts(language())
    parts = [
        (gettext("Formulare"), len(package.forms)),
        (gettext("Schritte des Prozesses"), len(package.program.nodes)),
        (gettext("Entscheidungen"), len(package.decisions)),
        (gettext("Schreiben"), len(package.letters)),
        (gettext("Einstellungen"), len(package.settings)),
        (gettext("Testfälle"), len(package.scenarios)),
    ]
    return page(
        request,
        bench,
        "overview",
        "overview",
        teaser=texts.get("teaser", ""),
        description=as_html(texts.get("description", ""), 3),
        parts=[{"label": label, "value": value} for label, value in parts],
        examples=[{"name": one.name, "title": one.title or one.name} for one in package.examples.values()],
        example=bench.example,
    )


@require_POST
@at_the_bench
def choose(request: Any, bench: Bench) -> HttpResponse:
    """Play with the settings of another example, from the beginning."""
    bench.choose(request.POST.get("satzung", ""))
    return HttpResponseRedirect(reverse("studio:form"))


@require_safe
@at_the_bench
def letters(request: Any, bench: Bench) -> HttpResponse:
    """All letters of the package, each with where it comes from here."""
    package = bench.package
    known = sheets.found_in_scenarios(package)
    own = {specimen.issued.name for specimen in _own(bench)}
    rows = [
        {
            "name": name,
            "url": reverse("studio:letter", args=[name]) if name in known or name in own else "",
            "source": gettext("aus dem gespielten Vorgang") if name in own else known.get(name, ""),
            "is_act": name in package.acts,
        }
        for name in package.letters
    ]
    return page(request, bench, "letters", "letters", letters=rows)


@require_safe
@at_the_bench
def letter(request: Any, bench: Bench, name: str) -> HttpResponse:
    """A letter as it goes out: its pages as pictures, its text, and the PDF."""
    specimen = _specimen(bench, name)
    pictures = [base64.b64encode(png).decode() for png in sheets.pictures(bench.package, specimen)]
    return page(
        request,
        bench,
        "letter",
        "letters",
        name=name,
        pictures=pictures,
        text=specimen.issued.text,
        source=specimen.scenario,
        pdf_url=reverse("studio:letter-pdf", args=[name]),
    )


@require_safe
@at_the_bench
def letter_pdf(_request: Any, bench: Bench, name: str) -> HttpResponse:
    """The letter as PDF."""
    data = sheets.pdf(bench.package, _specimen(bench, name))
    return HttpResponse(
        data, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}.pdf"'}
    )


@require_safe
@at_the_bench
def scenarios(request: Any, bench: Bench) -> HttpResponse:
    """Every scenario, played now, and what they reach together."""
    report = run_all(bench.package)
    names = {
        "nodes": gettext("Schritte"),
        "flows": gettext("Wege"),
        "rules": gettext("Regeln"),
        "pages": gettext("Seiten"),
        "blocks": gettext("Absätze der Schreiben"),
    }
    missing = report.coverage.missing()
    return page(
        request,
        bench,
        "scenarios",
        "scenarios",
        results=[_row(result) for result in report.results],
        good=sum(result.ok for result in report.results),
        coverage=[
            {"label": names[kind], "share": f"{report.coverage.share(kind):.0%}", "missing": missing.get(kind, [])}
            for kind in KINDS
        ],
    )


@require_POST
@at_the_bench
def play_scenario(_request: Any, bench: Bench, name: str) -> HttpResponse:
    """Take over a scenario's answers and steps, and show the case."""
    if name not in bench.package.scenarios:
        raise Http404
    bench.load(name)
    return HttpResponseRedirect(reverse("studio:process"))


def _row(result: Result) -> Mapping[str, Any]:
    return {
        "name": result.scenario,
        "title": result.title,
        "is_green": result.ok,
        "ends": result.ends,
        "failures": [failure.in_language(language()) for failure in result.failures],
        "url": reverse("studio:play-scenario", args=[result.scenario]),
    }


def _own(bench: Bench) -> list[Specimen]:
    return list(sheets.specimens(bench.play)) if bench.play else []


def _specimen(bench: Bench, name: str) -> Specimen:
    """The letter of the case that is being played, else of the first scenario that issues it."""
    package = bench.package
    found = next((one for one in reversed(_own(bench)) if one.issued.name == name), None)
    if found is not None:
        return found
    scenario = sheets.found_in_scenarios(package).get(name)
    if scenario is None:
        raise Http404
    other = Bench(bench.folder, readable=package, scenario=scenario)
    played, _ = deeds.play(package, other.series, other.moment, deeds.of_scenario(package.scenarios[scenario]))
    return next(one for one in sheets.specimens(played, scenario) if one.issued.name == name)
