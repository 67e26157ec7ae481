from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "laufzettel.letters"
    label = "lz_letters"
    verbose_name = "Schreiben"
