"""Rule 3: a circle in which nothing waits would run until the step's limit."""

from collections.abc import Iterator

from laufzettel.kernel.bpmn.program import Node, Program
from laufzettel.kernel.problems import Finding, Place, Text

_NEVER_WAIT = frozenset({"pass", "script", "decision", "exclusive", "parallel", "inclusive", "start"})


def endless_cycles(program: Program, scope: Node) -> Iterator[Finding]:
    """Circles without a wait: an error, or a warning when a condition on them reads what they write."""
    nodes = [node for node in scope.children if passes_through(node, set())]
    for circle in _circles(nodes):
        keys = {node.key for node in circle}
        written = {name for node in circle for name in _writes(node)}
        read = {
            path.partition(".")[0]
            for node in circle
            for edge in node.outgoing
            if edge.condition is not None
            for path in edge.condition.reads
        }
        leaves = any(edge.target.key not in keys for node in circle for edge in node.outgoing)
        first = min(circle, key=lambda node: node.order)
        names = ", ".join(f"„{node.label}“" for node in sorted(circle, key=lambda node: node.order))
        if leaves and written & read:
            yield Finding(
                "bpmn-cycle-without-wait",
                Text(
                    f"In diesem Kreis wartet nichts: {names}. Er endet nur, wenn seine Bedingung einmal zutrifft.",
                    f"Nothing waits in this circle: {names}. It ends only when its condition comes true.",
                ),
                Place(program.model.file, first.id, first.line),
                "warning",
            )
        else:
            yield Finding(
                "bpmn-cycle-without-wait",
                Text(
                    f"In diesem Kreis wartet nichts, und nichts in ihm ändert seine Bedingung: {names}.",
                    f"Nothing waits in this circle, and nothing in it changes its condition: {names}.",
                ),
                Place(program.model.file, first.id, first.line),
            )


def passes_through(node: Node, open_: set[str]) -> bool:
    """Whether a token may get through a node in the step in which it came."""
    if node.behaviour in _NEVER_WAIT:
        return True
    if node.behaviour == "throw":
        return node.job is None and not (node.event is not None and node.event.kind == "compensation")
    inside = node.called if node.behaviour == "call" else node if node.behaviour == "sub-process" else None
    if inside is None or node.is_event_subprocess or node.key in open_:
        return False
    return _can_rush(inside, open_ | {node.key})


def _can_rush(scope: Node, open_: set[str]) -> bool:
    """Whether some way leads through a scope without a wait."""
    todo = [scope.start] if scope.start is not None else []
    seen: set[str] = set()
    while todo:
        node = todo.pop()
        if node.key in seen:
            continue
        seen.add(node.key)
        if node.behaviour == "end":
            if node.job is None:
                return True
            continue
        if passes_through(node, open_):
            if not node.outgoing and node.link is None:
                return True
            todo += [edge.target for edge in node.outgoing] + ([node.link] if node.link else [])
    return False


def _writes(node: Node) -> set[str]:
    if node.outputs:
        return {assignment.target[0] for assignment in node.outputs}
    if node.behaviour in ("sub-process", "call"):
        inside = node.called if node.called is not None else node
        return {name for child in inside.children for name in _writes(child)}
    return {node.result} if node.result else set()


def _circles(nodes: list[Node]) -> Iterator[list[Node]]:
    """The strongly connected components with a circle in them (Tarjan, without recursion)."""
    inside = {node.key for node in nodes}
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[Node] = []
    for root in nodes:
        if root.key in index:
            continue
        work = [(root, iter(_following(root, inside)))]
        index[root.key] = low[root.key] = len(index)
        stack.append(root)
        while work:
            node, following = work[-1]
            target = next(following, None)
            if target is None:
                work.pop()
                if work:
                    low[work[-1][0].key] = min(low[work[-1][0].key], low[node.key])
                if low[node.key] == index[node.key]:
                    circle = _pop(stack, node)
                    if len(circle) > 1 or node in _following(node, inside):
                        yield circle
            elif target.key not in index:
                index[target.key] = low[target.key] = len(index)
                stack.append(target)
                work.append((target, iter(_following(target, inside))))
            elif target in stack:
                low[node.key] = min(low[node.key], index[target.key])


def _following(node: Node, inside: set[str]) -> list[Node]:
    targets = [edge.target for edge in node.outgoing] + ([node.link] if node.link else [])
    if node.behaviour == "catch":
        return []
    return [target for target in targets if target.key in inside]


def _pop(stack: list[Node], root: Node) -> list[Node]:
    circle: list[Node] = []
    while True:
        node = stack.pop()
        circle.append(node)
        if node is root:
            return circle
