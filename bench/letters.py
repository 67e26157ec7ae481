"""What a letter costs in CPU: reading, rendering to a tree, setting as PDF; serial letters; memory over many.

`python bench/letters.py [COUNT]`. Budgets: a letter at most 30 ms CPU, 1,000 serial letters in a minute of one core.
"""

import importlib.util
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from laufzettel.kernel import letters
from laufzettel.letters.pdf import render_letters, render_report

SPECIMENS = Path(__file__).parents[1] / "tests" / "letters" / "pdf" / "conftest.py"


def specimens() -> Any:
    spec = importlib.util.spec_from_file_location("specimens", SPECIMENS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measured(name: str, work: Callable[[int], object], count: int) -> float:
    """Median CPU milliseconds of one call; each call gets another number, so that nothing is merely remembered."""
    work(-1)
    times = []
    for number in range(count):
        start = time.process_time()
        work(number)
        times.append((time.process_time() - start) * 1000)
    median, ninth = statistics.median(times), statistics.quantiles(times, n=10)[-1]
    print(f"{name:34} {median:8.2f} ms CPU (median)  {ninth:8.2f} (90 %)")
    return median


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(count: int) -> int:
    """Measures and prints; the exit code."""
    made = specimens()
    letter = letters.read(made.NOTICE)

    def values(number: int) -> dict[str, Any]:
        return made.VALUES | {
            "hund": {"name": f"Rex der {number}.", "seit": made.VALUES["hund"]["seit"]},
            "betrag": Decimal(number),
        }

    def sheet(number: int) -> Any:
        tree = letter.render(values(number), now=made.NOW)
        return made.sheet(tree=tree, address=(f"Familie Nummer {number}", "Weg 1", "35066 Frankenberg (Eder)"))

    def empty(_: int) -> bytes:
        return render_report("x", [], sender="x", date=made.DAY)

    ground = measured("a report with nothing but a title", empty, count)
    measured("read", lambda number: letters.read(made.NOTICE + f"\n{number}"), count)
    measured("render to a tree", lambda number: letter.render(values(number), now=made.NOW), count)
    one = measured("a letter of two pages", lambda number: render_letters([sheet(number)]), count)
    marked = replace(sheet(0), marks=("demo",))
    measured("the same with a mark", lambda n: render_letters([replace(marked, reference=str(n))]), count)
    measured("the application as PDF", lambda _: made.SPECIMENS["19-antrag"](), min(count, 50))
    before, start, cpu = memory(), time.perf_counter(), time.process_time()
    for number in range(1000):
        render_letters([sheet(number)])
    seconds, used = time.perf_counter() - start, time.process_time() - cpu
    print(f"1,000 letters, a file each         {used:8.1f} s CPU, {seconds:.1f} s; {before:.0f} to {memory():.0f} MB")
    cpu = time.process_time()
    data = render_letters([sheet(number) for number in range(1000)], title="Druckkorb")
    print(f"1,000 letters, one file for print  {time.process_time() - cpu:8.1f} s CPU, {len(data) / 1e6:.1f} MB")
    print(f"a letter is {one / ground:.1f} times the empty report")
    print("budget, 30 ms a letter:", "kept" if one <= 30 else "EXCEEDED (other load on the machine?)")
    print("budget, 60 s a thousand:", "kept" if used <= 60 else "EXCEEDED")
    return int(one > 30 or used > 60)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
