from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "laufzettel.portal"
    label = "lz_portal"
    verbose_name = "Portal"
