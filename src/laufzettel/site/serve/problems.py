"""Why Laufzettel does not start or had to stop: a sentence for people in German and English, and an exit code."""

import errno
from enum import IntEnum
from pathlib import Path

from laufzettel.kernel.problems import NO_TEXT, Text


class ExitCode(IntEnum):
    """What `laufzettel` ends with. `docs/operations.md` lists them; scripts may rely on them."""

    FAILED = 1
    USAGE = 2
    CONFIGURATION = 3
    ALREADY_RUNNING = 4
    NO_PERMISSION = 5
    DISK_FULL = 6
    PORT_TAKEN = 7
    DATABASE_NEWER = 8
    DATABASE_UNAVAILABLE = 9
    CHILD_KEEPS_CRASHING = 10


class StartError(Exception):
    """Laufzettel cannot start or go on. `text` says why and what to do, `exit_code` is for scripts."""

    def __init__(self, exit_code: ExitCode, text: Text) -> None:
        super().__init__(str(text))
        self.exit_code = exit_code
        self.text = text


def already_running(folder: Path) -> StartError:
    """Another Laufzettel holds the data folder."""
    return StartError(
        ExitCode.ALREADY_RUNNING,
        Text(
            f"Laufzettel läuft bereits auf dem Datenordner {folder}. Beenden Sie es zuerst, oder wählen Sie mit "
            "LAUFZETTEL_DATA einen anderen Ordner.",
            f"Laufzettel is already running on the data folder {folder}. Stop it first, or choose another folder "
            "with LAUFZETTEL_DATA.",
        ),
    )


def no_permission(path: Path) -> StartError:
    """`path` cannot be read or written by the user who started Laufzettel."""
    return StartError(
        ExitCode.NO_PERMISSION,
        Text(
            f"Keine Berechtigung für {path}. Laufzettel muss dort lesen und schreiben dürfen. Ändern Sie den "
            "Eigentümer des Ordners, oder wählen Sie mit LAUFZETTEL_DATA einen anderen.",
            f"No permission for {path}. Laufzettel must be able to read and write there. Change the owner of the "
            "folder, or choose another one with LAUFZETTEL_DATA.",
        ),
    )


def disk_full(path: Path) -> StartError:
    """The disk that holds `path` has no room left."""
    return StartError(
        ExitCode.DISK_FULL,
        Text(
            f"Der Datenträger mit {path} ist voll. Schaffen Sie Platz, und starten Sie Laufzettel dann neu. "
            "Was bestätigt wurde, ist gespeichert.",
            f"The disk that holds {path} is full. Make room, then start Laufzettel again. "
            "What was acknowledged is stored.",
        ),
    )


def database_does_not_start(log: Path, last_line: str) -> StartError:
    """PostgreSQL ended or never answered; `last_line` of its log says why."""
    return StartError(
        ExitCode.DATABASE_UNAVAILABLE,
        Text(
            f"PostgreSQL startet nicht. Letzte Meldung: „{last_line}“. Alles Weitere steht in {log}.",
            f"PostgreSQL does not start. Last message: “{last_line}”. All the rest is in {log}.",
        ),
    )


def from_os_error(error: OSError, path: Path) -> StartError:
    """The sentence for an error of the operating system while Laufzettel prepared `path`."""
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return no_permission(path)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(path)
    return StartError(
        ExitCode.FAILED,
        Text(f"{path} lässt sich nicht verwenden: {error}.", f"{path} cannot be used: {error}."),
    )


def database_full() -> StartError:
    """The database server says that its disk has no room left."""
    return StartError(
        ExitCode.DISK_FULL,
        Text(
            "Der Datenträger der Datenbank ist voll. Schaffen Sie Platz, und starten Sie Laufzettel dann neu. "
            "Was bestätigt wurde, ist gespeichert.",
            "The database's disk is full. Make room, then start Laufzettel again. What was acknowledged is stored.",
        ),
    )


def keeps_crashing(name: Text) -> StartError:
    """A child ends again and again right after its start."""
    return StartError(
        ExitCode.CHILD_KEEPS_CRASHING,
        Text(
            f"{name} endet immer wieder kurz nach dem Start. Die Ursache steht in den Zeilen darüber.",
            f"{name.en} ends again and again shortly after its start. The lines above say why.",
        ),
    )


def configuration(sentence: str) -> StartError:
    """The environment does not make sense; `sentence` says which variable and how to mend it."""
    return StartError(
        ExitCode.CONFIGURATION,
        Text(
            f"Die Einstellungen stimmen nicht. {sentence} Alle Einstellungen: docs/operations.md.",
            f"The settings are not right, see the line above; all settings: docs/operations.md. ({sentence})",
        ),
    )


def already_told(exit_code: int) -> StartError:
    """A child has printed its sentence itself and ended with `exit_code`."""
    known = exit_code in {code.value for code in ExitCode}
    return StartError(ExitCode(exit_code) if known else ExitCode.FAILED, NO_TEXT)


def in_both_languages(error: StartError) -> str:
    """What is printed: German, then English; empty when it has been told already."""
    return f"{error.text}\n{error.text.en}\n" if error.text else ""
