from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "laufzettel.registers"
    label = "lz_registers"
    verbose_name = "Register"
