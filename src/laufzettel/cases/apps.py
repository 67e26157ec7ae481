from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "laufzettel.cases"
    label = "lz_cases"
    verbose_name = "Vorgänge"
