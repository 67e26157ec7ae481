from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "laufzettel.catalogue"
    label = "lz_catalogue"
    verbose_name = "Leistungen"
