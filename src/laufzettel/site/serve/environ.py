"""A WSGI environment (PEP 3333) from granian's description of a request."""

from typing import IO, Any, TextIO

# Two spellings of one name must not both reach the application: `X_Forwarded_For` would pass for the proxy's field.
_AMBIGUOUS = "_"
_WITHOUT_PREFIX = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


def environ_of(scope: Any, body: IO[bytes], errors: TextIO) -> dict[str, Any]:
    """The request that `scope` describes, with its complete `body`, rewound."""
    server_name, server_port = _address(scope.server)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server_name,
        "SERVER_PORT": server_port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": _address(scope.client)[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": errors,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    _add_headers(environ, scope.headers.items())
    if scope.authority and "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = scope.authority
    if "HTTP_TRANSFER_ENCODING" in environ:  # the gate has joined the parts
        del environ["HTTP_TRANSFER_ENCODING"]
        environ["CONTENT_LENGTH"] = str(_size(body))
    return environ


def _add_headers(environ: dict[str, Any], headers: list[tuple[str, str]]) -> None:
    for name, value in headers:
        if _AMBIGUOUS in name:
            continue
        key = _WITHOUT_PREFIX.get(name) or "HTTP_" + name.upper().replace("-", "_")
        if key not in environ:
            environ[key] = value
        else:
            environ[key] += ("; " if key == "HTTP_COOKIE" else ",") + value


def _address(text: str) -> tuple[str, str]:
    host, _, port = text.rpartition(":")
    return host.strip("[]"), port


def _size(body: IO[bytes]) -> int:
    size = body.seek(0, 2)
    body.seek(0)
    return size
