"""Start a program that does not outlive the one who started it: `python launch.py SIGNAL PARENT UID GID program …`.

Runs as a process of its own (`-I -S`, standard library only), because code between fork and exec is unsafe in a
program with threads, and because Linux forgets the wish when the user changes after it was spoken.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(signal_number: int, parent: int) -> None:
    """Ask Linux to send us `signal_number` when the thread that started us ends; end at once if it is gone already.

    Elsewhere than on Linux this does nothing: there the next start takes over what was left behind.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


def become(uid: int, gid: int) -> None:
    """Give up root for good; nothing to do when we are that user."""
    if uid != os.geteuid():
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)


def main(arguments: list[str]) -> None:
    """Change the user, make the wish, become the program."""
    signal_number, parent, uid, gid = map(int, arguments[:4])
    become(uid, gid)
    die_with_parent(signal_number, parent)
    command = arguments[4:]
    os.execv(command[0], command)  # noqa: S606 - there is no shell between us and the program


if __name__ == "__main__":
    main(sys.argv[1:])
