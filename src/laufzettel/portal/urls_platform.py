"""Addresses of the platform's own pages: finding one's town, and who runs the installation."""

from django.urls import path

from laufzettel.portal.views import finder, signing_in

app_name = "platform"

urlpatterns = [
    path("", finder.finder, name="finder"),
    path("konto/zurueck/", signing_in.returned, name="sign-in-returned"),
    path("impressum/", finder.imprint, name="imprint"),
    path("datenschutz/", finder.privacy, name="privacy"),
    path("barrierefreiheit/", finder.accessibility, name="accessibility"),
]
