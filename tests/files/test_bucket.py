"""Files in a bucket of a real S3 store: as safe as in a folder, and a clear word when the store is not to be had."""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from tests.files.scene import pdf
from tests.scenes import tenant

from laufzettel.core import encryption
from laufzettel.core.actors import CITIZEN
from laufzettel.core.clock import now
from laufzettel.core.ids import new_id
from laufzettel.core.tenancy import in_tenant
from laufzettel.files import bucket as buckets
from laufzettel.files import queries, store, tasks, uploads
from laufzettel.files.actions import store_file
from laufzettel.files.address import BucketAddress
from laufzettel.files.bucket import Bucket
from laufzettel.files.folder import Folder
from laufzettel.files.models import StoredFile, Upload
from laufzettel.site.commands import files as commands
from laufzettel.site.configuration import Configuration, ConfigurationError
from laufzettel.site.serve.problems import StartError

pytestmark = [pytest.mark.e2e]
LARGE = os.urandom(3_000_000)


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> store.Place:
    return Folder(tmp_path) if request.param == "folder" else Bucket(request.getfixturevalue("bucket"))


def test_folder_and_bucket_keep_the_same_promises(place: store.Place) -> None:
    place.write("a/1", [LARGE[:1_000_000], LARGE[1_000_000:]])
    place.write("a/2", [b"first"])
    place.write("a/2", [b"second"])
    place.write("b/3", [b""])

    assert b"".join(place.read("a/1")) == LARGE
    assert b"".join(place.read("a/2")) == b"second"
    assert b"".join(place.read("b/3")) == b""
    assert (place.size("a/1"), place.size("b/3"), place.size("a/9")) == (len(LARGE), 0, None)
    assert sorted(place.names()) == ["a/1", "a/2", "b/3"]
    assert sorted(place.names("a", time.time() + 60)) == ["a/1", "a/2"]
    assert list(place.names("a", time.time() - 60)) == []
    place.delete("a/1")
    place.delete("a/1")
    assert list(place.names("a")) == ["a/2"]
    with pytest.raises(store.Missing):
        place.read("a/1")


@pytest.mark.django_db
def test_what_lies_in_the_bucket_is_encrypted_and_checked_when_read(bucket: BucketAddress) -> None:
    with in_tenant(tenant("herborn").id):
        file = store_file("Antrag.pdf", "application/pdf", "Zoë".encode() * 1000)
        name = store.name_of(file.tenant_id, file.id)
        sealed = b"".join(Bucket(bucket).read(name))

        assert queries.content(file) == "Zoë".encode() * 1000
        assert "Zoë".encode() not in sealed
        Bucket(bucket).write(name, [sealed[:10], bytes([sealed[10] ^ 1]), sealed[11:]])
        with pytest.raises(encryption.Damaged):
            queries.content(file)


@pytest.mark.django_db
def test_what_no_row_names_is_swept_from_the_bucket(bucket: BucketAddress, monkeypatch: pytest.MonkeyPatch) -> None:
    town = tenant("herborn")
    with in_tenant(town.id):
        file = store_file("a.txt", "text/plain", b"a")
    store.write(town.id, new_id(), [b"x"])
    Bucket(bucket).write("not-ours", [b"x"])

    tasks.sweep()
    fresh = len(list(Bucket(bucket).names()))
    monkeypatch.setattr(tasks, "DAY", -60)
    tasks.sweep()

    assert fresh == 3
    assert sorted(Bucket(bucket).names()) == sorted([store.name_of(town.id, file.id), "not-ours"])


# A store that is not to be had


@contextmanager
def silent() -> Iterator[int]:
    """A port that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@contextmanager
def cutting(port: int, after: int) -> Iterator[int]:
    """A way to the store that breaks off after so many bytes, each time."""
    with ExitStack() as stack:
        listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))

        def pass_on() -> None:
            while True:
                try:
                    near, _ = listening.accept()
                except OSError:
                    return
                left = after
                with near, socket.create_connection(("127.0.0.1", port)) as far:
                    while left > 0 and (piece := near.recv(min(65536, left))):
                        far.sendall(piece)
                        left -= len(piece)

        threading.Thread(target=pass_on, daemon=True).start()
        stack.callback(listening.shutdown, socket.SHUT_RDWR)
        yield listening.getsockname()[1]


def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONNECT", "SILENCE", "IN_ALL"):
        monkeypatch.setattr(buckets, name, getattr(buckets, name) / 20)
    monkeypatch.setattr(buckets, "TRIES", 1)


def moved(bucket: BucketAddress, port: int) -> BucketAddress:
    return replace(bucket, endpoint=f"http://127.0.0.1:{port}")


def nobody_there(bucket: BucketAddress) -> BucketAddress:
    return moved(bucket, 1)


def wrong_secret(bucket: BucketAddress) -> BucketAddress:
    return replace(bucket, secret="falsch")


@pytest.mark.parametrize("change", [nobody_there, wrong_secret])
def test_a_store_that_refuses_is_unavailable(
    bucket: BucketAddress, change: Callable[[BucketAddress], BucketAddress], monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient(monkeypatch)
    place = Bucket(change(bucket))

    for work in (
        lambda: place.write("a", [b"x"]),
        lambda: place.read("a"),
        lambda: place.size("a"),
        lambda: place.delete("a"),
        lambda: list(place.names()),
    ):
        with pytest.raises(store.Unavailable):
            work()


def test_nobody_waits_long_for_a_store_that_is_silent(bucket: BucketAddress, monkeypatch: pytest.MonkeyPatch) -> None:
    impatient(monkeypatch)
    with silent() as port:
        begin = time.monotonic()

        with pytest.raises(store.Unavailable):
            Bucket(moved(bucket, port)).write("a", [b"x"])

        assert time.monotonic() - begin < 5


def test_what_is_cut_on_the_way_to_the_store_is_not_there(
    bucket: BucketAddress, s3_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient(monkeypatch)
    with cutting(s3_port, after=500_000) as port, pytest.raises(store.Unavailable):
        Bucket(moved(bucket, port)).write("a", [LARGE])

    assert Bucket(bucket).size("a") is None
    assert list(Bucket(bucket).names()) == []


@pytest.mark.django_db
def test_an_upload_that_cannot_be_stored_leaves_no_row(bucket: BucketAddress, monkeypatch: pytest.MonkeyPatch) -> None:
    impatient(monkeypatch)
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, bucket=nobody_there(bucket)))
    with in_tenant(tenant("herborn").id):
        before = StoredFile.objects.count()

        with pytest.raises(store.Unavailable):
            uploads.take(CITIZEN, new_id(), now(), "a.pdf", pdf(), ("application/pdf",))

        assert (StoredFile.objects.count(), Upload.objects.count()) == (before, 0)


# Addresses and commands


def test_an_address_says_where_and_with_what() -> None:
    found = BucketAddress.parse("s3://k%2Fey:s%40cret@s3.example:9000/akten/lz?region=eu-central-1")

    assert (found.endpoint, found.bucket, found.prefix) == ("https://s3.example:9000", "akten", "lz")
    assert (found.key, found.secret, found.region, found.is_encrypted) == ("k/ey", "s@cret", "eu-central-1", True)
    assert "s@cret" not in repr(found)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("https://s3.example/akten", "keine Adresse"),
        ("s3://s3.example/akten", "keine Adresse"),
        ("s3://k:s@s3.example/", "nennt keinen Behälter"),
        ("s3://k:s@s3.example/ab", "nennt keinen Behälter"),
        ("s3://k:s@s3.example:abc/akten", "keine Adresse"),
        ("s3://k:s@s3.example/akten?regoin=x", "kennt regoin nicht"),
        ("s3://k:s@s3.example/akten?ca=/nirgends.pem", "Diese Datei gibt es nicht"),
    ],
)
def test_an_address_that_makes_no_sense_is_told_at_the_start(address: str, says: str) -> None:
    with pytest.raises(ConfigurationError, match=f"^LAUFZETTEL_FILES.*{says}"):
        Configuration.from_environment({"LAUFZETTEL_FILES": address})


def test_production_wants_tls_to_a_store_elsewhere() -> None:
    def is_told(address: str) -> bool:
        chosen = Configuration.from_environment({"LAUFZETTEL_MODE": "production", "LAUFZETTEL_FILES": address})
        return any("LAUFZETTEL_FILES" in sentence for sentence in chosen.unsafe())

    assert is_told("s3+http://k:s@s3.example/akten")
    assert not is_told("s3://k:s@s3.example/akten")
    assert not is_told("s3+http://k:s@127.0.0.1:3900/akten")


def test_the_folder_moves_into_the_bucket(
    bucket: BucketAddress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, data=tmp_path))
    folder = Folder(tmp_path / "files")
    folder.write("t/aa/1", [b"eins"])
    folder.write("t/bb/2", [b"zwei"])
    folder.write("t/bb/2.4711.new", [b"half"])

    assert commands.check() == 0
    assert commands.copy() == 0
    assert commands.copy() == 0

    assert sorted(Bucket(bucket).names()) == ["t/aa/1", "t/bb/2"]
    assert b"".join(Bucket(bucket).read("t/bb/2")) == b"zwei"
    said = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in said] == [
        "Schreiben, Lesen und Löschen gelingen",
        "2 Dateien kopiert, 0 waren schon da",
        "0 Dateien kopiert, 2 waren schon da",
    ]


def test_the_check_names_what_does_not_answer(bucket: BucketAddress, monkeypatch: pytest.MonkeyPatch) -> None:
    impatient(monkeypatch)
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, bucket=wrong_secret(bucket)))

    with pytest.raises(StartError, match=r"127\.0\.0\.1.*tut nicht, was er soll"):
        commands.check()


def test_without_a_bucket_there_is_nothing_to_copy_to() -> None:
    with pytest.raises(StartError, match="nennt keinen S3-Speicher"):
        commands.copy()
