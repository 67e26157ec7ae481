from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "laufzettel.files"
    label = "lz_files"
    verbose_name = "Dateien"
