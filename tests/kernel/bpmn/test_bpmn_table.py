"""Processes with the traces that the standard asks for: what completes, in which order, step by step.

A row is a net (`nets.py`), further lines, and steps with what they add to the trace. A step is the id of a task to
complete, of a timer to fire (`b…`) or of a message to deliver (`c…`, `m…`); `name=value` sets a variable with it.
"""

from collections.abc import Callable

import pytest
from tests.kernel.bpmn.case import Case
from tests.kernel.bpmn.nets import notation

T, F = True, False
ROWS: list[tuple[str, str, dict[str, bool], list[tuple[str, str]], str]] = [
    # net, more lines, variables, steps with their traces after the start, trace of the start
    ("s t1 e", "", {}, [("t1", "t1 e")], "s"),
    ("s t1 t2 t3 e", "", {}, [("t1", "t1"), ("t2", "t2"), ("t3", "t3 e")], "s"),
    ("s i1 i2 e", "", {}, [], "s i1 i2 e"),
    ("s t1", "", {}, [("t1", "t1")], "s"),
    ("s x1; x1 t1 e1; x1 t2 e2", "", {"x1_0": T}, [("t1", "t1 e1")], "s x1"),
    ("s x1; x1 t1 e1; x1 t2 e2", "", {"x1_0": F}, [("t2", "t2 e2")], "s x1"),
    ("s x1; x1 i1 x2; x1 i2 x2; x2 e", "", {"x1_0": F}, [], "s x1 i2 x2 e"),
    ("s x1; x1 i1 e1; x1 i2 e2; x1 i3 e3", "", {"x1_0": F, "x1_1": T}, [], "s x1 i2 e2"),
    ("s x1; x1 i1 e1; x1 i2 e2; x1 i3 e3", "", {"x1_0": T, "x1_1": T}, [], "s x1 i1 e1"),
    ("s p1; p1 t1 p2; p1 t2 p2; p2 e", "", {}, [("t1", "t1"), ("t2", "t2 p2 e")], "s p1"),
    ("s p1; p1 t1 p2; p1 t2 p2; p2 e", "", {}, [("t2", "t2"), ("t1", "t1 p2 e")], "s p1"),
    ("s p1; p1 i1 p2; p1 i2 p2; p2 e", "", {}, [], "s p1 i1 i2 p2 e"),
    ("s p1; p1 i1 i2 e1; p1 i3 i4 e2", "", {}, [], "s p1 i1 i3 i2 i4 e1 e2"),
    ("s p1; p1 t1 e1; p1 t2 e2", "", {}, [("t2", "t2 e2"), ("t1", "t1 e1")], "s p1"),
    ("s t1; t1 i1 e1; t1 i2 e2", "", {}, [("t1", "t1 i1 i2 e1 e2")], "s"),
    ("s p1; p1 t1 i9 e; p1 t2 i9", "", {}, [("t1", "t1 i9 e"), ("t2", "t2 i9 e")], "s p1"),
    ("s p1; p1 i1 p2; p1 p2; p2 e", "", {}, [], "s p1 i1 p2 e"),
    (
        "s p1; p1 p3; p3 t1 p4; p3 t2 p4; p4 p2; p1 t3 p2; p2 e",
        "",
        {},
        [("t3", "t3"), ("t1", "t1"), ("t2", "t2 p4 p2 e")],
        "s p1 p3",
    ),
    ("s o1; o1 i1 o2; o1 i2 o2; o1 i3 o2; o2 e", "", {"o1_0": T, "o1_1": T}, [], "s o1 i1 i2 o2 e"),
    ("s o1; o1 i1 o2; o1 i2 o2; o1 i3 o2; o2 e", "", {"o1_0": F, "o1_1": T}, [], "s o1 i2 o2 e"),
    ("s o1; o1 i1 o2; o1 i2 o2; o1 i3 o2; o2 e", "", {"o1_0": F, "o1_1": F}, [], "s o1 i3 o2 e"),
    ("s o1; o1 t1 o2; o1 t2 o2; o1 t3 o2; o2 e", "", {"o1_0": T, "o1_1": T}, [("t2", "t2"), ("t1", "t1 o2 e")], "s o1"),
    ("s p1; p1 t1 o2; p1 t2 o2; o2 e", "", {}, [("t2", "t2"), ("t1", "t1 o2 e")], "s p1"),
    ("s x1; x1 t1 o2; x1 t2 o2; o2 e", "", {"x1_0": T}, [("t1", "t1 o2 e")], "s x1"),
    ("s p1; p1 t1 o2; p1 x1; x1 t2 o2; x1 i3 e3; o2 e", "", {"x1_0": F}, [("t1", "t1 o2 e")], "s p1 x1 i3 e3"),
    ("s p1; p1 t1 o2; p1 x1; x1 t2 o2; x1 i3 e3; o2 e", "", {"x1_0": T}, [("t1", "t1"), ("t2", "t2 o2 e")], "s p1 x1"),
    ("s x1 t1 x2; x2 x1; x2 e", "", {}, [("t1 x2_0=1", "t1 x2 x1"), ("t1 x2_0=0", "t1 x2 e")], "s x1"),
    ("s x1 i1 t1 x2; x2 x1; x2 e", "", {}, [("t1 x2_0=1", "t1 x2 x1 i1"), ("t1 x2_0=0", "t1 x2 e")], "s x1 i1"),
    ("s p1; p1 t1 k; p1 t2 e", "", {}, [("t1", "t1 ~t2 k")], "s p1"),
    ("s p1; p1 t1 k; p1 t2 e", "", {}, [("t2", "t2 e"), ("t1", "t1 k")], "s p1"),
    ("s p1; p1 i1 k; p1 t2 e", "", {}, [], "s p1 i1 ~t2 k"),
    ("s v; v c1 i1 e1; v c2 i2 e2", "", {}, [("c2", "v c2 i2 e2")], "s"),
    ("s c1 t1 e", "", {}, [("c1", "c1"), ("t1", "t1 e")], "s"),
    ("s t1 e", "boundary b | on=t1 | timer=PT1H\nend eb\nb -> eb", {}, [("b", "~t1 b eb")], "s"),
    ("s t1 e", "boundary b | on=t1 | timer=PT1H\nend eb\nb -> eb", {}, [("t1", "t1 e")], "s"),
    ("s t1 e", "boundary b | on=t1 | timer=PT1H | non\nend eb\nb -> eb", {}, [("b", "b eb"), ("t1", "t1 e")], "s"),
    (
        "s t1 e",
        "boundary b | on=t1 | timer=R2/PT1H | non\nend eb\nb -> eb",
        {},
        [("b", "b eb"), ("b", "b eb"), ("t1", "t1 e")],
        "s",
    ),
    (
        "s t1 e",
        "boundary m | on=t1 | message=n | key==1 | non\nend eb\nm -> eb",
        {},
        [("m", "m eb"), ("m", "m eb"), ("t1", "t1 e")],
        "s",
    ),
    ("s t1 t2 e", "boundary b | on=t1 | timer=PT1H\nb -> t2", {}, [("b", "~t1 b"), ("t2", "t2 e")], "s"),
    (
        "s t1 e",
        "boundary b | on=t1 | timer=PT1H\nboundary b2 | on=t1 | timer=PT2H\nend eb\nend eb2\nb -> eb\nb2 -> eb2",
        {},
        [("b", "~t1 b eb")],
        "s",
    ),
    ("s q e", "sub q {\nstart sq\nuser t1\nsq -> t1\n}", {}, [("t1", "t1 q e")], "s sq"),
    ("s q e", "sub q {\nstart sq\ntask a\nend eq\nsq -> a -> eq\n}", {}, [], "s sq a eq q e"),
    (
        "s q e",
        "sub q {\nstart sq\nuser t1\nuser t2\nsq -> t1\nsq -> t2\n}",
        {},
        [("t1", "t1"), ("t2", "t2 q e")],
        "s sq",
    ),
    (
        "s q e",
        "sub q {\nstart sq\nsub r {\nstart sr\nuser t1\nsr -> t1\n}\nsq -> r\n}",
        {},
        [("t1", "t1 r q e")],
        "s sq sr",
    ),
    (
        "s q e",
        "sub q {\nstart sq\nuser t1\nsq -> t1\n}\nboundary b | on=q | timer=PT1H\nend eb\nb -> eb",
        {},
        [("b", "~t1 ~q b eb")],
        "s sq",
    ),
    (
        "s q e",
        "sub q {\nstart sq\nuser t1\nuser t2\nend kq | terminate\nsq -> t1 -> kq\nsq -> t2\n}",
        {},
        [("t1", "t1 ~t2 kq q e")],
        "s sq",
    ),
    (
        "s q e",
        "sub q {\nstart sq\nuser t1\nend x9 | error=E\nsq -> t1 -> x9\n}\nboundary b | on=q | error=E\nend eb\nb -> eb",
        {},
        [("t1", "t1 ~x9 ~q b eb")],
        "s sq",
    ),
    (
        "s q e",
        "sub q {\nstart sq\nthrow u | escalation=E\nend eq\nsq -> u -> eq\n}\nboundary b | on=q | escalation=E | non\nend eb\nb -> eb",
        {},
        [],
        "s sq u b eq eb q e",
    ),
    (
        "s q e",
        "sub q {\nstart sq\nthrow u | escalation=E\nend eq\nsq -> u -> eq\n}\nboundary b | on=q | escalation=E\nend eb\nb -> eb",
        {},
        [],
        "s sq ~u ~q b eb",
    ),
    ("s t1 e", "esp q {\nstart b | timer=PT1H\nuser t2\nb -> t2\n}", {}, [("b", "~t1 b"), ("t2", "t2 q")], "s"),
    (
        "s t1 e",
        "esp q {\nstart b | timer=PT1H | non\nuser t2\nb -> t2\n}",
        {},
        [("b", "b"), ("t1", "t1 e"), ("t2", "t2 q")],
        "s",
    ),
    (
        "s t1 e",
        "esp q {\nstart m | message=n | key==1 | non\ntask a\nm -> a\n}",
        {},
        [("m", "m a q"), ("m", "m a q"), ("t1", "t1 e")],
        "s",
    ),
    ("s t1 l", "throw l | link=A\ncatch n | link=A\ntask a\nn -> a", {}, [("t1", "t1 l n a")], "s"),
    (
        "s p1; p1 t1 l; p1 t2 l2",
        "throw l | link=A\nthrow l2 | link=A\ncatch n | link=A\ntask a\nn -> a",
        {},
        [("t1", "t1 l n a"), ("t2", "t2 l2 n a")],
        "s p1",
    ),
    ("s u e", "user u | each==[1, 2]", {}, [("u", "u"), ("u", "u u e")], "s"),
    ("s u e", "user u | each==[1, 2] | seq", {}, [("u", "u"), ("u", "u u e")], "s"),
    ("s u e", "user u | each==[]", {}, [], "s u e"),
    ("s u e", "task u | each==[1, 2, 3]", {}, [], "s u u u u e"),
    ("s u e", "user u | each==[1, 2, 3] | until==fertig", {"fertig": F}, [("u", "u"), ("u fertig=1", "u ~u u e")], "s"),
    (
        "s q e",
        "sub q | each==[1, 2] {\nstart sq\nuser t1\nsq -> t1\n}",
        {},
        [("t1", "t1 q"), ("t1", "t1 q q e")],
        "s sq sq",
    ),
    ("s h e", 'adhoc h | elements==["a", "b"] {\ntask a\ntask b\n}', {}, [], "s a b h e"),
    ("s h e", 'adhoc h | elements==["t1"] {\nuser t1\ntask b\nt1 -> b\n}', {}, [("t1", "t1 b h e")], "s"),
    ("s z t1 e", "throw z | signal=S", {}, [("t1", "t1 e")], "s z"),
    ("s p1; p1 t1 z; p1 y e", "throw z | signal=S\ncatch y | signal=S", {}, [("t1", "t1 z y e")], "s p1"),
]


@pytest.mark.parametrize(("net", "more", "variables", "steps", "first"), ROWS, ids=[str(n) for n in range(len(ROWS))])
def test_a_process_leaves_the_trace_that_the_standard_asks_for(
    net: str,
    more: str,
    variables: dict[str, bool],
    steps: list[tuple[str, str]],
    first: str,
    case: Callable[..., Case],
) -> None:
    made = case(notation(net, more)).start(**variables)
    assert made.trace(list(made.last.events)) == first
    for step, expected in steps:
        name, *settings = step.split()
        given = {key: value == "1" for key, _, value in (setting.partition("=") for setting in settings)}
        if name[0] == "b":
            made.fire(name)
        elif name[0] in "cm":
            made.message(name, **given)
        else:
            made.do(name, **given)
        assert made.trace(list(made.last.events)) == expected, step
    assert made.is_over


def test_there_are_sixty_processes_in_the_table() -> None:
    assert len(ROWS) >= 60
