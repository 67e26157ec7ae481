from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "laufzettel.records"
    label = "lz_records"
    verbose_name = "Akten"
