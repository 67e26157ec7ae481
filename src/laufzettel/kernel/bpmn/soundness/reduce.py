"""Makes a net smaller without changing what is sound about it (after Murata): sequences become one place,
fork-join regions one branch. What a fused transition stands for stays in its moves and uses.
"""

from collections import defaultdict

from laufzettel.kernel.bpmn.soundness.net import Net, Transition


def reduce(net: Net) -> None:
    """Apply the rules until none fits any more."""
    while _fuse_places(net) or _drop_parallel_places(net) or _fuse_transitions(net) or _merge_transitions(net):
        pass


class _Around:
    """Who produces and who consumes each place."""

    def __init__(self, net: Net) -> None:
        self.producers: dict[int, list[Transition]] = defaultdict(list)
        self.consumers: dict[int, list[Transition]] = defaultdict(list)
        for transition in net.transitions:
            for bit in bits(transition.pre):
                self.consumers[bit].append(transition)
            for bit in bits(transition.post):
                self.producers[bit].append(transition)


def bits(marking: int) -> list[int]:
    """The single places of a marking."""
    found = []
    while marking:
        bit = marking & -marking
        found.append(bit)
        marking ^= bit
    return found


def _is_single(marking: int) -> bool:
    return marking != 0 and marking & (marking - 1) == 0


def _fuse_places(net: Net) -> bool:
    """p → t → q, where t is all that p can do: one place. Both marked at once would be unsafe before as well."""
    around = _Around(net)
    for t in net.transitions:
        p, q = t.pre, t.post
        if not (t.is_plain and _is_single(p) and _is_single(q) and p != q) or (p | q) & net.protected:
            continue
        after = around.consumers[q]
        if len(around.consumers[p]) != 1 or not after or q & net.initial or any(not c.is_plain for c in after):
            continue
        if any(producer.post & p for producer in around.producers[q]):
            continue  # it would put two tokens on the fused place: that is for the search to find
        net.transitions.remove(t)
        for consumer in after:
            consumer.pre = consumer.pre & ~q | p
            consumer.moves = t.moves + consumer.moves
            consumer.uses |= t.uses
        net.always = [(pre & ~q | p if pre & q else pre, uses) for pre, uses in net.always] + [(p, t.uses)]
        net.circles = [pre & ~q | p if pre & q else pre for pre in net.circles]
        here, there = p.bit_length() - 1, q.bit_length() - 1
        net.places[here], net.nodes[here] = net.places[there], net.nodes[there]
        for producer in around.producers[q]:
            if producer is not t:
                producer.post = producer.post & ~q | p
        return True
    return False


def _drop_parallel_places(net: Net) -> bool:
    """Two places that always hold a token together are one."""
    around = _Around(net)
    seen: dict[tuple[frozenset[int], frozenset[int], bool], int] = {}
    for bit in bits((1 << len(net.places)) - 1):
        producers, consumers = around.producers[bit], around.consumers[bit]
        if not producers or not consumers or bit & net.protected:
            continue
        if any(not t.is_plain for t in (*producers, *consumers)):
            continue
        key = (frozenset(map(id, producers)), frozenset(map(id, consumers)), bool(bit & net.initial))
        if key not in seen:
            seen[key] = bit
            continue
        for transition in (*producers, *consumers):
            transition.pre &= ~bit
            transition.post &= ~bit
        net.initial &= ~bit
        net.always = [(pre & ~bit | seen[key] if pre & bit else pre, uses) for pre, uses in net.always]
        net.circles = [pre & ~bit | seen[key] if pre & bit else pre for pre in net.circles]
        return True
    return False


def _fuse_transitions(net: Net) -> bool:
    """t1 → p → t2, where p has no other neighbours and t2 needs nothing else: one transition."""
    around = _Around(net)
    for bit in bits((1 << len(net.places)) - 1):
        producers, consumers = around.producers[bit], around.consumers[bit]
        if len(producers) != 1 or len(consumers) != 1 or bit & (net.protected | net.initial):
            continue
        first, second = producers[0], consumers[0]
        if any(pre & bit for pre in net.circles):
            continue
        if first is second or not (first.is_plain and second.is_plain) or second.pre != bit or not second.post:
            continue
        if first.post & second.post:
            continue
        first.post = first.post & ~bit | second.post
        first.moves += second.moves
        first.uses |= second.uses
        first.uses = first.uses.union(*(uses for pre, uses in net.always if pre & bit))
        net.always = [(pre, uses) for pre, uses in net.always if not pre & bit]
        net.transitions.remove(second)
        return True
    return False


def _merge_transitions(net: Net) -> bool:
    """Two ways between the same places are one; one that changes nothing is only remembered as used."""
    seen: dict[tuple[int, int], Transition] = {}
    for t in net.transitions:
        if not t.is_plain:
            continue
        if t.pre == t.post:
            net.always.append((t.pre, t.uses))
            net.circles.append(t.pre)
            net.transitions.remove(t)
            return True
        other = seen.get((t.pre, t.post))
        if other is not None:
            other.uses |= t.uses
            other.moves = min(other.moves, t.moves, key=len)
            net.transitions.remove(t)
            return True
        seen[t.pre, t.post] = t
    return False
