"""Nets in one line: `s p1; p1 t1 p2; p1 t2 p2; p2 e`. The first letter of an id says what it is.

s start, e end, t user task, i script, x exclusive, p parallel, o inclusive, v event-based, c catch, k terminate end.
Exclusive and inclusive splits get a condition of their own for every flow but the last, which is the default.
"""

from tests.kernel.bpmn.notation import bpmn

_WORDS = {
    "s": "start {}",
    "e": "end {}",
    "t": "user {}",
    "i": "script {} | expr==1 | result={}_r",
    "x": "xor {}",
    "p": "and {}",
    "o": "or {}",
    "v": "evt {}",
    "c": "catch {} | message={} | key==1",
    "k": "end {} | terminate",
}


def notation(net: str, more: str = "") -> str:
    """A net in the long notation; `more` are further lines, such as boundary events."""
    paths = [part.split() for part in net.split(";") if part.strip()]
    given = {
        line.split()[1] for line in more.splitlines() if line.strip() and "->" not in line and len(line.split()) > 1
    }
    flows = [(path[i], path[i + 1]) for path in paths for i in range(len(path) - 1)]
    ids = list(dict.fromkeys(node for path in paths for node in path))
    lines = [_WORDS[node[0]].replace("{}", node) for node in ids if node not in given]
    outgoing: dict[str, list[str]] = {}
    for source, target in flows:
        outgoing.setdefault(source, []).append(target)
    for source, target in flows:
        targets = outgoing[source]
        if source[0] in "xo" and len(targets) > 1:
            is_last = target == targets[-1]
            arrow, condition = ("*->", "") if is_last else ("->", f" : ={source}_{targets.index(target)}")
            lines.append(f"{source} {arrow} {target}{condition}")
        else:
            lines.append(f"{source} -> {target}")
    return "\n".join([*lines, more])


def net_xml(net: str, more: str = "") -> str:
    """The XML of a net."""
    return bpmn(notation(net, more))
