from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "laufzettel.core"
    label = "lz_core"
    verbose_name = "Kern"
