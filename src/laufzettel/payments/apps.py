from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "laufzettel.payments"
    label = "lz_payments"
    verbose_name = "Forderungen"
