"""What was done in a preview, as a list: played again on the package as it is now, whenever its files change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from laufzettel.kernel.bpmn import stimuli
from laufzettel.kernel.package import Package, Play, Scenario, SettingsSeries
from laufzettel.kernel.package.playing_runs import play_run
from laufzettel.kernel.package.values import to_feel


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that a person or time did.

    `kind`: submit, task, timer, message, retry, trouble, gives, now, register or run; `name`: the element, message or
    run; `values`: FEEL values (of `trouble`: kind and detail; of `now`: the moment; of `register`: the scenario that
    fills it; of `run`: the year).
    """

    kind: str
    name: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def of_scenario(scenario: Scenario) -> list[Deed]:
    """The steps of a scenario."""
    deeds = [Deed("register", values={"of": scenario})] if "register" in scenario.data else []
    steps = list(scenario.data.get("step", ()))
    while steps and "job" in steps[0]:  # known before the application is there
        deeds += _of_step(steps.pop(0))
    if "run" in scenario.data:
        deeds.append(Deed("run", scenario.data["run"]["name"], {"year": scenario.data["run"]["year"]}))
    else:
        deeds.append(Deed("submit", values=to_feel(scenario.data.get("application", {}))))
    return deeds + [deed for step in steps for deed in _of_step(step)]


def _of_step(step: Mapping[str, Any]) -> list[Deed]:
    deeds = []
    if "now" in step:
        deeds.append(Deed("now", values={"moment": step["now"]}))
    name = step.get("job")
    if name and "gives" in step:
        deeds.append(Deed("gives", name, to_feel(step["gives"])))
    elif name:
        kind = "fails" if "fails" in step else "throws"
        deeds.append(Deed("trouble", name, {"kind": kind, "detail": step[kind]}))
    elif name := step.get("task"):
        deeds.append(Deed("task", name, to_feel(step.get("complete", {}))))
    elif name := step.get("timer"):
        deeds.append(Deed("timer", name))
    elif name := step.get("message"):
        deeds.append(Deed("message", name, to_feel(step.get("payload", {}))))
    return deeds


def play(package: Package, series: SettingsSeries, now: datetime, deeds: Sequence[Deed]) -> tuple[Play, list[Deed]]:
    """Play the deeds one after the other; those that fit, up to the first that does not fit any more."""
    played, done = Play(package, series, now), []
    for deed in deeds:
        if not _do(played, deed):
            break
        done.append(deed)
    return played, done


def _do(played: Play, deed: Deed) -> bool:
    match deed.kind:
        case "submit":
            return not played.missing(deed.values) and not played.submit(deed.values)
        case "task":
            return played.complete(deed.name, deed.values) == []
        case "timer":
            return played.fire(deed.name)
        case "message":
            return played.deliver(deed.name, deed.values)
        case "retry":
            found = [number for number, incident in played.incidents.items() if incident.element == deed.name]
            if found:
                played.advance(stimuli.Retry(found[0]))
            return bool(found)
        case "trouble":
            played.troubles[deed.name] = (deed.values["kind"], deed.values["detail"])
        case "gives":
            played.gives[deed.name] = deed.values
        case "register":
            given = deed.values["of"]
            return not list(played.registers.fill(given.document, given.data["register"], played.now))
        case "run":
            play_run(played, played.package.runs[deed.name], deed.values["year"])
        case "now":
            played.now = deed.values["moment"]
    return True
