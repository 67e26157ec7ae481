"""`laufzettel manage demo_data`: builds the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from laufzettel.site.demo.build import build


class Command(BaseCommand):
    """Builds the demo's towns, people and services; safe to run again."""

    help = "Legt die Daten der Vorführung an. Was schon da ist, bleibt."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        if settings.CONFIGURATION.mode == "production":
            raise CommandError("Vorführdaten kommen nicht in einen echten Betrieb (LAUFZETTEL_MODE=production).")
        build()
