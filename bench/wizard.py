"""A page of the wizard, and sending, against an empty view: CPU time and queries.

`python bench/wizard.py [ROUNDS]`. The empty view passes the same middleware, session and tenant transaction and shows
the same base template with nothing in it; its absolute time is printed so that nobody fattens it. Budgets: a page at
most 3 times its CPU and 8 queries, sending at most 8 times and 25 queries. Exits with 1 when one of them is missed.
`--profile page` or `--profile send` prints where the time goes.
"""

import argparse
import cProfile
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

SERVICE = "/frankenberg-eder/hund-anmelden/"
PAGE = f"{SERVICE}antrag/seite/seite_halter/"
EMPTY = "/frankenberg-eder/leer/"
SCENARIO = "erster-hund"
WARM_UP = 5


@dataclass(frozen=True)
class Measured:
    """What one request costs."""

    name: str
    milliseconds: float  # of CPU, the median
    queries: list[str]


@dataclass(frozen=True)
class Budget:
    """What it may cost: as a multiple of the empty view, and queries."""

    times: float
    queries: int


BUDGETS = {"page": Budget(3, 8), "send": Budget(8, 25)}


def django_with_tests_settings() -> Any:
    """The tests' own set-up, so that the bench measures what they run on."""
    import django
    from tests import conftest

    django.setup()
    return conftest


def use_database(urls: Any) -> None:
    """From now on Django works there as the application."""
    from django.db import connections

    from laufzettel.site.configuration import DatabaseAddress

    address = DatabaseAddress.parse("DATABASE_URL", urls.app)
    connections["default"].settings_dict.update(
        NAME=address.name, USER=address.user, PASSWORD=address.password, HOST=address.host, OPTIONS={}
    )
    connections["default"].settings_dict["CONN_MAX_AGE"] = None


def add_empty_view() -> None:
    """An address that shows the base template, reads the session, and does nothing else."""
    from django.shortcuts import render
    from django.urls import clear_url_caches, path

    from laufzettel.site import urls_tenant

    def empty(request: Any) -> Any:
        request.session.get("drafts")
        return render(request, "ui/base.html")

    urls_tenant.urlpatterns.insert(0, path("leer/", empty))
    clear_url_caches()


def open_draft() -> tuple[Any, str]:
    """A browser whose draft is filled in to the check, and the draft's version."""
    from django.test import Client

    from laufzettel.applications.models import Draft
    from laufzettel.core.models import RateLimit
    from laufzettel.core.tenancy import in_tenant
    from laufzettel.kernel import feel
    from laufzettel.kernel.package.values import to_feel
    from laufzettel.portal.drafts import Sitting
    from laufzettel.tenants.models import Tenant

    RateLimit.objects.all().delete()
    client = Client(SERVER_NAME="127.0.0.1")
    client.post(f"{SERVICE}beginnen/")
    with in_tenant(Tenant.objects.get(slug="frankenberg-eder").id):
        draft = Draft.objects.select_related("edition", "offering").order_by("id").last()
        assert draft is not None
        sitting = Sitting.of(draft)
        draft.values = feel.to_json(to_feel(sitting.package.scenarios[SCENARIO].data["application"]))
        draft.done_pages = [page.id for page in sitting.pages]
        draft.save()
    return client, str(draft.version)


type Work = Callable[[], Any]
type Prepare = Callable[[], Work]


def show(address: str) -> Work:
    """Ask for a page, again and again in the same session."""
    client, _ = open_draft()

    def work() -> Any:
        answer = client.get(address)
        assert answer.status_code == 200, answer.status_code
        return answer

    return work


def send() -> Work:
    """ "Verbindlich absenden" of a draft that is ready."""
    client, version = open_draft()
    form = {"einverstanden": "1", "absenden": "1", "stand": version}

    def work() -> Any:
        answer = client.post(f"{SERVICE}antrag/pruefen/", form)
        assert answer.headers.get("Location", "").endswith("/abgeschickt/"), answer.status_code
        return answer

    return work


def measure(works: Mapping[str, Prepare], rounds: int, profiles: Mapping[str, cProfile.Profile]) -> list[Measured]:
    """The medians over `rounds`, taken in turn, so that a busy machine is busy for all; preparing is not counted."""
    for prepare in works.values():
        for _ in range(WARM_UP):
            prepare()()
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, prepare in works.items():
            times[name].append(cpu(prepare(), profiles.get(name)))
    return [Measured(name, statistics.median(times[name]), queries(prepare())) for name, prepare in works.items()]


def cpu(work: Work, profile: cProfile.Profile | None) -> float:
    """Milliseconds of CPU for one request."""
    if profile:
        profile.enable()
    start = time.process_time()
    work()
    spent = (time.process_time() - start) * 1000
    if profile:
        profile.disable()
    return spent


def queries(work: Work) -> list[str]:
    """What one request asks the database, without what only brackets a transaction."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        work()
    statements = [query["sql"] for query in captured.captured_queries]
    return [sql for sql in statements if not sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]


def run(rounds: int, profiled: str, *, verbose: bool) -> int:
    """Measure all three in turn; the exit code."""
    kept_page, kept_empty = show(PAGE), show(EMPTY)
    works: dict[str, Prepare] = {"empty": lambda: kept_empty, "page": lambda: kept_page, "send": send}
    profiles = {profiled: cProfile.Profile()} if profiled else {}
    found = measure(works, rounds, profiles)
    missed = 0
    for what in found:
        ratio, asked = what.milliseconds / found[0].milliseconds, len(what.queries)
        budget = BUDGETS.get(what.name)
        is_kept = budget is None or (ratio <= budget.times and asked <= budget.queries)
        missed += not is_kept
        limits = f"  (budget {budget.times:.0f}, {budget.queries} queries)" if budget else ""
        line = f"{what.name:6} {what.milliseconds:8.2f} ms CPU {ratio:6.2f} times {asked:4} queries"
        print(f"{line}{limits}{'' if is_kept else '  MISSED'}")
        for statement in what.queries if verbose else ():
            print(f"       {statement[:150]}")
    for profile in profiles.values():
        pstats.Stats(profile).sort_stats("cumulative").print_stats("laufzettel|scrypt|template|_fetch_all", 75)
    return int(missed > 0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", nargs="?", type=int, default=40)
    parser.add_argument("--profile", choices=["empty", "page", "send"], default="")
    parser.add_argument("--queries", action="store_true")
    chosen = parser.parse_args()
    tests = django_with_tests_settings()
    from laufzettel.site.serve.testing import databases

    with tempfile.TemporaryDirectory(prefix="laufzettel-bench-") as folder, databases(Path(folder)) as server:
        use_database(server.create("lz_bench", tests.fill))
        add_empty_view()
        try:
            return run(chosen.rounds, chosen.profile, verbose=chosen.queries)
        finally:
            from django.db import connections

            connections.close_all()


if __name__ == "__main__":
    sys.exit(main())
