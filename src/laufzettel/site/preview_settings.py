"""Django's settings for `laufzettel preview`: no database, no sessions, no tenant; only this machine may ask."""

import os
from pathlib import Path

from laufzettel.site.settings import *  # noqa: F403 - everything else is the platform's

PREVIEW_FOLDER = Path(os.environ.get("LAUFZETTEL_PREVIEW", "."))
ROOT_URLCONF = "laufzettel.site.preview_urls"
DATABASES = {}
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "laufzettel.site.middleware.WithoutNul",
]
