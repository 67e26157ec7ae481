"""`laufzettel preview FOLDER`: one package in the browser of the person who models it."""

import os
import socketserver
import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from laufzettel.kernel.problems import Text
from laufzettel.site.serve import checks
from laufzettel.site.serve.problems import ExitCode, StartError
from laufzettel.site.serve.serve import read_configuration

HOST = "127.0.0.1"


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    """A thread for each request: browsers keep connections open while they think."""

    daemon_threads = True


class _Handler(WSGIRequestHandler):
    """Says nothing about every request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        pass


def preview(folder: Path, port: int) -> int:
    """Serve the package in `folder` on this machine until Ctrl-C; its exit code."""
    if not (folder / "service.toml").is_file():
        raise StartError(
            ExitCode.USAGE,
            Text(
                f"In {folder} liegt kein Leistungspaket: Es fehlt service.toml.",
                f"There is no service package in {folder}: service.toml is missing.",
            ),
        )
    read_configuration()
    checks.check_port(HOST, port)
    os.environ["LAUFZETTEL_PREVIEW"] = str(folder.absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = "laufzettel.site.preview_settings"
    from django.core.wsgi import get_wsgi_application

    with make_server(HOST, port, get_wsgi_application(), _Server, _Handler) as server:
        sys.stdout.write(f"Vorschau von {folder}: http://{HOST}:{port} – beenden mit Strg+C.\n")
        sys.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0
