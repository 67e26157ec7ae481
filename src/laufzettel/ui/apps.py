from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "laufzettel.ui"
    label = "lz_ui"
    verbose_name = "Oberfläche"
