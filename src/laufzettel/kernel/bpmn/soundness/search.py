"""Breadth-first search over the markings of a net: the first trouble found is the shortest way to it."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from laufzettel.kernel.bpmn.gateways import waits_for_more
from laufzettel.kernel.bpmn.program import Node
from laufzettel.kernel.bpmn.soundness.net import Move, Net, Outcome, Transition
from laufzettel.kernel.bpmn.soundness.reduce import bits

MAX_MARKINGS = 50_000

type Answers = frozenset[tuple[str, bool]]
type Situation = tuple[int, Answers]


@dataclass(slots=True)
class Result:
    """What the search found: elements used, outcomes, and the shortest way to each kind of trouble."""

    used: set[str] = field(default_factory=set)
    outcomes: dict[Outcome, tuple[Move, ...]] = field(default_factory=dict)
    twice: tuple[int, tuple[Move, ...]] | None = None
    """The place that would hold two tokens, and the way there."""
    stuck: tuple[int, tuple[Move, ...]] | None = None
    endless: tuple[int, tuple[Move, ...]] | None = None
    can_complete: bool = False
    is_complete: bool = True
    """False when there were too many markings to look at them all."""

    @property
    def is_unsound(self) -> bool:
        """Whether any trouble was found."""
        return bool(self.twice or self.stuck or self.endless)


def search(net: Net, limit: int = MAX_MARKINGS) -> Result:
    """Look at every marking that can be reached."""
    return _Search(net, limit).run()


class _Search:
    def __init__(self, net: Net, limit: int) -> None:
        self.net = net
        self.limit = limit
        self.result = Result()
        self.came: dict[Situation, tuple[Situation, Transition] | None] = {}
        self.before: dict[Situation, list[Situation]] = {}
        self.ends: list[Situation] = []
        self.dead: list[Situation] = []

    def run(self) -> Result:
        start: Situation = (self.net.initial, frozenset())
        self.came[start] = None
        queue = deque([start])
        while queue:
            situation = queue.popleft()
            if not situation[0]:
                self.ends.append(situation)
                continue
            any_step = any(situation[0] & needed == needed for needed in self.net.circles)
            for transition, following in self.steps(situation):
                any_step = True
                if following is None:
                    self.ends.append(situation)  # trouble of its own; not also a dead end
                    continue
                self.before.setdefault(following, []).append(situation)
                if following not in self.came:
                    if len(self.came) >= self.limit:
                        self.result.is_complete = False
                        return self.result
                    self.came[following] = (situation, transition)
                    queue.append(following)
            if not any_step:
                self.dead.append(situation)
        self.conclude()
        return self.result

    def steps(self, situation: Situation) -> Iterator[tuple[Transition, Situation | None]]:
        """Everything that may happen next; None where it would put two tokens on one place."""
        marking, answers = situation
        for needed, uses in self.net.always:
            if marking & needed == needed:
                self.result.used |= uses
        for transition in self.net.transitions:
            taken = self.taken(transition, marking)
            if not taken or not _fits(transition, answers):
                continue
            self.result.used |= transition.uses
            if transition.outcome is not None:
                self.result.outcomes.setdefault(transition.outcome, self.way(situation) + transition.moves)
            rest = 0 if transition.clears else marking & ~taken
            if rest & transition.post:
                if self.result.twice is None:
                    self.result.twice = (rest & transition.post, self.way(situation) + transition.moves)
                yield transition, None
                continue
            yield transition, (rest | transition.post, _answered(transition, answers))

    def taken(self, transition: Transition, marking: int) -> int:
        """The tokens a transition takes, 0 when it cannot happen."""
        if transition.join is None:
            return transition.pre if marking & transition.pre == transition.pre else 0
        here = marking & transition.pre
        if not here:
            return 0
        if here != transition.pre and self.waits(transition.join, marking, here):
            return 0
        return here

    def waits(self, join: Node, marking: int, here: int) -> bool:
        parked = {self.net.places[bit.bit_length() - 1]: 1 for bit in bits(here)}
        active = [self.net.nodes[bit.bit_length() - 1] for bit in bits(marking & ~here)]
        return waits_for_more(join, parked, active)

    def way(self, situation: Situation) -> tuple[Move, ...]:
        """The moves that lead to a situation."""
        parts: list[tuple[Move, ...]] = []
        step = self.came[situation]
        while step is not None:
            parts.append(step[1].moves)
            step = self.came[step[0]]
        return tuple(move for part in reversed(parts) for move in part)

    def conclude(self) -> None:
        """What cannot reach the end: stuck where nothing can happen, endless where only circles are left."""
        self.result.can_complete = bool(self.ends)
        good = set(self.ends)
        todo = list(self.ends)
        while todo:
            for earlier in self.before.get(todo.pop(), ()):
                if earlier not in good:
                    good.add(earlier)
                    todo.append(earlier)
        if self.dead:
            self.result.stuck = (self.dead[0][0], self.way(self.dead[0]))
        elif (lost := next((situation for situation in self.came if situation not in good), None)) is not None:
            self.result.endless = (lost[0], self.way(lost))


def _fits(transition: Transition, answers: Answers) -> bool:
    return all((text, not value) not in answers for text, value in transition.choices.needs.items())


def _answered(transition: Transition, answers: Answers) -> Answers:
    choices = transition.choices
    if not choices.matter:
        return answers
    kept = frozenset(answer for answer in answers if answer[0] not in choices.reopens)
    return kept | frozenset(choices.needs.items())
