"""What is looked at before anything starts, so that a clear sentence comes first and nothing half-started stays."""

import errno
import os
import shutil
import socket
from pathlib import Path

from laufzettel.kernel.problems import Text
from laufzettel.site.serve.problems import ExitCode, StartError, disk_full, from_os_error, no_permission

MEBIBYTE = 1024 * 1024
ROOM_TO_START = 96 * MEBIBYTE  # an empty server with its write-ahead log, and something to work with
ROOM_TO_GO_ON = 24 * MEBIBYTE  # enough for PostgreSQL to write its last checkpoint and the next segment of its log


def check_folder(data: Path) -> None:
    """`data` can be made, read and written, and its disk has room to start."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(data, os.R_OK | os.W_OK | os.X_OK):
            raise no_permission(data)
        if shutil.disk_usage(data).free < ROOM_TO_START:
            raise disk_full(data)
    except OSError as error:
        raise from_os_error(error, data) from error


def check_room(data: Path) -> None:
    """There is room to go on; to be asked every now and then. To stop in order is better than to stop in the middle."""
    if shutil.disk_usage(data).free < ROOM_TO_GO_ON:
        raise disk_full(data)


def check_port(host: str, port: int) -> None:
    """Nobody listens on `port`. granian itself would share it with another server of ours, in silence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise _port_error(error, host, port) from error


def _port_error(error: OSError, host: str, port: int) -> StartError:
    if error.errno == errno.EADDRINUSE:
        return StartError(
            ExitCode.PORT_TAKEN,
            Text(
                f"Port {port} auf {host} ist schon belegt. Beenden Sie das andere Programm, oder wählen Sie einen "
                f"anderen Port: laufzettel serve --port {port + 1}",
                f"Port {port} on {host} is already taken. Stop the other program, or choose another port: "
                f"laufzettel serve --port {port + 1}",
            ),
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return StartError(
            ExitCode.NO_PERMISSION,
            Text(
                f"Keine Berechtigung für Port {port}. Ports unter 1024 gehören dem System; wählen Sie einen höheren, "
                "zum Beispiel --port 8000, und stellen Sie einen Proxy davor.",
                f"No permission for port {port}. Ports below 1024 belong to the system; choose a higher one, such as "
                "--port 8000, and put a proxy in front.",
            ),
        )
    return StartError(
        ExitCode.CONFIGURATION,
        Text(
            f"An {host}:{port} lässt sich nicht lauschen: {error.strerror or error}.",
            f"Cannot listen on {host}:{port}: {error.strerror or error}.",
        ),
    )
