"""One scanner and one S3 store for all tests of this folder that want one."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from tests.files.clamd import clamd
from tests.files.weed import ADDRESS, weed

from laufzettel.core.ids import new_id
from laufzettel.files.address import BucketAddress


@pytest.fixture(scope="session")
def scanner_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running clamd."""
    with clamd(tmp_path_factory.mktemp("clamd")) as address:
        yield address


@pytest.fixture(scope="session")
def s3_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where an S3 store answers."""
    with weed(tmp_path_factory.mktemp("weed")) as port:
        yield port


@pytest.fixture
def bucket(s3_port: int, monkeypatch: pytest.MonkeyPatch) -> BucketAddress:
    """An empty place in a bucket, and Laufzettel keeps its files there."""
    address = BucketAddress.parse(ADDRESS.format(port=s3_port, prefix=new_id()))
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, bucket=address))
    return address
