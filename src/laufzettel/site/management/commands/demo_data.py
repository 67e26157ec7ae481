"""`laufzettel manage demo_data`: builds the demo."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from laufzettel.site.demo.applications import submit_some
from laufzettel.site.demo.build import accounts, build
from laufzettel.tenants.models import Tenant


class Command(BaseCommand):
    """Builds the demo's towns, people and services; safe to run again."""

    help = "Legt die Daten der Vorführung an. Was schon da ist, bleibt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--applications", action="store_true", help="auch einige Anträge")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        if settings.CONFIGURATION.mode == "production":
            raise CommandError("Vorführdaten kommen nicht in einen echten Betrieb (LAUFZETTEL_MODE=production).")
        build()
        if options["applications"]:
            submit_some(Tenant.objects.get(slug="frankenberg-eder"))
        self.stdout.write(accounts())
