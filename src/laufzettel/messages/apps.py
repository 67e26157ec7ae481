from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "laufzettel.messages"
    label = "lz_messages"
    verbose_name = "Nachrichten"
