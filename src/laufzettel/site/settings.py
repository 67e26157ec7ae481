"""Django's settings. What an operator sets is in `configuration.py`; here is what follows from it."""

import os
from pathlib import Path
from typing import Any

from laufzettel.site.configuration import Configuration, ConfigurationError, DatabaseAddress, demo_account

CONFIGURATION = Configuration.from_environment()
if CONFIGURATION.unsafe():
    raise ConfigurationError("\n".join(("Der Betrieb ist so nicht sicher:", *CONFIGURATION.unsafe())))

PACKAGE = Path(__file__).resolve().parent.parent
IS_DEMO = CONFIGURATION.mode == "demo"
# Shown on the sign-in page of a demo; no other installation has such accounts.
DEMO_PASSWORD = "rathaus-demo-2026"  # noqa: S105
IS_PRODUCTION = CONFIGURATION.mode == "production"

# Where citizens sign in; None: nobody does.
SIGN_IN = CONFIGURATION.sign_in
DEMO_ACCOUNT = demo_account(CONFIGURATION.base_url)  # as it knows itself; only a demo has its addresses
if IS_DEMO:
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # the demo account is spoken to by http, also from another machine

# Where `http.call` may go.
CALL_HOSTS = CONFIGURATION.call_hosts

# The package that `laufzettel preview` shows; `preview_settings` says which.
PREVIEW_FOLDER = Path()

DEBUG = False
SECRET_KEY = CONFIGURATION.secret_key
ALLOWED_HOSTS = list(CONFIGURATION.hosts)
TOWN_HOSTS = CONFIGURATION.further_hosts
ROOT_URLCONF = "laufzettel.site.urls"
WSGI_APPLICATION = "laufzettel.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "procrastinate.contrib.django",
    "laufzettel.core",
    "laufzettel.identity",
    "laufzettel.tenants",
    "laufzettel.files",
    "laufzettel.catalogue",
    "laufzettel.messages",
    "laufzettel.records",
    "laufzettel.letters",
    "laufzettel.payments",
    "laufzettel.registers",
    "laufzettel.cases",
    "laufzettel.runs",
    "laufzettel.applications",
    "laufzettel.exchange",
    "laufzettel.ui",
    "laufzettel.portal",
    "laufzettel.office",
    "laufzettel.studio",
    "laufzettel.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # CSRF tokens are masked anew in every page, so that compressing is safe
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "laufzettel.site.middleware.TenantAddress",
    "laufzettel.site.middleware.TreeSessions",
    "laufzettel.site.middleware.Citizen",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "laufzettel.site.middleware.WithoutNul",
    "laufzettel.site.middleware.WrongMethod",
    "laufzettel.site.middleware.TenantTransaction",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "laufzettel.ui.context.site",
            ],
        },
    }
]


def _database(address: DatabaseAddress | None) -> dict[str, Any]:
    address = address or DatabaseAddress("laufzettel", "lz_app", "", "", "")
    pool = {"min_size": 1, "max_size": CONFIGURATION.pool_size, "timeout": 3, "check": None}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": address.port,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 3} if CONFIGURATION.as_owner else {"pool": pool, "connect_timeout": 3},
    }


DATABASES = {"default": _database(CONFIGURATION.database_owner if CONFIGURATION.as_owner else CONFIGURATION.database)}
if not CONFIGURATION.as_owner:
    # A pool hands out connections that a restarted server has closed; psycopg's own check finds them.
    from psycopg_pool import ConnectionPool

    DATABASES["default"]["OPTIONS"]["pool"]["check"] = ConnectionPool.check_connection

AUTH_USER_MODEL = "lz_identity.Account"
AUTHENTICATION_BACKENDS = ["laufzettel.identity.backends.StaffBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # an address may belong to a citizen and to a staff member; see identity
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "lz_sprache"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = None  # WhiteNoise serves what the finders find
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 30 * 24 * 3600  # addresses carry a version
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "laufzettel.site.static.VersionedFiles"},
}

SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-src": ["'self'"],
    "frame-ancestors": ["'self'"],
    "base-uri": ["'none'"],
    "manifest-src": ["'self'"],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_HSTS_SECONDS = 31_536_000 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION
SECURE_SSL_REDIRECT = False  # the proxy in front does it
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIGURATION.trusted_proxies else None
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_SECURE = CONFIGURATION.base_url.startswith("https://")
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
CSRF_COOKIE_NAME = "lz_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "laufzettel.site.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Two hundred entries of a list, with up to thirty answers each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

MAILERS = {"default": CONFIGURATION.mailer()}
DEFAULT_FROM_EMAIL = CONFIGURATION.email_from

PROCRASTINATE_ON_APP_READY = "laufzettel.core.jobs.on_app_ready"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
