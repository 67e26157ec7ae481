from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "laufzettel.site"
    label = "lz_site"
    verbose_name = "Betrieb"
