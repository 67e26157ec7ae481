"""The web server: granian with the gate before Django. `python -m laufzettel.site.serve.web HOST PORT GRACE`."""

import os
import signal
import sys

from laufzettel.site.serve.gate import Gate
from laufzettel.site.serve.launch import die_with_parent

MAIN_PROCESS = "LAUFZETTEL_WEB_MAIN"
PROCESSES, THREADS = "LAUFZETTEL_WEB_PROCESSES", "LAUFZETTEL_WEB_THREADS"
HEADER_TIMEOUT = 15_000  # milliseconds for a request's header


def application() -> Gate:
    """What one process of the server runs; granian calls it in the new process."""
    if main := os.environ.get(MAIN_PROCESS):
        die_with_parent(signal.SIGTERM, int(main))
    from laufzettel.site.wsgi import application as django

    return Gate(django, threads=int(os.environ.get(THREADS) or 8))


def main(host: str, port: int, grace: int) -> None:
    """Serve until SIGTERM; then finish what is running, for at most `grace` seconds."""
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server.mp import MPServer

    os.environ[MAIN_PROCESS] = str(os.getpid())
    MPServer(
        "laufzettel.site.serve.web:application",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=int(os.environ.get(PROCESSES) or 1),
        factory=True,
        respawn_failed_workers=True,
        workers_kill_timeout=max(grace, 1),
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_TIMEOUT),
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
