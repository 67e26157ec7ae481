"""The case that is being played: what is open, what has happened, and where it stands in the picture."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from laufzettel.kernel import bpmn, feel, forms
from laufzettel.kernel.bpmn import effects
from laufzettel.kernel.dmn import Decided
from laufzettel.kernel.package import Package, Play
from laufzettel.kernel.package.trace import in_words
from laufzettel.studio.bench import Bench
from laufzettel.studio.deeds import Deed
from laufzettel.studio.made_up_files import raw_with_files, uploads_in
from laufzettel.studio.sheets import specimens
from laufzettel.studio.views.frame import at_the_bench, language, page
from laufzettel.ui.forms import render_changes, render_page
from laufzettel.ui.results import in_words as value_in_words
from laufzettel.ui.results import result_rows, words_of

type Wrong = tuple[int, dict[str, list[str]], Any]


@require_http_methods(["GET", "HEAD"])
@at_the_bench
def process(request: Any, bench: Bench) -> HttpResponse:
    """The case, or how to begin one."""
    return _process(request, bench)


@require_POST
@at_the_bench
def task(request: Any, bench: Bench, instance: int) -> HttpResponse:
    """Complete a task with its form; htmx asks here what an answer changes."""
    play = bench.play
    found = play.tasks.get(instance) if play else None
    if play is None or found is None:
        return HttpResponseRedirect(reverse("studio:process"))
    form, raw = _form_of(bench.package, found), raw_with_files(request)
    if form is None:
        bench.do(Deed("task", found.element))
        return HttpResponseRedirect(reverse("studio:process"))
    seen = {**play.visible(instance), **play.context()}
    if request.headers.get("HX-Request") == "true":
        url = reverse("studio:task", args=[instance])
        changed = render_changes(
            form,
            forms.WHOLE,
            {},
            raw,
            context=seen,
            now=play.now,
            update_url=url,
            prefix=_prefix(instance),
            uploads=uploads_in(raw, {}),
        )
        return HttpResponse(changed)
    answers = form.validate(forms.WHOLE, raw, context=seen, now=play.now, files=uploads_in(raw, {}).files)
    if not answers.ok:
        return _process(request, bench, (instance, raw, answers.errors))
    bench.do(Deed("task", found.element, answers.values))
    return HttpResponseRedirect(reverse("studio:process"))


@require_POST
@at_the_bench
def step(request: Any, bench: Bench) -> HttpResponse:
    """Let a timer fall due, a message arrive, a step be tried again; or take the last thing back."""
    kind, name = request.POST.get("art", ""), request.POST.get("name", "")
    if kind == "zurueck":
        bench.undo()
    elif kind == "timer":
        bench.do(Deed("timer", name))
    elif kind == "nachricht":
        bench.do(Deed("message", name, _payload(bench.package, name)))
    elif kind == "stoerung":
        bench.do(Deed("retry", name))
    return HttpResponseRedirect(reverse("studio:process"))


def _process(request: Any, bench: Bench, wrong: Wrong | None = None) -> HttpResponse:
    play, package = bench.play, bench.package
    if play is None:
        picture = bpmn.draw(package.model, language=language())
        return page(request, bench, "process_none", "process", picture=picture, lost=bench.lost)
    return page(
        request,
        bench,
        "process",
        "process",
        status=422 if wrong else 200,
        has_errors=bool(wrong),
        lost=bench.lost,
        scenario=bench.scenario,
        tasks=[_task(package, play, one, wrong) for one in play.tasks.values()],
        timers=[
            {"name": timer.element, "title": _title(package, timer.element), "due": f"{timer.due:%d.%m.%Y %H:%M}"}
            for timer in play.timers.values()
        ],
        messages=sorted({one.subject for one in play.subscriptions.values() if one.kind == "message"}),
        incidents=[
            {
                "name": one.element,
                "title": one.name or one.element,
                "message": one.message.in_language(language()),
                "detail": one.detail,
            }
            for one in play.incidents.values()
        ],
        ended=_title(package, play.ended.element) if play.ended else "",
        decisions=_decisions(package, play),
        letters=[
            {"name": one.issued.name, "url": reverse("studio:letter", args=[one.issued.name])}
            for one in specimens(play)
        ],
        jobs=[
            {"type": kind, "input": [{"name": key, "value": _value(value)} for key, value in given.items()]}
            for kind, given in play.jobs
        ],
        variables=[{"name": name, "value": _value(value)} for name, value in _variables(play).items()],
        trace=[sentence.in_language(language()) for sentence in in_words(play.events)],
        picture=_picture(package, play),
        can_undo=bench.fitting > 1,
    )


def _task(package: Package, play: Play, found: effects.CreateTask, wrong: Wrong | None) -> dict[str, Any]:
    form = _form_of(package, found)
    fields: Any = ""
    links: list[dict[str, str]] = []
    url = reverse("studio:task", args=[found.instance])
    if form is not None:
        is_wrong = wrong is not None and wrong[0] == found.instance
        rendered = render_page(
            form,
            forms.WHOLE,
            {},
            wrong[2] if wrong and is_wrong else (),
            context={**play.visible(found.instance), **play.context()},
            now=play.now,
            raw=wrong[1] if wrong and is_wrong else None,
            update_url=url,
            level=3,
            prefix=_prefix(found.instance),
            uploads=uploads_in(wrong[1] if wrong and is_wrong else {}, {}),
        )
        fields, links = rendered, rendered.errors
    return {
        "id": found.instance,
        "title": found.name or found.element,
        "groups": ", ".join(found.candidate_groups),
        "url": url,
        "fields": fields,
        "errors": links,
    }


def _form_of(package: Package, found: effects.CreateTask) -> forms.Form | None:
    return package.form(found.form) if found.form else None


def _prefix(instance: int) -> str:
    return f"a{instance}-"


def _title(package: Package, element: str) -> str:
    node = package.program.nodes.get(element)
    return (node.name if node else "") or element


def _payload(package: Package, name: str) -> dict[str, Any]:
    """A message without content: every declared part is null."""
    return dict.fromkeys(package.messages.get(name, {}), None)


def _decisions(package: Package, play: Play) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    words = words_of(package, language())
    for event in play.events:
        if event.kind != "decided":
            continue
        name = event.data["decision"]
        decided = Decided(event.data["value"], event.data["fired"], event.data["trace"])
        rows[name] = {
            "title": event.name or name,
            "result": result_rows(decided.value, package.decisions[name].labels(name), words),
            "reasons": [line for line in decided.why(language()).splitlines() if line.strip()],
        }
    return list(rows.values())


def _variables(play: Play) -> dict[str, Any]:
    if play.ended:
        return dict(play.ended.variables)
    root = next(iter(play.state.instances), 0)
    return play.visible(root) if root else {}


def _value(value: Any) -> str:
    return feel.to_text(value) if isinstance(value, dict | list) else value_in_words(value) or gettext("leer")


def _picture(package: Package, play: Play) -> Any:
    passed: set[str] = set()
    active: dict[int | None, str] = {}
    for event in play.events:
        if event.kind == "activated":
            active[event.instance] = event.element
        elif event.kind in ("completed", "terminated", "taken"):
            passed.add(event.element)
            if event.kind != "taken":
                active.pop(event.instance, None)
    stuck = {one.element for one in play.incidents.values()}
    return bpmn.draw(package.model, visited=passed, current=set(active.values()), incidents=stuck, language=language())
