"""What differs between installations comes from the environment (NAME, or NAME_FILE with a path); the rest is fixed here."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import environ
import pghistory
from django.core.exceptions import ImproperlyConfigured

from peakos.logs import logging_for

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

DEBUG = env.bool("DEBUG", default=False)
PEAKOS_HOME = Path(env.str("PEAKOS_HOME", default=str(BASE_DIR / ".peakos")))
PEAKOS_DEMO = env.bool("PEAKOS_DEMO", default=False)  # one-click sign-in as the people of demo organizations
INSECURE_HTTP = env.bool("PEAKOS_INSECURE_HTTP", default=False)  # plain http on this machine: no https-only cookies
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Set it, or SECRET_KEY_FILE, to a long random text; `make run` makes one by itself."
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "peakos",
    "visibility",
    "intelligence",
    "rhythm",
    "decisions",
    "accountability",
    "alignment",
    "notifications",
    "organizations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "rest_framework",
    "django_htmx",
    "template_partials",
    "csp",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "organizations.middleware.request_id",
    "csp.middleware.CSPMiddleware",  # above all that answers by itself, so that every answer has its headers
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "organizations.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "organizations.sessions.end_old_sessions",
    "organizations.middleware.SignedInOnly",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "organizations.middleware.OrganizationMiddleware",
]

ROOT_URLCONF = "peakos.urls"
WSGI_APPLICATION = "peakos.wsgi.application"
ASGI_APPLICATION = "peakos.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "organizations.context.installation",
                "organizations.context.words",
                "visibility.context_processors.shell",
            ],
            "builtins": ["visibility.templatetags.marks"],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres:///peakos")}
DATABASES["default"] |= {
    "ENGINE": "django.db.backends.postgresql",
    "HOST": unquote(DATABASES["default"].get("HOST") or ""),  # a socket folder is written %2Flike%2Fthis, as libpq does
    "CONN_MAX_AGE": 600,
    "CONN_HEALTH_CHECKS": True,
    "TEST": {"NAME": env.str("PEAKOS_TEST_DB", default="test_peakos")},
}
# No request hangs: every wait in the database has an end (milliseconds). Statements that are prepared (organizations/statements.py)
# are planned once for all ids; the functions that compute health choose for themselves (alignment/migrations/sql/refresh.sql).
# Statements are not compiled (jit): every figure of ours was measured without it.
DATABASES["default"].setdefault("OPTIONS", {}).update(
    connect_timeout=5,
    options=(
        "-c statement_timeout=30000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000"
        " -c plan_cache_mode=force_generic_plan -c jit=off"
    ),
)

REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
REDIS = {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "LOCATION": REDIS_URL,
    "KEY_PREFIX": env.str("PEAKOS_CACHE_PREFIX", default="peakos"),
    "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
}
CACHES = {
    "default": REDIS,  # strict, for the limits of signing in: without Redis they hold everybody up
    "kept": REDIS | {"BACKEND": "organizations.kept.Kept"},  # for pages: without Redis they are made anew
}

# Celery with Redis may lose or repeat a message. No row waits for one: the sweepers ask again every 10 s (docs/outbox.md).
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": env.int("CELERY_VISIBILITY_TIMEOUT", default=300),
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 5,
    "max_retries": 0,  # a request does not wait for a broker that is away: the sweeper finds what was not rung for
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = env.str("CELERY_QUEUE", default="peakos")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_EXPIRES = None  # no results are kept, so the clock need not clean up after them
CELERY_TASK_SOFT_TIME_LIMIT = 210
CELERY_TASK_TIME_LIMIT = 240
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "organizations.adapter.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account is made only by an invitation link that went to the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a mail to an unknown address would tell, by its time, who has an account
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,50/5m/ip", "login": "60/m/ip"}
ACCOUNT_FORMS = {
    "login": "organizations.forms.account.SignIn",
    "reset_password": "organizations.forms.account.ForgottenPassword",
    "reset_password_from_key": "organizations.forms.account.NewPassword",
    "change_password": "organizations.forms.account.OtherPassword",
    "set_password": "organizations.forms.account.FirstPassword",
}
BEHIND_TLS_PROXY = env.bool("BEHIND_TLS_PROXY", default=False)
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=int(BEHIND_TLS_PROXY))  # those that write X-Forwarded-For

SESSION_ENGINE = "organizations.sessions"  # rows with their login: they can be listed and ended, and need no Redis
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())  # without a visit
SESSION_ABSOLUTE_AGE = int(timedelta(days=60).total_seconds())  # however often
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "organizations.views.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not (DEBUG or INSECURE_HTTP)
SESSION_COOKIE_NAME = "__Host-peakos" if SESSION_COOKIE_SECURE else "peakos"
CSRF_COOKIE_NAME = "__Host-peakos-csrf" if CSRF_COOKIE_SECURE else "peakos-csrf"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS_PROXY else None
SECURE_SSL_REDIRECT = not (DEBUG or INSECURE_HTTP)
SECURE_REDIRECT_EXEMPT = [r"^(livez|readyz)$"]
SECURE_HSTS_SECONDS = 0 if (DEBUG or INSECURE_HTTP) else int(timedelta(days=730).total_seconds())
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FILES = 40
FILE_UPLOAD_HANDLERS = [
    "organizations.uploads.RefuseTooLarge",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=100 * 1024 * 1024)
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(PEAKOS_HOME / "uploads")))

LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = ["peakos.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("PEAKOS_STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG or env.bool("PEAKOS_PLAIN_STATIC", default=False):  # straight from static/, no collectstatic first
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
globals().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Peak OS <peakos@localhost>")
PEAKOS_BASE_URL = env.str("PEAKOS_BASE_URL", default="http://localhost:8000")  # for links in mail

PEAKOS_CHAT_ON_THIS_MACHINE = env.bool("PEAKOS_CHAT_ON_THIS_MACHINE", default=False)  # http://localhost as a chat, for tests

PGHISTORY_APPEND_ONLY = True
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
}

LOGGING = logging_for(env.str("LOG_LEVEL", default="INFO"), env.str("LOG_FORM", default="text" if DEBUG else "json"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []
