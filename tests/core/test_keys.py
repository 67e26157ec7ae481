"""Keys that two make at once are one: a second one would leave files that nobody can read any more."""

import os
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from laufzettel.core import encryption
from laufzettel.core.models import TenantKey
from laufzettel.core.tenancy import in_tenant

THREADS = 8


def at_once[T](work: Callable[[], T], times: int) -> list[T]:
    ready = Barrier(times)

    def one(_: int) -> T:
        ready.wait()
        return work()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_threads_that_need_the_master_key_at_once_get_the_one_that_stays(tmp_path: Path) -> None:
    for number in range(50):
        path = tmp_path / str(number) / "master.key"

        keys = at_once(lambda path=path: encryption._key_file(path), THREADS)  # type: ignore[misc]

        assert set(keys) == {path.read_bytes()}
        assert [file.name for file in path.parent.iterdir()] == ["master.key"]
        assert path.stat().st_mode & 0o777 == 0o600
        assert len(keys[0]) == 32


@pytest.mark.django_db
def test_transactions_that_need_a_tenants_key_at_once_get_the_one_that_stays() -> None:
    tenant = uuid.UUID(bytes=os.urandom(16))  # a row of the test's own: threads commit
    both_have_seen_none = Barrier(2)

    def work() -> bytes:
        try:
            with in_tenant(tenant):
                assert TenantKey.objects.first() is None
                both_have_seen_none.wait()
                key = encryption.tenant_key()
                time.sleep(0.1)  # not committed yet: the other one must wait
                return key
        finally:
            connection.close()

    def clean() -> int:
        try:
            with in_tenant(tenant):
                return int(TenantKey.objects.all().delete()[0])
        finally:
            connection.close()

    one, two = at_once(work, 2)
    assert one == two
    assert at_once(clean, 1) == [1]
