"""A zoo of nets with known answers: what is found, where, and by which shortest way."""

import time
from collections.abc import Iterator
from itertools import combinations

import pytest
from tests.kernel.bpmn.nets import net_xml
from tests.kernel.bpmn.notation import bpmn
from tests.kernel.bpmn.puppet import play

from laufzettel.kernel.bpmn import Program, check_soundness, compile, read
from laufzettel.kernel.bpmn.program import Node

SOUND = {
    "a task": "s t e",
    "exclusive block": "s x1; x1 t1 x2; x1 t2 x2; x2 e",
    "parallel block": "s p1; p1 t1 p2; p1 t2 p2; p2 e",
    "inclusive block": "s o1; o1 t1 o2; o1 t2 o2; o2 e",
    "inclusive of three": "s o1; o1 t1 o2; o1 t2 o2; o1 t3 o2; o2 e",
    "parallel in exclusive": "s x1; x1 p1; p1 t1 p2; p1 t2 p2; p2 x2; x1 t3 x2; x2 e",
    "exclusive in parallel": "s p1; p1 x1; x1 t1 x2; x1 t2 x2; x2 p2; p1 t3 p2; p2 e",
    "several ends": "s x1; x1 t1 e1; x1 t2 e2",
    "branches that never meet again": "s p1; p1 t1 e1; p1 t2 e2",
    "implicit split and ends": "s t1; t1 t2 e1; t1 t3 e2",
    "implicit merge after exclusive": "s x1; x1 t1 t3; x1 t2 t3; t3 e",
    "loop": "s x1 t1 x2; x2 x1; x2 e",
    "loop around a parallel block": "s x1 p1; p1 t1 p2; p1 t2 p2; p2 x2; x2 x1; x2 e",
    "loop inside a parallel branch": "s p1; p1 x1 t1 x2; x2 x1; x2 p2; p1 t2 p2; p2 e",
    "event-based": "s v; v c1 t1 x2; v c2 t2 x2; x2 e",
    "event-based to ends": "s v; v c1 e1; v c2 e2",
    "terminate in a branch": "s p1; p1 t1 p2; p1 t2 x1; x1 k; x1 p2; p2 e",
    "terminate ends a fork": "s p1; p1 t1 k; p1 t2 e",
    "nested inclusive": "s o1; o1 o2; o2 t1 o3; o2 t2 o3; o3 o4; o1 t3 o4; o4 e",
    "parallel into inclusive join": "s p1; p1 t1 o1; p1 t2 o1; o1 e",
    "exclusive into inclusive join": "s x1; x1 t1 o1; x1 t2 o1; o1 e",
    "inclusive join of a dead branch": "s p1; p1 t1 o1; p1 x1; x1 t2 o1; x1 e2; o1 e",
    "long chain": "s " + " ".join(f"t{i}" for i in range(60)) + " e",
    "chain of blocks": "s x0; "
    + "; ".join(f"x{i} ta{i} y{i}; x{i} tb{i} y{i}; y{i} x{i + 1}".replace("y", "xm") for i in range(8))
    + "; x8 e",
    "parallel pairs": "s p1; p1 t1 t2 p2; p1 t3 t4 p2; p2 p3; p3 t5 p4; p3 t6 p4; p4 e",
    "two loops": "s x1 t1 x2; x2 x1; x2 x3 t2 x4; x4 x3; x4 e",
    "scripts outside of circles": "s i1 i2 x1; x1 i3 e1; x1 e2",
    "inclusive with default only": "s o1; o1 t1 e1; o1 t2 e2; o1 t3 e3",
    "asymmetric parallel": "s p1; p1 t1 p2; p1 t2 p3; p3 t3 p2; p3 t4 p2; p2 e",
}

UNSOUND = {
    "exclusive into parallel join": ("s x1; x1 t1 p1; x1 t2 p1; p1 e", "deadlock", "p1", "s x1 t1"),
    "parallel into exclusive merge": ("s p1; p1 t1 x1; p1 t2 x1; x1 t3 e", "runs-twice", "x1", "s p1 t1 t2"),
    "parallel into task": ("s p1; p1 t1 t3; p1 t2 t3; t3 e", "runs-twice", "t3", "s p1 t1 t2"),
    "inclusive into parallel join": ("s o1; o1 t1 p1; o1 t2 p1; p1 e", "deadlock", "p1", "s o1 t1"),
    "inclusive into exclusive merge": ("s o1; o1 t1 x1; o1 t2 x1; o1 t9 x1; x1 t3 e", "runs-twice", "x1", "s o1 t1 t2"),
    "loop back into a join": ("s p1; p1 t1 p2; p2 x1; x1 p2; x1 e; p1 t2 e2", "deadlock", "p2", "s p1 t1 t2 e2"),
    "join that waits for its own exit": ("s p1 t1 x1; x1 p1; x1 e", "deadlock", "p1", "s"),
    "one branch may end": ("s p1; p1 x1; x1 t1 p2; x1 e1; p1 t2 p2; p2 e", "deadlock", "p2", "s p1 x1 e1 t2"),
    "event-based into parallel join": ("s v; v c1 p1; v c2 p1; p1 e", "deadlock", "p1", "s v c1"),
    "a fork in a loop": ("s x1 t1 p1; p1 x1; p1 t2 e", "runs-twice", "t2", "s x1 t1 p1 x1 t1 p1"),
    "endless with waits": ("s x1 t1 x1", "no-way-out", "s", ""),
    "endless behind a choice": ("s x1; x1 e; x1 x2 t1 x2", "no-way-out", "x2", "s x1"),
    "crossed joins": (
        "s p1; p1 p2; p1 p3; p2 t1 p4; p2 t2 p5; p3 t3 p4; p3 t4 p5; p4 x1; p5 x1; x1 t5 e",
        "runs-twice",
        "x1",
        "s p1 p2 p3 t1 t2 t3 p4 t4 p5",
    ),
    "jump into a branch": ("s x0; x0 p1; p1 t1 p2; p1 t2 p2; x0 t3 t1; p2 e", "deadlock", "p2", "s x0 t3 t1"),
    "jump out of a branch": (
        "s p1; p1 t1 p2; p1 t2 x1; x1 p2; x1 t3 e3; p2 e",
        "deadlock",
        "p2",
        "s p1 t1 t2 x1 t3 e3",
    ),
    "three into two": ("s p1; p1 t1 x1; p1 t2 x1; p1 t3 p2; x1 p2; p2 e", "runs-twice", "x1", "s p1 t1 t2"),
    "exclusive then parallel of three": ("s x1; x1 t1 p1; x1 t2 p1; x1 t3 p1; p1 e", "deadlock", "p1", "s x1 t1"),
    "nested mistake": (
        "s x0; x0 p1; p1 x1; x1 t1 p2; x1 t2 p2; p1 t3 p2; p2 x9; x0 x9; x9 e",
        "deadlock",
        "p2",
        "s x0 p1 x1 t1 t3",
    ),
}


def found(xml: str) -> list[tuple[str, str]]:
    program = compile(read(xml), decisions={}, process="p")
    return [(u.finding.code.removeprefix("bpmn-"), u.finding.place.element) for u in check_soundness(program)]


@pytest.mark.parametrize("net", SOUND.values(), ids=SOUND.keys())
def test_sound(net: str) -> None:
    assert found(net_xml(net)) == []


@pytest.mark.parametrize(("net", "code", "element", "way"), UNSOUND.values(), ids=UNSOUND.keys())
def test_unsound_with_its_shortest_way(net: str, code: str, element: str, way: str) -> None:
    program = compile(read(net_xml(net)), decisions={}, process="p")
    unsound = {u.finding.code.removeprefix("bpmn-"): u for u in check_soundness(program)}
    assert code in unsound, list(unsound)
    assert unsound[code].finding.place.element == element
    assert " ".join(move.node for move in unsound[code].path) == way
    if code != "no-way-out":
        assert len(way.split()) == shortest(program, code)


@pytest.mark.parametrize(("net", "code", "element", "way"), UNSOUND.values(), ids=UNSOUND.keys())
def test_the_witness_is_real(net: str, code: str, element: str, way: str) -> None:
    """Played through `advance`: after the way to a deadlock nothing can go on, and tokens still wait."""
    program = compile(read(net_xml(net)), decisions={}, process="p")
    witness = next(u for u in check_soundness(program) if u.finding.code == f"bpmn-{code}")
    case = play(program, witness)
    if code == "deadlock":
        assert (case.open(), case.subscriptions, case.is_over) == ([], {}, False)
        assert case.state.instances[1].joins
    else:
        assert not case.is_over


def shortest(program: Program, code: str) -> int:
    """How many moves lead to the first marking of that kind: every order tried, nothing fused, nothing contracted."""
    start = program.process.start
    assert start is not None
    begun: list[tuple[str, ...]] = [tuple(edge.key for edge in start.outgoing)]
    seen = set(begun)
    for count in range(1, 20):
        following: list[tuple[str, ...]] = []
        for marking in begun:
            if runs_twice(program, marking):
                if code == "runs-twice":
                    return count
                continue
            moves = list(moves_from(program, marking))
            if marking and not moves and code == "deadlock":
                return count
            following += [move for move in moves if move not in seen]
            seen.update(moves)
        begun = following
    raise AssertionError(code)


def joins(node: Node) -> bool:
    return node.behaviour == "parallel" and len(node.incoming) > 1


def runs_twice(program: Program, marking: tuple[str, ...]) -> bool:
    """Two tokens on one flow, or on the flows into one node that does not wait for all of them."""
    nodes = [program.edges[key].target for key in marking]
    places = [key if joins(node) else node.key for key, node in zip(marking, nodes, strict=True)]
    return len(set(places)) < len(places)


def moves_from(program: Program, marking: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for node in program.nodes.values():
        here = [edge.key for edge in node.incoming if edge.key in marking]
        if not here or (joins(node) and len(here) < len(node.incoming)):
            continue
        rest = list(marking)
        for key in here if joins(node) else here[:1]:
            rest.remove(key)
        out = [edge.key for edge in node.outgoing]
        if node.behaviour in ("exclusive", "event-gateway"):
            chosen = [[key] for key in out]
        elif node.behaviour == "inclusive":
            chosen = [list(some) for size in range(1, len(out) + 1) for some in combinations(out, size)]
        else:
            chosen = [out]
        for some in chosen:
            yield tuple(sorted([*rest, *some]))


BOUNDARY = {
    "interrupting to an end": ("boundary b | on=t1 | timer=P1D\nend eb\nb -> eb", [("deadlock", "p2")]),
    "interrupting to a third flow of the join": ("boundary b | on=t1 | timer=P1D\nb -> p2", [("deadlock", "p2")]),
    "interrupting in the main line": ("boundary b | on=t0 | timer=P1D\nuser tb\nb -> tb -> t9", []),
    "non-interrupting to an end": ("boundary b | on=t1 | timer=P1D | non\nuser tb\nend eb\nb -> tb -> eb", []),
    "non-interrupting into the main line": (
        "boundary b | on=t0 | timer=P1D | non\nuser tb\nb -> tb -> t9",
        [("runs-twice", "t9")],
    ),
    "non-interrupting that terminates": ("boundary b | on=t1 | timer=P1D | non\nend kb | terminate\nb -> kb", []),
    "an error nobody throws": (
        "sub q {\nstart sq\ntask tq\nsq -> tq\n}\nboundary b | on=q | error=E\nend eb\nt9 -> q\nb -> eb",
        [("no-thrower", "b")],
    ),
    "an error that is thrown": (
        """
        sub q {
          start sq
          user tq
          end eq | error=E
          xor xq
          end oq
          sq -> tq -> xq
          xq -> eq : =a
          xq *-> oq
        }
        boundary b | on=q | error=E
        end eb
        t9 -> q
        b -> eb
        """,
        [],
    ),
    "an error that nobody catches": ("end ex | error=E\nt9 -> ex", [("uncaught-error", "ex")]),
    "an escalation nobody throws": (
        "sub q {\nstart sq\nuser tq\nsq -> tq\n}\nboundary b | on=q | escalation=E | non\nend eb\nt9 -> q\nb -> eb",
        [("no-thrower", "b")],
    ),
    "a mistake inside a sub-process": (
        "sub q {\nstart sq\nxor xq\nuser ta\nuser tb\nand pq\nsq -> xq\nxq -> ta : =a\nxq *-> tb\nta -> pq\ntb -> pq\n}\nt9 -> q",
        [("deadlock", "pq")],
    ),
    "an event sub-process": (
        "esp q {\nstart sq | timer=P30D\nuser tq\nend eq\nsq -> tq -> eq\n}",
        [],
    ),
    "a mistake inside an event sub-process": (
        "esp q {\nstart sq | timer=P30D\nxor xq\nand pq\nuser ta\nuser tb\nsq -> xq\nxq -> ta : =a\nxq *-> tb\nta -> pq\ntb -> pq\n}",
        [("deadlock", "pq")],
    ),
    "a link": ("throw l | link=A\ncatch m | link=A\nt9 -> l\nm -> tl\nuser tl", []),
    "ad-hoc": ("adhoc h {\nuser ta\nuser tb\nuser tc\nta -> tc\n}\nt9 -> h", []),
    "multi-instance": ("user tm | each==[1, 2]\nt9 -> tm", []),
}


@pytest.mark.parametrize(("more", "expected"), BOUNDARY.values(), ids=BOUNDARY.keys())
def test_around_a_parallel_block(more: str, expected: list[tuple[str, str]]) -> None:
    assert found(net_xml("s t0 p1; p1 t1 p2; p1 t2 p2; p2 t9", more)) == expected


def test_gateways_that_ask_the_same_share_one_answer() -> None:
    same = """
        start s
        xor x1
        user a
        xor x2
        xor x3
        user b
        xor x4
        end e
        s -> x1
        x1 -> a : =gross
        x1 *-> x2
        a -> x2
        x2 -> x3
        x3 -> b : =not( gross )
        x3 *-> x4
        b -> x4 -> e
    """
    # with one answer the path over a and b does not exist; a catch of it must not be reported
    assert found(bpmn(same)) == []
    fork = """
        start s
        and p1
        xor x1
        user a
        user b
        xor x2
        and j
        end e
        end o
        s -> p1
        p1 -> x1
        p1 -> x2
        x1 -> a : =gross
        x1 *-> b
        b -> o
        x2 -> j : =gross
        x2 *-> c
        task c
        end oc
        c -> oc
        a -> j
        j -> e
    """
    writes: dict[str, list[str]] = {"a": [], "b": ["etwas"]}
    program = compile(read(bpmn(fork)), decisions={}, process="p")
    assert check_soundness(program, writes=writes) == ()
    # a task that may write what is asked opens the question again
    assert [u.finding.code for u in check_soundness(program)] == ["bpmn-deadlock"]
    other = bpmn(fork.replace("x2 -> j : =gross", "x2 -> j : =klein"))
    program = compile(read(other), decisions={}, process="p")
    assert [u.finding.code for u in check_soundness(program, writes=writes)] == ["bpmn-deadlock"]


def test_a_circle_without_a_wait_is_an_error_or_a_warning() -> None:
    program = compile(read(net_xml("s x1 i1 x2; x2 x1; x2 e")), decisions={}, process="p")
    (unsound,) = check_soundness(program)
    assert (unsound.finding.code, unsound.finding.severity) == ("bpmn-cycle-without-wait", "error")
    xml = net_xml("s x1 i1 x2; x2 x1; x2 e").replace("x2_0", "i1_r > 3")
    (unsound,) = check_soundness(compile(read(xml), decisions={}, process="p"))
    assert unsound.finding.severity == "warning"


def test_six_parallel_branches_of_five_tasks_take_less_than_a_tenth_of_a_second() -> None:
    net = "s p1; " + "; ".join(f"p1 {' '.join(f't{i}{j}' for j in range(5))} p2" for i in range(6)) + "; p2 e"
    program = compile(read(net_xml(net)), decisions={}, process="p")
    begun = time.thread_time()  # of the processor: what else runs on the machine does not matter
    assert check_soundness(program) == ()
    assert time.thread_time() - begun < 0.1


def test_too_many_situations_are_not_called_sound() -> None:
    net = "s p1; " + "; ".join(f"p1 x{i}; x{i} ta{i} p2; x{i} tb{i} e{i}" for i in range(9)) + "; p2 e"
    program = compile(read(net_xml(net)), decisions={}, process="p")
    codes = {u.finding.code for u in check_soundness(program, limit=50)}
    assert "bpmn-not-proven" in codes


def test_declared_codes_of_jobs_decide_what_can_be_caught() -> None:
    text = "service j | type=claim.raise\nboundary b | on=j | error=E\nend eb\nt1 -> j\nb -> eb"
    program = compile(read(net_xml("s t1", text)), decisions={}, process="p")
    assert check_soundness(program) == ()
    codes = [u.finding.code for u in check_soundness(program, errors={"claim.raise": ["OTHER"]})]
    assert codes == ["bpmn-no-thrower", "bpmn-uncaught-error"]
    assert check_soundness(program, errors={"claim.raise": ["E"]}) == ()


def test_there_are_sixty_nets_in_the_zoo() -> None:
    assert len(SOUND) + len(UNSOUND) + len(BOUNDARY) >= 60
