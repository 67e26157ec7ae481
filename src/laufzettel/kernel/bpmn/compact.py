"""Effects that cancel each other within one step never reach the platform."""

from collections.abc import Sequence

from laufzettel.kernel.bpmn import effects as e

_PAIRS: dict[type[e.Effect], type[e.Effect]] = {
    e.CancelTask: e.CreateTask,
    e.CancelJob: e.StartJob,
    e.CancelTimer: e.ScheduleTimer,
    e.Unsubscribe: e.Subscribe,
    e.CloseIncident: e.RaiseIncident,
}


def compact(effects: Sequence[e.Effect]) -> tuple[e.Effect, ...]:
    """Drop what was asked for and cancelled in the same step: no row is written to be deleted at once."""
    if len(effects) < 2 or not any(type(effect) in _PAIRS for effect in effects):
        return tuple(effects)
    opened: dict[tuple[type[e.Effect], int], int] = {}
    dropped: set[int] = set()
    for position, effect in enumerate(effects):
        number = getattr(effect, "number", effect.instance)
        begun = _PAIRS.get(type(effect))
        if begun is None:
            opened[type(effect), number] = position
        elif (begun, number) in opened:
            dropped |= {opened.pop((begun, number)), position}
    return tuple(effect for position, effect in enumerate(effects) if position not in dropped)
