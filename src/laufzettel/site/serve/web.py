"""The web server: granian with the gate before Django, as the settings say. `python -m laufzettel.site.serve.web`."""

import os
import signal

from laufzettel.site.configuration import Configuration
from laufzettel.site.serve.gate import Gate
from laufzettel.site.serve.launch import die_with_parent

MAIN_PROCESS = "LAUFZETTEL_WEB_MAIN"
HEADER_TIMEOUT = 15_000  # milliseconds for a request's header


def application() -> Gate:
    """What one process of the server runs; granian calls it in the new process."""
    if main := os.environ.get(MAIN_PROCESS):
        die_with_parent(signal.SIGTERM, int(main))
    from laufzettel.site.wsgi import application as django

    return Gate(django, threads=Configuration.from_environment().listening.threads)


def main() -> None:
    """Serve until SIGTERM; then finish what is running, for at most the seconds of grace."""
    from granian.constants import HTTPModes, Interfaces, SSLProtocols
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server.mp import MPServer

    listening = Configuration.from_environment().listening
    certificate = listening.certificate
    os.environ[MAIN_PROCESS] = str(os.getpid())
    MPServer(
        "laufzettel.site.serve.web:application",
        address=listening.host,
        port=listening.port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=listening.processes,
        factory=True,
        respawn_failed_workers=True,
        workers_kill_timeout=max(listening.grace, 1),
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_TIMEOUT),
        ssl_cert=certificate.chain if certificate else None,
        ssl_key=certificate.key if certificate else None,
        ssl_protocol_min=SSLProtocols.tls12,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
