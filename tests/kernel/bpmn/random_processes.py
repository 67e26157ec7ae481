"""Random block-structured processes in the notation, and random ways through them."""

import random
from collections.abc import Callable

VARIABLES = ("v0", "v1", "v2", "v3")


class Builder:
    """Grows a process from blocks; every block goes from one node to one node."""

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
        while self.left > 0 and self.rng.random() < 0.6:
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
        return self.rng.choice(kinds)(nodes, flows, depth)

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
