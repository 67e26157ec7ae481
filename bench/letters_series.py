"""A serial letter on PostgreSQL: prepared for each recipient, issued with PDF, encrypted, filed, logged, printed.

`python bench/letters_series.py [COUNT]`. Budget: 1,000 letters in a minute of one core (CPU of this process; the wall
time with the database's share is printed beside it). Exits with 1 when it is missed.
"""

import sys
import tempfile
import time
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.wizard import django_with_tests_settings, use_database

BUDGET = 60.0  # seconds of CPU for a thousand


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    tests = django_with_tests_settings()
    from laufzettel.site.serve.testing import databases

    with tempfile.TemporaryDirectory(prefix="laufzettel-bench-") as folder, databases(Path(folder)) as server:
        use_database(server.create("lz_bench", tests.fill))
        try:
            return run(count)
        finally:
            from django.db import connections

            connections.close_all()


def run(count: int) -> int:
    """Prepare, issue and print a series of `count` letters; the exit code."""
    from tests.letters.test_series import content, profile
    from tests.scenes import clerk, tenant

    from laufzettel.core.tenancy import in_tenant
    from laufzettel.letters import series

    actor, here, head = clerk("frankenberg-eder"), tenant("frankenberg-eder"), profile()
    made = {str(number): content(f"Rex der {number}.") for number in range(count)}
    begun, cpu = time.perf_counter(), time.process_time()
    letter_ids = series.prepare(actor, here, uuid.uuid4(), made)
    prepared, prepared_cpu = time.perf_counter(), time.process_time()
    done = series.issue(actor, here, head, letter_ids)
    issued, issued_cpu = time.perf_counter(), time.process_time()
    with in_tenant(here.id):
        size = sum(len(series.print_file(actor, part)) for part in parts(letter_ids, series.PRINT_LIMIT))
    printed, printed_cpu = time.perf_counter(), time.process_time()
    if len(done.issued) != count:
        print(f"only {len(done.issued)} of {count} were issued")
        return 1
    print(f"prepared {prepared_cpu - cpu:6.1f} s CPU, {prepared - begun:6.1f} s")
    print(f"issued   {issued_cpu - prepared_cpu:6.1f} s CPU, {issued - prepared:6.1f} s")
    print(f"printed  {printed_cpu - issued_cpu:6.1f} s CPU, {printed - issued:6.1f} s, {size / 1e6:.1f} MB")
    thousand = (printed_cpu - cpu) / count * 1000
    print(f"a thousand letters: {thousand:.1f} s CPU (budget {BUDGET:.0f}), {(printed - begun) / count * 1000:.1f} s")
    return int(thousand > BUDGET)


def parts(letter_ids: list[uuid.UUID], size: int) -> list[list[uuid.UUID]]:
    return [letter_ids[at : at + size] for at in range(0, len(letter_ids), size)]


if __name__ == "__main__":
    sys.exit(main())
