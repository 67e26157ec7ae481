from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "laufzettel.applications"
    label = "lz_applications"
    verbose_name = "Anträge"
