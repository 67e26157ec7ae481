"""Where no proxy stands in front, the web server ends TLS itself."""

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

MEBIBYTE = 1024 * 1024


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine that it has signed itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    chain = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(timezone.now() - timedelta(days=1))
        .not_valid_after(timezone.now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "chain.pem").write_bytes(chain.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
    return folder / "chain.pem", folder / "key.pem"


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Where the web server listens with a certificate of its own."""
    chain, key = certificate(tmp_path)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "LAUFZETTEL_"))}
    env |= {"DJANGO_SETTINGS_MODULE": "small_site", "PYTHONPATH": str(Path(__file__).parent / "project")}
    env |= {"LAUFZETTEL_PORT": str(port), "LAUFZETTEL_TLS_CERTIFICATE": str(chain), "LAUFZETTEL_TLS_KEY": str(key)}
    with subprocess.Popen([sys.executable, "-m", "laufzettel.site.serve.web"], env=env) as process:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=5).close()
                break
            time.sleep(0.05)
        yield port
        process.send_signal(signal.SIGTERM)


def test_the_web_server_ends_tls_itself(port: int, tmp_path: Path) -> None:
    trusting = ssl.create_default_context(cafile=str(tmp_path / "chain.pem"))

    def get(path: str) -> bytes:
        answer = urllib.request.urlopen(f"https://127.0.0.1:{port}{path}", context=trusting, timeout=20)
        return bytes(answer.read())

    # the application knows that nobody listens in, and who asks
    assert get("/secure") == b"True 127.0.0.1"
    # and what is large goes the same way
    assert get("/download/3") == b"x" * 3 * MEBIBYTE
