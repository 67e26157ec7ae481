"""`laufzettel tenants import`: makes or refreshes municipalities and counties from a CSV file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from laufzettel.site.demo.build import DATA
from laufzettel.tenants import actions as tenants


class Command(BaseCommand):
    """Imports a list of municipalities; without a file the one of Hesse that comes along."""

    help = "Legt Gemeinden und Kreise aus einer CSV-Datei an oder frischt sie auf."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=DATA / "hessen_tenants_2026.csv")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        try:
            done = tenants.import_tenants(options["file"])
        except tenants.UnreadableList as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{done.new} neu, {done.changed} geändert, {done.unchanged} unverändert.")
