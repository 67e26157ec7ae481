"""Addresses of `laufzettel preview`."""

from django.urls import include, path

from laufzettel.site import views

handler400 = "laufzettel.site.errors.bad_request"
handler404 = "laufzettel.site.errors.not_found"
handler500 = "laufzettel.site.errors.server_error"

urlpatterns = [
    path("", include("laufzettel.studio.urls")),
    path("sprache/", views.set_language, name="language"),
]
