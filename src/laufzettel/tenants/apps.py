from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "laufzettel.tenants"
    label = "lz_tenants"
    verbose_name = "Mandanten"
