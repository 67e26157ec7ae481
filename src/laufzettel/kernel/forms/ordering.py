"""The order in which the nodes of a level are decided: a condition after the fields that it reads."""

import heapq
from collections import defaultdict
from collections.abc import Iterable

from laufzettel.kernel.forms.expressions import Formula
from laufzettel.kernel.forms.findings import Findings
from laufzettel.kernel.forms.model import Computed, Field, Level, Node, Repeat, Step, walk
from laufzettel.kernel.forms.paths import Key
from laufzettel.kernel.problems import Text


def ordered(nodes: tuple[Node, ...], findings: Findings) -> Level:
    """The level with its order of evaluation; a finding where conditions read each other in a circle."""
    steps = list(walk(nodes))
    needs = _needs(steps)
    order = _sorted(needs)
    if len(order) < len(steps):
        circle = _circle(needs, set(range(len(steps))) - set(order))
        names = " → ".join(steps[index].node.id for index in circle)
        message = Text(f"Diese Bedingungen hängen im Kreis: {names}", f"These conditions run in a circle: {names}")
        findings.add("cycle", steps[circle[0]].node.id, message)
    return Level.of(nodes, tuple(steps[index] for index in order))


def reads_of(node: Node) -> set[str]:
    """The names of its own level that a node needs before it can be decided."""
    formulas: Iterable[Formula | None] = [node.hide]
    if isinstance(node, Computed):
        formulas = [node.hide, node.formula]
    elif isinstance(node, Field):
        formulas = [node.hide, node.options_from, node.readonly if isinstance(node.readonly, Formula) else None]
    found = {_local(name) for formula in formulas if formula for name in formula.reads}
    if isinstance(node, Repeat):
        found |= _reads_of_entries(node)
    return found


def _local(name: str) -> str:
    return name.removeprefix("this.")


def _reads_of_entries(node: Repeat) -> set[str]:
    """What the entries of a repeatable group read outside of themselves."""
    own = {key[0] for key in node.level.keys}
    found: set[str] = set()
    for step in node.level.steps:
        for name in reads_of(step.node):
            head = name.partition(".")[0]
            if head == "parent":
                found.add(name.removeprefix("parent."))
            elif head not in own and head != "i":
                found.add(name)
    return found


def _needs(steps: list[Step]) -> list[set[int]]:
    by_id = {step.node.id: index for index, step in enumerate(steps)}
    exact: dict[Key, int] = {}
    inside: dict[Key, list[int]] = defaultdict(list)
    for index, step in enumerate(steps):
        if isinstance(step.node, Field | Computed | Repeat):
            exact[step.node.key] = index
            for length in range(1, len(step.node.key) + 1):
                inside[step.node.key[:length]].append(index)
    needs: list[set[int]] = []
    for step in steps:
        found = {by_id[step.parent]} if step.parent else set()
        for name in reads_of(step.node):
            read = tuple(name.split("."))
            found.update(inside.get(read, ()))
            found.update(exact[read[:n]] for n in range(1, len(read)) if read[:n] in exact)
        needs.append(found)
    return needs


def _sorted(needs: list[set[int]]) -> list[int]:
    """Kahn's algorithm; where the order is free, that of the document."""
    waiting = [len(found) for found in needs]
    users: dict[int, list[int]] = defaultdict(list)
    for index, found in enumerate(needs):
        for other in found:
            users[other].append(index)
    ready = [index for index, count in enumerate(waiting) if count == 0]
    order: list[int] = []
    while ready:
        index = heapq.heappop(ready)
        order.append(index)
        for user in users[index]:
            waiting[user] -= 1
            if waiting[user] == 0:
                heapq.heappush(ready, user)
    return order


def _circle(needs: list[set[int]], stuck: set[int]) -> list[int]:
    path: list[int] = [min(stuck)]
    while True:
        following = min(needs[path[-1]] & stuck)
        if following in path:
            return [*path[path.index(following) :], following]
        path.append(following)
