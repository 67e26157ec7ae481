"""The data folder: its lock, its secrets, and the short way to the socket."""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import stat
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from laufzettel.site.serve.problems import already_running, from_os_error, no_permission
from laufzettel.site.serve.processes import Account

LOCK = "laufzettel.lock"
SECRETS = "postgres.secrets.json"
LONGEST_SOCKET_PATH = 107


class DataLock:
    """One Laufzettel a data folder. The operating system gives the lock back however its holder ends."""

    def __init__(self, data: Path) -> None:
        self._path = data / LOCK
        self._fd = -1

    def take(self) -> None:
        """Raise `StartError` when somebody else holds it, or the folder cannot be written."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._fd = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise from_os_error(error, self._path.parent) from error
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            raise already_running(self._path.parent) from None

    def release(self) -> None:
        """Give it back; does nothing when we do not hold it."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


@dataclass(frozen=True, slots=True)
class Passwords:
    """The passwords of the embedded server's three roles, random, known to the data folder alone."""

    superuser: str
    owner: str
    app: str

    @classmethod
    def of(cls, data: Path) -> Self:
        """Those kept in the data folder; made and stored when there are none yet."""
        path = data / SECRETS
        try:
            return cls(**json.loads(path.read_text()))
        except FileNotFoundError:
            made = cls(*(secrets.token_urlsafe(24) for _ in range(3)))
            write_private(path, json.dumps(asdict(made)))
            return made


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads, completely or not at all."""
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def socket_folder(data: Path) -> Path:
    """Where the server's socket lies: always the same for one data folder, and short enough for the kernel."""
    name = "laufzettel-" + hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:12]
    folder = _runtime_folder() / name
    if len(os.fsencode(folder / ".s.PGSQL.5432")) >= LONGEST_SOCKET_PATH:
        folder = Path("/tmp") / f"{name}-{os.geteuid()}"  # noqa: S108 - `prepare_private` refuses a foreign one
    return folder


def _runtime_folder() -> Path:
    for text in (os.environ.get("XDG_RUNTIME_DIR", ""), "/run"):
        if text and os.access(text, os.W_OK | os.X_OK) and (os.geteuid() != 0 or text == "/run"):
            return Path(text)
    return Path(tempfile.gettempdir())


def prepare_private(folder: Path, account: Account) -> None:
    """Make `folder`, closed to everybody but `account`; refuse one that somebody else has put there."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid not in (os.geteuid(), account.uid):
            raise no_permission(folder)
        if status.st_uid != account.uid:
            os.chown(folder, account.uid, account.gid)
        folder.chmod(0o700)
    except OSError as error:
        raise from_os_error(error, folder) from error


def empty(folder: Path) -> None:
    """Remove `folder` with all that is in it, if it is there."""
    shutil.rmtree(folder, ignore_errors=True)
