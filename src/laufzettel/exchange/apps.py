"""The app. Its job types are known once it is loaded."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "laufzettel.exchange"
    label = "lz_exchange"
    verbose_name = "Schnittstellen"

    def ready(self) -> None:
        """Register what this room does for cases."""
        from laufzettel.exchange import calls  # noqa: F401
