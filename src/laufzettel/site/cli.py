"""`laufzettel`: one command line for those who run it, and those who model services. Help in German."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from laufzettel.site.cli_help import GermanParser
from laufzettel.site.serve.problems import StartError, in_both_languages

OF_THE_ENVIRONMENT = ("data", "host", "port", "grace")  # switches that go before LAUFZETTEL_…
SETTINGS = "laufzettel.site.settings"
type Commands = "argparse._SubParsersAction[GermanParser]"

WITHOUT_DATABASE = ("check", "collectstatic", "diffsettings", "findstatic", "help", "version")
EPILOG = """\
Der kürzeste Weg:
  laufzettel demo                  eine Vorführung mit erfundenen Daten: http://127.0.0.1:8000
  laufzettel serve                 der Betrieb auf einem Rechner
  laufzettel check services/hund-anmelden

Einstellungen kommen aus der Umgebung (LAUFZETTEL_…, DATABASE_URL); docs/operations.md erklärt sie alle.
"""


@dataclass(frozen=True, slots=True)
class Tool:
    """A command that a room brings along: it gets the rest of the line and reads it itself."""

    name: str
    help: str
    module: str
    function: str

    def run(self, rest: Sequence[str]) -> int:
        """Call the room's function: its arguments, and where to write."""
        return int(_function(self.module, self.function)(list(rest), stdout=sys.stdout) or 0)


PACKAGE, FEEL, DMN = (
    "laufzettel.kernel.package.command",
    "laufzettel.kernel.feel.command",
    "laufzettel.kernel.dmn.command",
)
TOOLS = (
    Tool("new", "ein Leistungspaket beginnen", f"{PACKAGE}_author", "run_new"),
    Tool("check", "ein Leistungspaket prüfen", PACKAGE, "run_check"),
    Tool("test", "die Testfälle eines Leistungspakets durchspielen", PACKAGE, "run_test"),
    Tool("simulate", "erzeugte Antragsteller durch ein Leistungspaket schicken", f"{PACKAGE}_simulate", "run_simulate"),
    Tool("fmt", "ein Leistungspaket in die übliche Form bringen", f"{PACKAGE}_author", "run_fmt"),
    Tool("upgrade", "ein Leistungspaket in das neueste Format bringen", f"{PACKAGE}_format", "run_upgrade"),
    Tool("schema", "das Format der Leistungspakete als JSON Schema ausgeben", f"{PACKAGE}_format", "run_schema"),
    Tool("diff", "zwei Fassungen eines Leistungspakets vergleichen", f"{PACKAGE}_author", "run_diff"),
    Tool("feel", "einen FEEL-Ausdruck auswerten", FEEL, "run"),
    Tool("dmn", "eine Entscheidung aus einer DMN-Datei auswerten", DMN, "run_dmn"),
    Tool("tck", "die Konformitätstests für DMN ausführen", DMN, "run_tck"),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end with its exit code (`serve.problems.ExitCode`)."""
    try:
        code = run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read along has read enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 128 + signal.SIGPIPE
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command; its exit code."""
    tool = next((tool for tool in TOOLS if arguments and tool.name == arguments[0]), None)
    try:
        if tool:
            return tool.run(arguments[1:])
        if arguments and arguments[0] == "manage":
            is_bare = arguments[1:2] == [] or arguments[1] in WITHOUT_DATABASE
            return _with_django(lambda: _manage(arguments[1:]), needs_database=not is_bare)
        chosen = build_parser().parse_args(arguments)
        _take_over(chosen)
        work: Callable[[argparse.Namespace], int] = chosen.work
        return work(chosen)
    except StartError as error:
        sys.stderr.write(in_both_languages(error))
        return int(error.exit_code)
    except KeyboardInterrupt:
        return 130


def build_parser() -> GermanParser:
    """All commands with their help."""
    parser = GermanParser(
        prog="laufzettel",
        description="Laufzettel bringt Verwaltungsleistungen vom Gesetz bis zur Akte.",
        epilog=EPILOG,
    )
    commands = parser.add_subparsers(title="Befehle", metavar="BEFEHL", required=True)
    with_data = [*_add_services(commands), *_add_upkeep(commands)]
    _add_preview(commands)
    for tool in TOOLS:
        commands.add_parser(tool.name, help=tool.help, add_help=False)
    commands.add_parser("manage", help="Werkzeuge von Django, für die Entwicklung", add_help=False)
    for command in with_data:
        command.add_argument(
            "--data", metavar="ORDNER", type=Path, help="der Datenordner (LAUFZETTEL_DATA, sonst ./var)"
        )
    return parser


def _add_services(commands: Commands) -> list[GermanParser]:
    serve = commands.add_parser(
        "serve", help="alles starten, was ein Rechner braucht: Datenbank, Webserver, Hintergrund"
    )
    demo = commands.add_parser("demo", help="dasselbe als Vorführung, mit erfundenen Menschen und Orten in Betrieb")
    web = commands.add_parser("web", help="nur den Webserver starten (für Dienste im Rechenzentrum)")
    worker = commands.add_parser("worker", help="nur die Hintergrundverarbeitung starten")
    for command, work in ((serve, _serve), (demo, _demo), (web, _web), (worker, _worker)):
        command.set_defaults(work=work)
        if command is not worker:
            _add_address(command)
    return [serve, demo, web, worker]


def _add_preview(commands: Commands) -> None:
    preview = commands.add_parser(
        "preview", help="ein Leistungspaket im Browser ansehen und durchspielen, ohne Datenbank"
    )
    preview.add_argument("folder", metavar="ORDNER", type=Path, help="das Leistungspaket")
    preview.add_argument("--port", type=_port, default=8001, help="Port (%(default)s)", metavar="ZAHL")
    preview.set_defaults(work=_preview)


def _add_upkeep(commands: Commands) -> list[GermanParser]:
    migrate = commands.add_parser("migrate", help="die Tabellen der Datenbank auf den Stand dieser Version bringen")
    migrate.add_argument("--check", action="store_true", help="nichts ändern, nur prüfen, ob der Stand stimmt")
    backup = commands.add_parser("backup", help="Datenbank und Dateien in einen Ordner sichern, auch im Betrieb")
    backup.add_argument("folder", metavar="ORDNER", type=Path, help="wohin; der Ordner darf noch nicht da sein")
    restore = commands.add_parser("restore", help="aus einer Sicherung einen neuen Datenordner füllen")
    restore.add_argument("folder", metavar="ORDNER", type=Path, help="die Sicherung")
    tenants = commands.add_parser("tenants", help="Mandanten verwalten")
    actions = tenants.add_subparsers(title="Befehle", metavar="BEFEHL", required=True)
    importing = actions.add_parser("import", help="Gemeinden und Kreise aus einer CSV-Datei anlegen oder auffrischen")
    importing.add_argument("file", metavar="DATEI", type=Path, nargs="?", help="ohne Angabe: Hessen, mitgeliefert")
    hosting = actions.add_parser("host", help="sagen oder festlegen, unter welcher Adresse ein Mandant antwortet")
    hosting.add_argument("tenant", metavar="MANDANT", help="zum Beispiel herborn")
    hosting.add_argument("name", metavar="NAME", nargs="?", help="ein Name aus LAUFZETTEL_HOSTS")
    hosting.add_argument("--weg", action="store_true", help="wieder nur unter der Adresse der Plattform")
    audit = commands.add_parser("audit", help="das Protokoll aller Änderungen")
    actions = audit.add_subparsers(title="Befehle", metavar="BEFEHL", required=True)
    verify = actions.add_parser("verify", help="prüfen, ob jemand am Protokoll etwas verändert hat")
    cases = commands.add_parser("cases", help="laufende Vorgänge")
    actions = cases.add_subparsers(title="Befehle", metavar="BEFEHL", required=True)
    moving = actions.add_parser("move", help="laufende Vorgänge auf die angebotene Fassung umziehen; fragt erst")
    moving.add_argument("tenant", metavar="MANDANT", help="zum Beispiel herborn")
    moving.add_argument("service", metavar="LEISTUNG", help="zum Beispiel hund-anmelden")
    moving.add_argument("--map", metavar="ALT=NEU", action="append", default=[], help="ein Element heißt jetzt anders")
    moving.add_argument("--ausfuehren", action="store_true", help="umziehen, was umziehen kann; sonst nur fragen")
    files = commands.add_parser("files", help="der Speicher für Dateien")
    actions = files.add_subparsers(title="Befehle", metavar="BEFEHL", required=True)
    checking = actions.add_parser("check", help="prüfen, ob sich dort schreiben, lesen und löschen lässt")
    copying = actions.add_parser("copy", help="die Dateien des Datenordners in den S3-Speicher kopieren")
    works = {
        migrate: _migrate,
        backup: _backup,
        restore: _restore,
        importing: _import_tenants,
        hosting: _tenant_host,
        verify: _verify_audit,
        moving: _move_cases,
        checking: _files("check"),
        copying: _files("copy"),
    }
    for command, work in works.items():
        command.set_defaults(work=work)
    return list(works)


def _add_address(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", metavar="ADRESSE", help="wo zuhören (LAUFZETTEL_HOST, sonst 127.0.0.1)")
    command.add_argument("--port", type=_port, metavar="ZAHL", help="Port (LAUFZETTEL_PORT, sonst 8000)")
    command.add_argument(
        "--grace",
        type=int,
        metavar="SEKUNDEN",
        help="so lange dürfen Downloads nach dem Beenden noch laufen (LAUFZETTEL_GRACE, sonst 30)",
    )


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"erwartet eine ganze Zahl von 1 bis 65535, nicht {text!r}")
    return int(text)


def _take_over(chosen: argparse.Namespace) -> None:
    """What is said on the command line goes before what the environment says, for our children too."""
    for name in OF_THE_ENVIRONMENT:
        if (said := getattr(chosen, name, None)) is not None:
            os.environ[f"LAUFZETTEL_{name.upper()}"] = str(said)


def _serve(_chosen: argparse.Namespace, before: Sequence[Sequence[str]] = ()) -> int:
    from laufzettel.site.serve.serve import serve

    serve(before)
    return 0


def _demo(chosen: argparse.Namespace) -> int:
    os.environ["LAUFZETTEL_MODE"] = "demo"
    return _serve(chosen, before=[["manage", "demo_data", "--applications"]])


def _web(_chosen: argparse.Namespace) -> int:
    from laufzettel.site.serve import checks, web
    from laufzettel.site.serve.serve import read_configuration

    listening = read_configuration().listening
    checks.check_port(listening.host, listening.port)
    web.main()
    return 0


def _worker(_chosen: argparse.Namespace) -> int:
    from laufzettel.site.serve import worker

    return _on_our_tables(worker.main)


def _migrate(chosen: argparse.Namespace) -> int:
    if not chosen.check:
        os.environ["LAUFZETTEL_AS_OWNER"] = "1"

    def work() -> None:
        from laufzettel.site.serve import migrations

        migrations.check_version() if chosen.check else migrations.migrate()

    return _with_django(work)


def _import_tenants(chosen: argparse.Namespace) -> int:
    return _on_our_tables(lambda: _manage(["tenants_import", *([str(chosen.file)] if chosen.file else [])]))


def _tenant_host(chosen: argparse.Namespace) -> int:
    work = _function("laufzettel.site.commands.tenants", "host")
    return _on_our_tables(lambda: work(chosen.tenant, chosen.name, remove=chosen.weg))


def _verify_audit(_chosen: argparse.Namespace) -> int:
    return _on_our_tables(lambda: _function("laufzettel.site.commands.audit", "verify")())


def _move_cases(chosen: argparse.Namespace) -> int:
    mapping = dict(pair.split("=", 1) for pair in chosen.map if "=" in pair)
    if len(mapping) != len(chosen.map):
        sys.stderr.write("--map braucht ALT=NEU, jedes Element einmal.\n")
        return 2
    work = _function("laufzettel.site.commands.cases", "move")
    return _on_our_tables(lambda: work(chosen.tenant, chosen.service, mapping, really=chosen.ausfuehren))


def _files(name: str) -> Callable[[argparse.Namespace], int]:
    def run(_chosen: argparse.Namespace) -> int:
        return _with_django(lambda: _function("laufzettel.site.commands.files", name)(), needs_database=False)

    return run


def _preview(chosen: argparse.Namespace) -> int:
    return int(_function("laufzettel.site.commands.preview", "preview")(chosen.folder, chosen.port))


def _backup(chosen: argparse.Namespace) -> int:
    return int(_function("laufzettel.site.commands.backup", "backup")(chosen.folder))


def _restore(chosen: argparse.Namespace) -> int:
    return int(_function("laufzettel.site.commands.backup", "restore")(chosen.folder))


def _with_django(work: Callable[[], Any], *, needs_database: bool = True) -> int:
    """Do `work` with Django set up and a database that answers; its exit code, if it gives one."""
    from laufzettel.site.serve.database import database_for_command
    from laufzettel.site.serve.serve import read_configuration

    read_configuration()
    with database_for_command() if needs_database else nullcontext():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        import django

        django.setup()
        return int(work() or 0)


def _on_our_tables(work: Callable[[], Any]) -> int:
    """Do `work` when the database's tables are of this version."""

    def checked() -> int:
        from laufzettel.site.serve import migrations

        migrations.check_version()
        return int(work() or 0)

    return _with_django(checked)


def _manage(arguments: Sequence[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["laufzettel manage", *arguments])
    return 0


def _function(module: str, name: str) -> Callable[..., Any]:
    """A command, read when it is called: what reads tables can be read only when Django is set up."""

    def call(*arguments: Any, **named: Any) -> Any:
        return getattr(import_module(module), name)(*arguments, **named)

    return call


if __name__ == "__main__":
    main()
