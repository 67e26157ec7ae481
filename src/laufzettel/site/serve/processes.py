"""Child processes that end with us, in a process group of their own, perhaps as another user."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from laufzettel.site.serve import launch

SYSTEM_USER = "laufzettel"


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the operating system that a child runs as."""

    uid: int
    gid: int

    @classmethod
    def current(cls) -> Self:
        """The user we run as."""
        return cls(os.geteuid(), os.getegid())

    @classmethod
    def for_postgres(cls, folder: Path) -> Self:
        """Who runs PostgreSQL: we, or, when we are root, the owner of `folder`, else an unprivileged user.

        PostgreSQL refuses to run as root. A folder that exists stays with its owner, so that a user who
        is created later does not lock us out of our own data.
        """
        if os.geteuid() != 0:
            return cls.current()
        if folder.exists() and (status := folder.stat()).st_uid != 0:
            return cls(status.st_uid, status.st_gid)
        found = _find(SYSTEM_USER) or _create(SYSTEM_USER) or pwd.getpwnam("nobody")
        return cls(found.pw_uid, found.pw_gid)

    @property
    def is_current(self) -> bool:
        return self.uid == os.geteuid()


def _find(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _create(name: str) -> pwd.struct_passwd | None:
    if useradd := shutil.which("useradd"):
        command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        # Another one may create the same user at this moment: what counts is that it is there afterwards.
        subprocess.run([*command, "--shell", "/usr/sbin/nologin", name], check=False, capture_output=True)  # noqa: S603
    return _find(name)


def spawn(
    command: Sequence[str | Path],
    *,
    death_signal: signal.Signals,
    account: Account | None = None,
    env: Mapping[str, str] | None = None,
    output: IO[bytes] | int | None = None,
    folder: Path | None = None,
    pass_fds: Sequence[int] = (),
) -> "subprocess.Popen[bytes]":
    """Start `command` as a child that gets `death_signal` when we end, however we end.

    It leads a process group of its own: Ctrl-C reaches only us, and we can end it with all its own children.
    `output` takes stdout and stderr together.
    """
    account = account or Account.current()
    launcher = [sys.executable, "-I", "-S", launch.__file__, int(death_signal), os.getpid(), account.uid, account.gid]
    return subprocess.Popen(  # noqa: S603 - our own program and PostgreSQL's
        [*map(str, launcher), *map(str, command)],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        env=env,
        cwd=folder,
        start_new_session=True,
        pass_fds=pass_fds,
    )
