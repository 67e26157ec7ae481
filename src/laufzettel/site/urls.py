"""Addresses of the platform itself; those of a tenant are in `urls_tenant`."""

from django.urls import include, path

from laufzettel.site import views
from laufzettel.site.demo_account import views as demo_account

urlpatterns = [
    path("", include("laufzettel.portal.urls_platform")),
    path("healthz", views.health, name="health"),
    path("sprache/", views.set_language, name="language"),
    path("demo/post/", views.demo_post, name="demo-post"),
    path("demo/konto/.well-known/openid-configuration", demo_account.metadata, name="demo-account-metadata"),
    path("demo/konto/anmelden/", demo_account.authorize, name="demo-account-authorize"),
    path("demo/konto/token/", demo_account.token, name="demo-account-token"),
    path("demo/konto/person/", demo_account.person, name="demo-account-person"),
    path("demo/konto/schluessel/", demo_account.keys, name="demo-account-keys"),
]

handler400 = "laufzettel.site.errors.bad_request"
handler403 = "laufzettel.site.errors.permission_denied"
handler404 = "laufzettel.site.errors.not_found"
handler500 = "laufzettel.site.errors.server_error"
