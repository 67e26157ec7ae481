"""Random block-structured processes in the notation, and random ways through them."""

import random
from collections.abc import Callable

VARIABLES = ("v0", "v1", "v2", "v3")


class Builder:
    """Grows a process from blocks; every block goes from one node to one node."""

    goes_on = 0.6
    """How likely another block follows."""

    def __init__(self, rng: random.Random, size: int) -> None:
        self.rng = rng
        self.left = size
        self.count = 0

    def new(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def process(self) -> str:
        nodes: list[str] = []
        flows: list[str] = []
        start, end = self.new("s"), self.new("e")
        nodes += [f"start {start}", f"end {end}"]
        first, last = self.sequence(nodes, flows, 0)
        flows += [f"{start} -> {first}", f"{last} -> {end}"]
        return "\n".join(nodes + flows)

    def sequence(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        first, last = self.block(nodes, flows, depth)
        while self.left > 0 and self.rng.random() < self.goes_on:
            following, then = self.block(nodes, flows, depth)
            flows.append(f"{last} -> {following}")
            last = then
        return first, last

    def block(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        self.left -= 1
        kinds: list[Callable[[list[str], list[str], int], tuple[str, str]]] = [self.user, self.user, self.script]
        if self.left > 0 and depth < 4:
            kinds += [self.split, self.split, self.parallel, self.parallel, self.inclusive, self.loop]
            kinds += [self.subprocess, self.timer, self.quiet_timer, self.events, self.several]
            kinds += self.more_kinds()
        return self.rng.choice(kinds)(nodes, flows, depth)

    def more_kinds(self) -> list[Callable[[list[str], list[str], int], tuple[str, str]]]:
        """What a builder of other processes adds."""
        return []

    def user(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        id_ = self.new("t")
        nodes.append(f"user {id_}")
        return id_, id_

    def several(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        id_ = self.new("m")
        sequential = " | seq" if self.rng.random() < 0.5 else ""
        nodes.append(f"user {id_} | each==for i in 1..{self.rng.randint(1, 3)} return i{sequential}")
        return id_, id_

    def script(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        id_ = self.new("i")
        nodes.append(f"script {id_} | expr=={self.rng.randint(0, 1)} | result={self.rng.choice(VARIABLES)}")
        return id_, id_

    def condition(self) -> str:
        return f"={self.rng.choice(VARIABLES)} = {self.rng.randint(0, 1)}"

    def split(self, nodes: list[str], flows: list[str], depth: int, word: str = "xor") -> tuple[str, str]:
        first, last = self.new("x"), self.new("x")
        nodes += [f"{word} {first}", f"{word} {last}"]
        for branch in range(self.rng.randint(2, 3)):
            begin, end = self.sequence(nodes, flows, depth + 1)
            flows.append(
                f"{first} {'*->' if not branch else '->'} {begin}" + (f" : {self.condition()}" if branch else "")
            )
            flows.append(f"{end} -> {last}")
        return first, last

    def inclusive(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        return self.split(nodes, flows, depth, "or")

    def parallel(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        first, last = self.new("p"), self.new("p")
        nodes += [f"and {first}", f"and {last}"]
        for _ in range(self.rng.randint(2, 3)):
            begin, end = self.sequence(nodes, flows, depth + 1)
            flows += [f"{first} -> {begin}", f"{end} -> {last}"]
        return first, last

    def loop(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        first, last, task = self.new("x"), self.new("x"), self.new("t")
        nodes += [f"xor {first}", f"xor {last}", f"user {task}"]
        begin, end = self.sequence(nodes, flows, depth + 1)
        flows += [f"{first} -> {begin}", f"{end} -> {task} -> {last}", f"{last} -> {first} : {self.condition()}"]
        out = self.new("i")
        nodes.append(f"task {out}")
        flows.append(f"{last} *-> {out}")
        return first, out

    def subprocess(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        id_, start, end = self.new("q"), self.new("s"), self.new("e")
        inside: list[str] = [f"start {start}", f"end {end}" + (" | terminate" if self.rng.random() < 0.3 else "")]
        inner_flows: list[str] = []
        first, last = self.sequence(inside, inner_flows, depth + 1)
        nodes += [f"sub {id_} {{", *inside, *inner_flows, f"{start} -> {first}", f"{last} -> {end}", "}"]
        return id_, id_

    def timer(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        make = self.rng.choice([self.user, self.subprocess, self.several])
        host, _ = make(nodes, flows, depth)
        boundary, merge = self.new("b"), self.new("x")
        nodes += [f"boundary {boundary} | on={host} | timer=P{self.rng.randint(1, 9)}D", f"xor {merge}"]
        begin, end = self.sequence(nodes, flows, depth + 1)
        flows += [f"{boundary} -> {begin}", f"{end} -> {merge}", f"{host} -> {merge}"]
        return host, merge

    def quiet_timer(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        make = self.rng.choice([self.user, self.subprocess])
        host, _ = make(nodes, flows, depth)
        boundary, end = self.new("b"), self.new("e")
        nodes += [f"boundary {boundary} | on={host} | timer=P{self.rng.randint(1, 9)}D | non", f"end {end}"]
        begin, last = self.sequence(nodes, flows, depth + 1)
        flows += [f"{boundary} -> {begin}", f"{last} -> {end}"]
        return host, host

    def events(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        gateway, merge = self.new("v"), self.new("x")
        nodes += [f"evt {gateway}", f"xor {merge}"]
        for _ in range(2):
            catch = self.new("c")
            nodes.append(f"catch {catch} | message={catch} | key==1")
            begin, end = self.sequence(nodes, flows, depth + 1)
            flows += [f"{gateway} -> {catch} -> {begin}", f"{end} -> {merge}"]
        return gateway, merge


def random_process(rng: random.Random, size: int = 12) -> str:
    """A process of about `size` blocks."""
    return Builder(rng, size).process()


class Tangle(Builder):
    """Puts blocks into graphs that no nesting of blocks gives, and that are sound all the same.

    `order`: parallel branches that wait for each other crosswise, as in a network plan. `maze`: choices that jump into
    each other, forwards and back. `sieve`: inclusive splits and joins all over. Every vertex is a block of its own.
    """

    def more_kinds(self) -> list[Callable[[list[str], list[str], int], tuple[str, str]]]:
        return [self.order, self.maze, self.sieve, self.called_off, self.told, self.cut_short] * 2

    def order(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        return self.graph(nodes, flows, depth, "and", self.forwards())

    def sieve(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        if depth:
            # In a loop its joins would not wait for what comes round again (rule 14): not sound.
            return self.order(nodes, flows, depth)
        return self.graph(nodes, flows, depth, "or", self.forwards())

    def maze(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        edges = self.forwards()
        last = max(target for _, target in edges)
        for _ in range(self.rng.randint(1, 3)):
            edges.add((self.rng.randint(1, last - 1), self.rng.randint(1, last - 1)))
        return self.graph(nodes, flows, depth, "xor", edges)

    def forwards(self) -> set[tuple[int, int]]:
        """Edges from lower to higher numbers, such that every vertex lies between the first and the last."""
        count = self.rng.randint(4, 6)
        edges = {(self.rng.randint(0, vertex - 1), vertex) for vertex in range(1, count)}
        edges |= {
            (vertex, self.rng.randint(vertex + 1, count - 1))
            for vertex in range(count - 1)
            if not any(source == vertex for source, _ in edges)
        }
        for _ in range(self.rng.randint(1, 3)):
            source = self.rng.randint(0, count - 2)
            edges.add((source, self.rng.randint(source + 1, count - 1)))
        return edges

    def graph(
        self, nodes: list[str], flows: list[str], depth: int, word: str, edges: set[tuple[int, int]]
    ) -> tuple[str, str]:
        count = 1 + max(target for _, target in edges)
        enters, leaves = [], []
        for vertex in range(count):
            # Somebody acts in every vertex: no loop runs by itself.
            first, last = self.user(nodes, flows, depth)
            if self.left > 0 and self.rng.random() < 0.3:
                then, end = self.block(nodes, flows, depth + 1)
                flows.append(f"{last} -> {then}")
                last = end
            incoming = sum(target == vertex for _, target in edges)
            outgoing = sum(source == vertex for source, _ in edges)
            first = self.gate(nodes, flows, word, first, before=True) if incoming > 1 else first
            last = self.gate(nodes, flows, word, last, before=False) if outgoing > 1 else last
            enters.append(first)
            leaves.append(last)
        defaults: set[int] = set()
        for source, target in sorted(edges, key=lambda edge: (edge[0], -edge[1])):
            is_choice = word != "and" and sum(one == source for one, _ in edges) > 1
            arrow = "*->" if is_choice and source not in defaults else "->"
            condition = f" : {self.condition()}" if is_choice and source in defaults else ""
            defaults.add(source)
            flows.append(f"{leaves[source]} {arrow} {enters[target]}{condition}")
        return enters[0], leaves[-1]

    def gate(self, nodes: list[str], flows: list[str], word: str, inner: str, *, before: bool) -> str:
        gate = self.new("g")
        nodes.append(f"{word} {gate}")
        flows.append(f"{gate} -> {inner}" if before else f"{inner} -> {gate}")
        return gate

    def called_off(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        """A message at the boundary ends its host."""
        host, _ = self.rng.choice([self.user, self.subprocess])(nodes, flows, depth)
        boundary, merge = self.new("b"), self.new("x")
        nodes += [f"boundary {boundary} | on={host} | message={boundary} | key==1", f"xor {merge}"]
        begin, end = self.user(nodes, flows, depth)
        flows += [f"{boundary} -> {begin}", f"{end} -> {merge}", f"{host} -> {merge}"]
        return host, merge

    def cut_short(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        """Who is first at the terminate end ends what the others still do."""
        id_, start, split = self.new("q"), self.new("s"), self.new("p")
        inside: list[str] = [f"start {start}", f"and {split}"]
        inner_flows = [f"{start} -> {split}"]
        for branch in range(3):
            first, last = (
                self.block(inside, inner_flows, depth + 1) if branch else self.user(inside, inner_flows, depth)
            )
            end = self.new("e")
            inside.append(f"end {end}" + (" | terminate" if not branch else ""))
            inner_flows += [f"{split} -> {first}", f"{last} -> {end}"]
        nodes += [f"sub {id_} {{", *inside, *inner_flows, "}"]
        return id_, id_

    def told(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        """A message at the boundary leaves its host alone, and may come again."""
        host, _ = self.rng.choice([self.user, self.subprocess])(nodes, flows, depth)
        boundary, end = self.new("b"), self.new("e")
        nodes += [f"boundary {boundary} | on={host} | message={boundary} | key==1 | non", f"end {end}"]
        begin, last = self.user(nodes, flows, depth)
        flows += [f"{boundary} -> {begin}", f"{last} -> {end}"]
        return host, host


def random_tangle(rng: random.Random, size: int = 8) -> str:
    """An unstructured process that is sound by the way it is made."""
    return Tangle(rng, size).process()


class Alarm(Tangle):
    """Adds what goes wrong: jobs that fail, errors that are caught or not, event sub-processes of all kinds."""

    goes_on = 0.85

    def more_kinds(self) -> list[Callable[[list[str], list[str], int], tuple[str, str]]]:
        more: list[Callable[[list[str], list[str], int], tuple[str, str]]] = [self.job, self.caught, self.alarmed] * 4
        return [*more, *[self.alarmed] * 4, self.order, self.called_off, self.cut_short]

    def job(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        id_ = self.new("j")
        nodes.append(f"service {id_} | type=job")
        return id_, id_

    def caught(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        """Errors of a code, or of any, lead away from the host."""
        host, _ = self.rng.choice([self.user, self.job, self.job, self.several, self.alarmed])(nodes, flows, depth)
        merge = self.new("x")
        nodes.append(f"xor {merge}")
        flows.append(f"{host} -> {merge}")
        for code in self.rng.sample(["=E", "=F", ""], self.rng.randint(1, 2)):
            boundary = self.new("b")
            nodes.append(f"boundary {boundary} | on={host} | error{code}")
            begin, end = self.user(nodes, flows, depth)
            flows += [f"{boundary} -> {begin}", f"{end} -> {merge}"]
        return host, merge

    def alarmed(self, nodes: list[str], flows: list[str], depth: int) -> tuple[str, str]:
        """A sub-process with one to three event sub-processes."""
        id_, start = self.new("q"), self.new("s")
        inside: list[str] = [f"start {start}"]
        inner_flows: list[str] = []
        first, last = self.rng.choice([self.job, self.sequence, self.parallel])(inside, inner_flows, depth + 1)
        if self.rng.random() < 0.5:
            following, _ = self.job(inside, inner_flows, depth + 1)
            inner_flows.append(f"{last} -> {following}")
        inner_flows.append(f"{start} -> {first}")
        kinds = ["message | non", "message", "timer=P1D", "timer=P2D | non", "error=E", "error"]
        for kind in self.rng.sample(kinds, self.rng.randint(1, 3)):
            event, begin, then = self.new("r"), self.new("s"), self.new("t")
            event_kind = kind.replace("message", f"message={begin} | key==1")
            inside += [f"esp {event} {{", f"start {begin} | {event_kind}", f"user {then}", f"{begin} -> {then}", "}"]
        nodes += [f"sub {id_} {{", *inside, *inner_flows, "}"]
        return id_, id_


def random_alarm(rng: random.Random, size: int = 16) -> str:
    """A process in which things go wrong."""
    return Alarm(rng, size).process()
