from django.apps import AppConfig


class RunsConfig(AppConfig):
    name = "laufzettel.runs"
    label = "lz_runs"
    verbose_name = "Serienläufe"
