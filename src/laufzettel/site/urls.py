"""Addresses of the platform itself; those of a tenant are in `urls_tenant`."""

from django.urls import include, path

from laufzettel.site import views

urlpatterns = [
    path("", include("laufzettel.portal.urls_platform")),
    path("healthz", views.health, name="health"),
    path("sprache/", views.set_language, name="language"),
    path("demo/post/", views.demo_post, name="demo-post"),
]

handler400 = "laufzettel.site.errors.bad_request"
handler403 = "laufzettel.site.errors.permission_denied"
handler404 = "laufzettel.site.errors.not_found"
handler500 = "laufzettel.site.errors.server_error"
