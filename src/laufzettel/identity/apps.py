from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "laufzettel.identity"
    label = "lz_identity"
    verbose_name = "Konten"
