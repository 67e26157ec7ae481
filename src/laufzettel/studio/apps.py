"""The app."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "laufzettel.studio"
    label = "lz_studio"
