"""A real S3 store: SeaweedFS in one process, with one key, its data in a folder."""

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

PROGRAM = Path(__file__).parents[2] / "build" / "store" / "bin" / "weed"
KEY, SECRET = "laufzettel", "ge/heim+geheim"
BUCKET = "akten"
ADDRESS = "s3+http://laufzettel:ge%2Fheim%2Bgeheim@127.0.0.1:{port}/akten/{prefix}"


@contextmanager
def weed(folder: Path) -> Iterator[int]:
    """Start one in `folder`; gives the port of its S3 interface. It has one bucket."""
    assert PROGRAM.exists(), "SeaweedFS fehlt: tools/setup-tests.sh"
    parts = ("master", "volume", "filer", "s3")
    ports = dict(zip([*parts, *(f"{part}.grpc" for part in parts)], _free_ports(8), strict=True))
    credentials = [{"accessKey": KEY, "secretKey": SECRET}]
    (folder / "s3.json").write_text(
        json.dumps({"identities": [{"name": "laufzettel", "credentials": credentials, "actions": ["Admin"]}]})
    )
    command = [str(PROGRAM), "server", "-filer", "-s3", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
    command += [
        f"-s3.config={folder / 's3.json'}",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        "-master.electionTimeout=1s",
        "-master.heartbeatInterval=50ms",
        "-volume.max=20",
        "-master.volumeSizeLimitMB=32",
    ]
    command += [f"-{part}.port={ports[part]}" for part in parts]
    command += [f"-{part}.port.grpc={ports[part + '.grpc']}" for part in parts]
    with (folder / "weed.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        deadline = time.monotonic() + 60
        while not _takes_writes(ports["s3"]):
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError((folder / "weed.log").read_text()[-4000:])
            time.sleep(0.2)
        yield ports["s3"]
    finally:
        process.kill()
        process.wait()


def _takes_writes(port: int) -> bool:
    """Whether its parts have found each other."""
    store = S3Store(
        BUCKET,
        endpoint=f"http://127.0.0.1:{port}",
        access_key_id=KEY,
        secret_access_key=SECRET,
        client_options={"allow_http": True},
        retry_config={"max_retries": 0},
    )
    try:
        obstore.put(store, "probe", b"x")
    except BaseError:
        return False
    return True


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
