"""A real clamd with a signature file of its own, which knows EICAR's test file and nothing else."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
FOUND = Path("/usr/sbin/clamd")


@contextmanager
def clamd(folder: Path) -> Iterator[str]:
    """Start one in `folder`; gives its address."""
    program = shutil.which("clamd") or str(FOUND)
    signatures = folder / "signatures"
    signatures.mkdir()
    (signatures / "eicar.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
    settings = folder / "clamd.conf"
    path = folder / "clamd.sock"
    settings.write_text(
        f"LocalSocket {path}\nDatabaseDirectory {signatures}\nForeground yes\nMaxThreads 2\nStreamMaxLength 30M\n"
        f"PidFile {folder / 'clamd.pid'}\nTemporaryDirectory {folder}\n"
    )
    process = subprocess.Popen([program, "--config-file", str(settings)], stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            if path.exists():
                break
            assert process.poll() is None, "clamd has ended"
            time.sleep(0.1)
        yield f"clamd://{path}"
    finally:
        process.terminate()
        process.wait(20)
