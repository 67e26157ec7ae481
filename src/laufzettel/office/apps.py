from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "laufzettel.office"
    label = "lz_office"
    verbose_name = "Amt"
