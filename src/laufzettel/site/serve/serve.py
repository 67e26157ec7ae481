"""`laufzettel serve`: everything that one machine needs, in order, until somebody asks it to stop."""

import os
import signal
import socket
import sys
import time
from collections.abc import Mapping, Sequence

from laufzettel.kernel.problems import Text
from laufzettel.site.configuration import Configuration, ConfigurationError
from laufzettel.site.serve import checks, worker
from laufzettel.site.serve.postgres import EmbeddedPostgres
from laufzettel.site.serve.problems import already_told, configuration
from laufzettel.site.serve.supervisor import Database, Program, Supervisor

WEB = Text("Der Webserver", "The web server")
WORKER = Text("Die Hintergrundverarbeitung", "The job worker")
PATIENCE_AFTER_FAILURE = 5  # seconds: who lost the database has nothing left to finish
SECONDS_BETWEEN_LOOKS = 2
STEP = Text("Die Vorbereitung", "The preparation")


def serve(before: Sequence[Sequence[str]] = ()) -> None:
    """Start, watch, stop. Returns when it was asked to stop and all is stopped; raises `StartError` otherwise.

    `before` are commands of `laufzettel` that run after the migrations, such as loading the demo.
    """
    chosen = read_configuration()
    checks.check_folder(chosen.data)
    checks.check_port(chosen.listening.host, chosen.listening.port)
    supervisor = Supervisor(say)
    supervisor.listen()
    try:
        _start(before, chosen, supervisor)
        supervisor.watch(_Lookout(chosen))
    except BaseException:
        supervisor.stop(PATIENCE_AFTER_FAILURE)
        raise
    say(Text("Laufzettel wird beendet …", "Laufzettel is stopping …"))
    supervisor.stop()
    say(Text("Laufzettel ist beendet.", "Laufzettel has stopped."))


def say(text: Text) -> None:
    """A sentence for the operator."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def read_configuration(env: Mapping[str, str] = os.environ) -> Configuration:
    """The settings; what is wrong with them, or unsafe in production, is a `StartError`."""
    try:
        chosen = Configuration.from_environment(env)
    except ConfigurationError as error:
        raise configuration(str(error)) from error
    if chosen.unsafe():
        raise configuration("Der Betrieb ist so nicht sicher: " + " ".join(chosen.unsafe()))
    return chosen


def _start(before: Sequence[Sequence[str]], chosen: Configuration, supervisor: Supervisor) -> None:
    env = dict(os.environ)
    server = None
    if chosen.database is None:
        server = EmbeddedPostgres(chosen.data)
        say(Text(f"Datenbank in {chosen.data} …", f"Database in {chosen.data} …"))
        supervisor.add(Database(server))
        env |= {"DATABASE_URL": server.urls.app, "DATABASE_OWNER_URL": server.urls.owner}
    migrate = ["migrate"] if "DATABASE_OWNER_URL" in env else ["migrate", "--check"]
    for command in (migrate, *before):
        code = supervisor.run(Program(STEP, [sys.executable, "-m", "laufzettel.site.cli", *command], env, grace=10))
        if code != 0:
            raise server.explain() if server and _has_died(server) else already_told(code)
    env.pop("DATABASE_OWNER_URL", None)  # who answers citizens need not be able to change tables
    module = [sys.executable, "-m"]
    # A worker that has lost its database waits for it before it ends; what it is cut off from is done again.
    working = Program(WORKER, [*module, worker.__name__], env, worker.GRACE + 5, death_signal=signal.SIGKILL)
    supervisor.add(working)
    supervisor.add(Program(WEB, [*module, "laufzettel.site.serve.web"], env, grace=chosen.listening.grace + 5))


def _has_died(server: EmbeddedPostgres) -> bool:
    return server.process is not None and server.process.poll() is not None


class _Lookout:
    """Says once where Laufzettel is to be found, when it answers; then keeps an eye on the disk."""

    def __init__(self, chosen: Configuration) -> None:
        self._chosen = chosen
        self._is_announced = False
        self._look_again = 0.0

    def __call__(self) -> None:
        if not self._is_announced and self._answers():
            self._is_announced = True
            say(
                Text(
                    f"Laufzettel läuft: {self._chosen.base_url} – beenden mit Strg+C.",
                    f"Laufzettel is running: {self._chosen.base_url} – stop it with Ctrl+C.",
                )
            )
        if time.monotonic() > self._look_again:
            self._look_again = time.monotonic() + SECONDS_BETWEEN_LOOKS
            checks.check_room(self._chosen.data)

    def _answers(self) -> bool:
        listening = self._chosen.listening
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(listening.host, listening.host)  # noqa: S104
        try:
            socket.create_connection((host, listening.port), timeout=0.2).close()
        except OSError:
            return False
        return True
