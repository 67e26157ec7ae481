"""Addresses of one tenant, below its slug or on its own host: the portal, and the office under `amt/`."""

from django.urls import include, path

from laufzettel.site import views

urlpatterns = [
    path("amt/", include("laufzettel.office.urls")),
    path("sprache/", views.set_language, name="language"),
    path("", include("laufzettel.portal.urls")),
]

handler400 = "laufzettel.site.errors.bad_request"
handler403 = "laufzettel.site.errors.permission_denied"
handler404 = "laufzettel.site.errors.not_found"
handler500 = "laufzettel.site.errors.server_error"
