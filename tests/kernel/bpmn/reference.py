"""A second interpreter, slow and obvious, written from the rules and not from `advance`; it reads the notation itself.

It knows: start, end, terminate end, user, task, script (a number), exclusive, parallel, inclusive and event-based
gateways, catch events (messages), sub-processes, boundary timers and messages of both kinds, parallel and sequential
multi-instance user tasks (as many as a number says), service tasks that fail and are tried again, errors thrown by
tasks, and in sub-processes event sub-processes of both kinds (message, timer, error). Variables all live at the root.
"""

from dataclasses import dataclass, field

from tests.kernel.bpmn.notation import Node, parse


@dataclass(eq=False)
class Area:
    """A scope that is alive."""

    node: Node
    owner: "Thing | None"
    things: list["Thing"] = field(default_factory=list)
    parked: list[tuple[str, str]] = field(default_factory=list)
    fired: list[str] = field(default_factory=list)
    is_interrupted: bool = False
    is_alive: bool = True


@dataclass(eq=False)
class Thing:
    """An element that is alive. `kind`: plain, body (of a multi-instance) or inner."""

    node: Node
    area: Area
    kind: str = "plain"
    inside: Area | None = None
    body: "Thing | None" = None
    inner: list["Thing"] = field(default_factory=list)
    left: int = 0
    fired: list[str] = field(default_factory=list)
    is_alive: bool = True
    is_stopped: bool = False
    since: int = 0
    """When it was last asked for: of several of one name, what was asked for first is answered first."""


class Reference:
    """Runs a process in the notation; `trace` is what `Case.trace` shows."""

    def __init__(self, text: str) -> None:
        self.root = parse(text, "p")
        self.agenda: list[tuple[object, ...]] = []
        self.trace: list[str] = []
        self.variables: dict[str, int] = {}
        self.top: Area | None = None
        self.is_over = False
        self.clock = 0

    # What happens from outside

    def start(self, variables: dict[str, int]) -> None:
        self.variables.update(variables)
        self.top = Area(self.root, None)
        self.agenda.append(("arrive", self.top, self.first(self.root), None))
        self.run()

    def complete(self, element: str, variables: dict[str, int]) -> None:
        """The oldest open task of that name is done."""
        thing = self.oldest(element)
        self.variables.update(variables)
        self.agenda.append(("finish", thing, None))
        self.run()

    def fail(self, element: str) -> None:
        """The oldest open job of that name has failed for good."""
        self.stop(self.oldest(element))

    def retry(self, element: str) -> None:
        """What stands still is asked for once more."""
        thing = self.oldest(element, is_stopped=True)
        thing.is_stopped, thing.since = False, self.tick()

    def throw(self, element: str, code: str) -> None:
        """Rule 19: outwards from the task; the code before any code; an event sub-process before the boundary."""
        thrower = self.oldest(element)
        host: Thing | None = thrower.body or thrower
        while host is not None:
            events = [(start, True) for start in self.starts(host.inside) if start.get("error") is not None]
            events += [(event, False) for event in self.boundaries(host) if event.get("error") is not None]
            for wanted in (code, ""):
                for event, is_inside in events:
                    if event.get("error") != wanted:
                        continue
                    if is_inside and host.inside is not None:
                        self.begin_event(host.inside, event)
                    else:
                        self.happen(host, event)
                    return
            host = host.area.owner
        self.stop(thrower)

    def stop(self, thing: Thing) -> None:
        thing.is_stopped, thing.since = True, self.tick()
        self.trace.append("!" + thing.node.id)

    def begin_event(self, area: Area, start: Node) -> None:
        """Rule 21: an interrupting start ends what else is in the scope, and is the last one to."""
        if start.get("non") is None:
            area.is_interrupted = True
            for thing in list(area.things):
                self.kill(thing)
            area.parked.clear()
        elif start.get("timer") is not None:
            area.fired.append(start.id)
        process = next(child for child in area.node.children if child.word == "esp" and start in child.children)
        self.agenda.append(("arrive", area, process, None))
        self.run()

    def fire(self, event: str) -> None:
        """The oldest armed timer of that name is due."""
        for area in self.areas():
            for start in self.starts(area):
                if start.id == event and event not in area.fired:
                    self.begin_event(area, start)
                    return
        for thing in self.everything():
            for boundary in self.boundaries(thing):
                if boundary.id == event and event not in thing.fired:
                    if boundary.get("non") is not None:
                        thing.fired.append(event)
                    self.happen(thing, boundary)
                    return
        raise AssertionError(event)

    def happen(self, host: Thing, boundary: Node) -> None:
        """A boundary event reaches its host, which an interrupting one ends."""
        if boundary.get("non") is None:
            self.kill(host)
        self.agenda.append(("arrive", host.area, boundary, None))
        self.run()

    def message(self, event: str) -> None:
        for area in self.areas():
            for start in self.starts(area):
                if start.id == event:
                    self.begin_event(area, start)
                    return
        for thing in self.everything():
            for boundary in self.boundaries(thing):
                if boundary.id == event:
                    self.happen(thing, boundary)
                    return
            is_chosen = thing.node.word == "evt" and event in self.after(thing.area, thing.node)
            if is_chosen or (thing.node.word == "catch" and thing.node.id == event):
                self.agenda.append(("finish", thing, [event] if is_chosen else None))
                self.run()
                return
        raise AssertionError(event)

    def open(self) -> list[str]:
        return sorted(t.node.id for t in self.everything() if self.is_open(t) and not t.is_stopped)

    def incidents(self) -> list[str]:
        return sorted(t.node.id for t in self.everything() if t.is_stopped)

    def timers(self) -> list[str]:
        timed = [(t, b) for t in self.everything() for b in self.boundaries(t) if b.get("timer") is not None]
        found = [boundary.id for thing, boundary in timed if boundary.id not in thing.fired]
        for area in self.areas():
            armed = [start.id for start in self.starts(area) if start.get("timer") is not None]
            found += [id_ for id_ in armed if id_ not in area.fired]
        return sorted(found)

    def messages(self) -> list[str]:
        found = []
        for thing in self.everything():
            if thing.node.word == "catch":
                found.append(thing.node.id)
            elif thing.node.word == "evt":
                found += self.after(thing.area, thing.node)
            found += [boundary.id for boundary in self.boundaries(thing) if boundary.get("message") is not None]
        for area in self.areas():
            found += [start.id for start in self.starts(area) if start.get("message") is not None]
        return sorted(found)

    # Questions

    def everything(self) -> list[Thing]:
        found: list[Thing] = []

        def collect(area: Area) -> None:
            for thing in area.things:
                found.append(thing)
                found.extend(thing.inner)
                if thing.inside is not None:
                    collect(thing.inside)

        if self.top is not None and self.top.is_alive:
            collect(self.top)
        return found

    def is_open(self, thing: Thing) -> bool:
        return thing.node.word in ("user", "service") and thing.kind != "body"

    def oldest(self, element: str, *, is_stopped: bool = False) -> Thing:
        found = [t for t in self.everything() if t.node.id == element and self.is_open(t)]
        return min((t for t in found if t.is_stopped == is_stopped), key=lambda thing: thing.since)

    def tick(self) -> int:
        self.clock += 1
        return self.clock

    def starts(self, area: Area | None) -> list[Node]:
        """The starts of the event sub-processes that a scope still waits for."""
        if area is None or area.is_interrupted:
            return []
        return [self.first(child) for child in area.node.children if child.word == "esp"]

    def first(self, node: Node) -> Node:
        return next(child for child in node.children if child.word == "start")

    def find(self, area: Area, id_: str) -> Node:
        return next(child for child in area.node.children if child.id == id_)

    def after(self, area: Area, node: Node) -> list[str]:
        return [target for source, target, _, _ in area.node.flows if source == node.id]

    def before(self, area: Area, node: Node) -> list[str]:
        return [source for source, target, _, _ in area.node.flows if target == node.id]

    def boundaries(self, thing: Thing) -> list[Node]:
        if thing.kind == "inner":
            return []
        return [c for c in thing.area.node.children if c.word == "boundary" and c.get("on") == thing.node.id]

    def holds(self, condition: str) -> bool:
        name, _, value = condition.removeprefix("=").partition(" = ")
        return self.variables[name] == int(value)

    # The agenda

    def run(self) -> None:
        while True:
            while self.agenda:
                what, *rest = self.agenda.pop(0)
                if what == "arrive":
                    self.arrive(*rest)  # type: ignore[arg-type]
                else:
                    self.finish(*rest)  # type: ignore[arg-type]
            if not self.inclusive():
                return

    def arrive(self, area: Area, node: Node, source: str | None) -> None:
        if not area.is_alive:
            return
        sources = self.before(area, node)
        if node.word in ("and", "or") and len(sources) > 1 and source is not None:
            area.parked.append((source, node.id))
            if all((other, node.id) in area.parked for other in sources):
                for other in sources:
                    area.parked.remove((other, node.id))
                self.begin(area, node)
            return
        self.begin(area, node)

    def begin(self, area: Area, node: Node) -> None:
        thing = Thing(node, area, since=self.tick())
        area.things.append(thing)
        if node.word == "user" and node.get("each") is not None:
            self.begin_body(thing)
        elif node.word in ("user", "service", "evt") or (node.word == "catch" and not self.is_chosen(area, node)):
            pass
        elif node.word in ("sub", "esp"):
            thing.inside = Area(node, thing)
            self.agenda.append(("arrive", thing.inside, self.first(node), None))
        elif node.word == "script":
            self.agenda.append(("finish", thing, None))
        elif node.word in ("xor", "or"):
            self.agenda.append(("finish", thing, self.choose(area, node)))
        elif node.word == "end" and node.get("terminate") is not None:
            for other in list(area.things):
                if other is not thing:
                    self.kill(other)
            area.parked.clear()
            self.agenda = [entry for entry in self.agenda if not (entry[0] == "arrive" and entry[1] is area)]
            self.agenda.append(("finish", thing, None))
        else:
            self.agenda.append(("finish", thing, None))

    def is_chosen(self, area: Area, node: Node) -> bool:
        return any(self.find(area, source).word == "evt" for source in self.before(area, node))

    def begin_body(self, thing: Thing) -> None:
        thing.kind = "body"
        count = int((thing.node.get("each") or "").rpartition("..")[2].partition(" ")[0])
        thing.left = count
        for _ in range(1 if thing.node.get("seq") is not None else count):
            self.add_inner(thing)

    def add_inner(self, body: Thing) -> None:
        body.inner.append(Thing(body.node, body.area, "inner", body=body, since=self.tick()))

    def choose(self, area: Area, node: Node) -> list[str]:
        flows = [
            (target, condition, default) for source, target, condition, default in area.node.flows if source == node.id
        ]
        if len(flows) < 2:
            return [target for target, _, _ in flows]
        true = [target for target, condition, default in flows if not default and self.holds(condition)]
        otherwise = [target for target, _, default in flows if default]
        return (true[:1] if node.word == "xor" else true) or otherwise

    def finish(self, thing: Thing, targets: list[str] | None) -> None:
        area = thing.area
        if not thing.is_alive or (thing.inside is not None and self.is_busy(thing.inside)):
            return
        thing.is_alive = False
        self.trace.append(thing.node.id)
        if thing.body is not None:
            self.inner_done(thing.body, thing)
            return
        if thing.node.word == "script":
            self.variables[thing.node.get("result") or ""] = int((thing.node.get("expr") or "=0").removeprefix("="))
        area.things.remove(thing)
        for target in self.after(area, thing.node) if targets is None else targets:
            self.agenda.append(("arrive", area, self.find(area, target), thing.node.id))
        self.settle(area)

    def inner_done(self, body: Thing, thing: Thing) -> None:
        body.inner.remove(thing)
        body.left -= 1
        if body.left == 0:
            self.agenda.append(("finish", body, None))
        elif body.node.get("seq") is not None:
            self.add_inner(body)

    def is_busy(self, area: Area) -> bool:
        waiting = any(entry[0] == "arrive" and entry[1] is area for entry in self.agenda)
        return bool(area.things or area.parked or waiting)

    def settle(self, area: Area) -> None:
        if self.is_busy(area):
            return
        if area.owner is None:
            area.is_alive = False
            self.is_over = True
        else:
            self.agenda.append(("finish", area.owner, None))

    def kill(self, thing: Thing) -> None:
        for inner in thing.inner:
            self.trace.append("~" + inner.node.id)
            inner.is_alive = False
        if thing.inside is not None:
            for other in list(thing.inside.things):
                self.kill(other)
            thing.inside.is_alive = False
        thing.is_alive = False
        thing.area.things.remove(thing)
        self.trace.append("~" + thing.node.id)

    # Rule 14

    def inclusive(self) -> bool:
        for area in self.areas():
            for node in area.node.children:
                parked = [source for source, target in area.parked if target == node.id]
                if node.word != "or" or not parked:
                    continue
                missing = [source for source in self.before(area, node) if source not in parked]
                places = {t.node.id for t in area.things} | {target for _, target in area.parked if target != node.id}
                if not any(
                    self.reaches(area, place, node.id, missing) and not self.reaches(area, place, node.id, parked)
                    for place in places
                ):
                    for source in dict.fromkeys(parked):
                        area.parked.remove((source, node.id))
                    self.begin(area, node)
                    return True
        return False

    def areas(self) -> list[Area]:
        found = [self.top] if self.top is not None and self.top.is_alive else []
        return found + [t.inside for t in self.everything() if t.inside is not None]

    def reaches(self, area: Area, place: str, join: str, missing: list[str]) -> bool:
        seen: set[str] = set()
        todo = [place]
        while todo:
            here = todo.pop()
            if here in seen or here == join:
                continue
            seen.add(here)
            for source, target, _, _ in area.node.flows:
                if source == here:
                    if target == join and source in missing:
                        return True
                    todo.append(target)
            todo += [c.id for c in area.node.children if c.word == "boundary" and c.get("on") == here]
        return False
