"""What a step of a process costs: Laufzettel, SpiffWorkflow and a bare token executor, side by side in one run.

    python bench/bpmn_steps.py

The process: ten tasks, two exclusive splits, one parallel split, one decision. A step takes the saved state as text,
completes a task, and gives the new state as text. SpiffWorkflow saves its definition with every state: that is how its
serialiser works, and part of why it is slow. Each reads and writes JSON as it does in use: we by orjson, the
others by json. CPU time is counted, so that a busy machine does not matter.
"""

import gc
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.bpmn_bare import Bare
from bench.bpmn_spiff import spiff_steps
from tests.kernel.bpmn.notation import bpmn

from laufzettel.kernel.bpmn import Program, State, advance, compile, read  # noqa: A004
from laufzettel.kernel.bpmn.effects import CreateTask
from laufzettel.kernel.bpmn.stimuli import CompleteTask, Start

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TASKS = [f"t{index}" for index in range(1, 11)]
PROCESS = """
start s
user t1
user t2
xor x1
user t3
user t4
xor x2
rule r | decision=satz | result=satz
and p1
user t5
user t6
and p2
user t7
xor x3
user t8
user t9
xor x4
user t10
end e
s -> t1 -> t2 -> x1
x1 -> t3 : =betrag > 100
x1 *-> t4
t3 -> x2
t4 -> x2
x2 -> r -> p1
p1 -> t5 -> p2
p1 -> t6 -> p2
p2 -> t7 -> x3
x3 -> t8 : =satz > 50
x3 *-> t9
t8 -> x4
t9 -> x4
x4 -> t10 -> e
"""
VARIABLES = {"betrag": 120, "name": "Şükrü Yıldız", "ort": "Gießen", "hunde": 2}
ROUNDS = 300


class Table:
    """The decision table, as a function: the DMN room is measured on its own."""

    value: Any = None
    fired = ()
    trace = ()

    def decide(self, _name: str, inputs: Any, **_: Any) -> "Table":
        result = Table()
        result.value = Decimal(60) if inputs["betrag"] > 100 else Decimal(40)
        return result


def ours(program: Program) -> tuple[float, int]:
    """Seconds a step, and characters of the saved state in the middle."""
    values = {name: Decimal(value) if isinstance(value, int) else value for name, value in VARIABLES.items()}
    times: list[float] = []
    size = 0
    for _ in range(ROUNDS):
        outcome = advance(program, State(), Start(values), {}, NOW)
        text = outcome.state.to_text()
        tasks = [effect.instance for effect in outcome.effects if isinstance(effect, CreateTask)]
        while tasks:
            number = tasks.pop(0)
            begun = time.thread_time()
            outcome = advance(program, State.from_text(text), CompleteTask(number), {}, NOW)
            text = outcome.state.to_text()
            times.append(time.thread_time() - begun)
            tasks += [effect.instance for effect in outcome.effects if isinstance(effect, CreateTask)]
            size = max(size, len(text))
    return median(times), size


def bare() -> tuple[float, int]:
    """The same with the bare executor."""
    nodes: dict[str, Any] = {name: {"kind": "task"} for name in TASKS}
    nodes |= {name: {"kind": "pass"} for name in ("start", "p1", "e", "x2", "x4")}
    nodes |= {"x1": {"kind": "xor"}, "x3": {"kind": "xor"}, "p2": {"kind": "join"}}
    nodes["r"] = {"kind": "decision", "result": "satz", "decide": lambda v: 60 if v["betrag"] > 100 else 40}
    flows: list[tuple[str, str, Any]] = [
        ("start", "t1", None),
        ("t1", "t2", None),
        ("t2", "x1", None),
        ("x1", "t3", lambda v: v["betrag"] > 100),
        ("x1", "t4", None),
        ("t3", "x2", None),
        ("t4", "x2", None),
        ("x2", "r", None),
        ("r", "p1", None),
        ("p1", "t5", None),
        ("p1", "t6", None),
        ("t5", "p2", None),
        ("t6", "p2", None),
        ("p2", "t7", None),
        ("t7", "x3", None),
        ("x3", "t8", lambda v: v["satz"] > 50),
        ("x3", "t9", None),
        ("t8", "x4", None),
        ("t9", "x4", None),
        ("x4", "t10", None),
        ("t10", "e", None),
    ]
    executor = Bare(nodes, flows)
    times: list[float] = []
    size = 0
    for _ in range(ROUNDS):
        text = json.dumps(executor.start(dict(VARIABLES)))
        while open_ := list(json.loads(text)["open"].values()):
            begun = time.thread_time()
            text = executor.step(text, open_[0], {})
            times.append(time.thread_time() - begun)
            size = max(size, len(text))
    return median(times), size


def loop_growth() -> int:
    """How many characters the state grows over a thousand rounds of a loop."""
    text = "start s\nxor m\nuser a\nxor g\nend e\ns -> m -> a -> g\ng -> m : =nochmal\ng *-> e"
    program = compile(read(bpmn(text)), decisions={})
    state = advance(program, State(), Start({"nochmal": True}), {}, NOW).state
    sizes = []
    for _ in range(1000):
        number = max(state.instances)
        state = advance(program, state, CompleteTask(number, {"nochmal": True}), {}, NOW).state
        sizes.append(len(json.dumps(state.to_json())))
    return sizes[-1] - sizes[0]


def compile_growth() -> float:
    """How many times longer it takes to read and compile ten times the elements."""

    def chain(count: int) -> str:
        names = [f"a{index}" for index in range(count)]
        nodes = "\n".join(f"script {name} | expr==x + 1 | result=x" for name in names)
        return bpmn(f"start s\n{nodes}\ns -> {' -> '.join(names)}")

    def seconds(xml: str) -> float:
        return best(lambda: compile(read(xml), decisions={}))

    return seconds(chain(1000 - 1)) / seconds(chain(100))


def best(work: Callable[[], object], times: int = 5) -> float:
    """The quickest of some runs."""
    found = []
    for _ in range(times):
        gc.collect()
        begun = time.thread_time()
        work()
        found.append(time.thread_time() - begun)
    return min(found)


def main() -> None:
    """Print the table."""
    program = compile(read(bpmn(PROCESS)), decisions={"satz": Table()})
    own, own_size = ours(program)
    plain, plain_size = bare()
    spiff, spiff_size = spiff_steps(PROCESS, VARIABLES)
    print("one step, from JSON text to JSON text (median)")
    print(f"  Laufzettel          {own * 1e6:9.1f} µs   state at most {own_size:6} characters")
    print(f"  bare token executor {plain * 1e6:9.1f} µs   state at most {plain_size:6} characters")
    print(f"  SpiffWorkflow       {spiff * 1e6:9.1f} µs   state at most {spiff_size:6} characters")
    print(f"  SpiffWorkflow / Laufzettel  {spiff / own:6.1f}   (wanted: at least 60)")
    print(f"  Laufzettel / bare           {own / plain:6.1f}   (wanted: at most 5)")
    print(f"state after 1,000 loops: {loop_growth():+} characters (wanted: ± 16)")
    print(f"read and compile, 10 times the elements: {compile_growth():.1f} times (wanted: at most 12)")


if __name__ == "__main__":
    main()
