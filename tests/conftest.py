"""Tests run against a real PostgreSQL: as `lz_app`, each process in a database of its own, copied from one template."""

import atexit
import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from tests.sharing import ByFile, place

# Settings are read when Django starts, so the environment stands before that.
os.environ["DJANGO_SETTINGS_MODULE"] = "laufzettel.site.settings"
os.environ["LAUFZETTEL_MODE"] = "demo"
os.environ["LAUFZETTEL_MASTER_KEY"] = "dGVzdHMgb25seSwgbmV2ZXIgZm9yIHJlYWwgZGF0YSE="
_DATA = tempfile.TemporaryDirectory(prefix="laufzettel-")
atexit.register(_DATA.cleanup)
os.environ["LAUFZETTEL_DATA"] = _DATA.name
os.environ["LAUFZETTEL_SERVICES"] = str(Path(__file__).parent.parent / "services")
# Nobody listens there: tests that sign in start a provider, and none asks a demo that happens to run.
os.environ["LAUFZETTEL_SIGN_IN_ISSUER"] = "http://127.0.0.1:1/demo/konto"
os.environ["LAUFZETTEL_SIGN_IN_CLIENT"] = "laufzettel"
os.environ["LAUFZETTEL_SIGN_IN_SECRET"] = "only-in-a-demo"
os.environ["LAUFZETTEL_SIGN_IN_NAME"] = "Demo-Konto"
os.environ.pop("DATABASE_URL", None)
os.environ.pop("DATABASE_OWNER_URL", None)


def pytest_configure(config: pytest.Config) -> None:
    """Load Django before any test module imports a model, and say how examples are made up.

    `make test` tries the same examples every time, the nightly tests others every night. A loaded machine is slow, not
    wrong: no example has a deadline.
    """
    import django

    hypothesis.settings.register_profile(
        "laufzettel",
        deadline=None,
        derandomize=config.option.markexpr != "nightly",
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
    hypothesis.settings.load_profile("laufzettel")
    django.setup()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order in which `tests.sharing` wants them."""
    items.sort(key=place)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Who shares the tests out, when several processes do them."""
    return ByFile(config, log)


def pytest_collection_finish() -> None:
    """What has been loaded stays: looking through it for garbage again and again is a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """The databases are ours: pytest-django neither names nor makes any."""


@pytest.fixture(scope="session")
def database_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One folder for all processes of the test session, whose server runs until the last of them has ended.

    LAUFZETTEL_TEST_DATABASES names one that outlives it.
    """
    from laufzettel.site.serve.testing import databases

    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "databases"
    if kept := os.environ.get("LAUFZETTEL_TEST_DATABASES"):
        folder = Path(kept)
    with databases(folder):
        yield folder


@pytest.fixture(scope="session")
def django_db_setup(database_folder: Path, django_db_blocker: Any) -> Iterator[None]:
    """A database with tables and the demo's towns for this process; tests see it as `lz_app`."""
    from laufzettel.site.serve.testing import databases

    name = f"lz_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with databases(database_folder) as server, django_db_blocker.unblock(), connect_to(server.create(name, fill)):
        yield


@contextmanager
def connect_to(urls: Any) -> Iterator[None]:
    """Let Django use this database as `lz_app`; afterwards the one that it used before."""
    from django.db import connections

    from laufzettel.site.configuration import DatabaseAddress

    address = DatabaseAddress.parse("DATABASE_URL", urls.app)
    settings = connections["default"].settings_dict
    before = dict(settings)
    connections["default"].close()
    settings.update(
        NAME=address.name,
        USER=address.user,
        PASSWORD=address.password,
        HOST=address.host,
        PORT=address.port,
        OPTIONS={"connect_timeout": 3},
    )
    yield
    connections.close_all()
    settings.update(before)


def fill(urls: Any) -> None:
    """Migrate the template as owner, then build the demo in it as the application."""
    env = os.environ | {"DATABASE_URL": urls.app, "DATABASE_OWNER_URL": urls.owner}
    manage = [sys.executable, "-m", "laufzettel.site.cli", "manage"]
    subprocess.run([*manage, "migrate", "-v0"], env=env | {"LAUFZETTEL_AS_OWNER": "1"}, check=True)
    subprocess.run([*manage, "demo_data"], env=env, check=True)
