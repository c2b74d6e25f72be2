"""Settings of the platform. What an operator changes comes from the environment; docs/operations.md lists it."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from musicprize import environment as env

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(env.text("DATA", str(ROOT / "var"))).resolve()

DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
"""Demo mode: the outbox is readable at /demo/mail, sign-in codes included. Never on in production."""
SECRET_KEY = env.text("SECRET_KEY")
PORT = env.integer("PORT", 8000)
BASE_URL = env.text("BASE_URL", f"http://localhost:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [BASE_URL, *env.words("CSRF_TRUSTED_ORIGINS")]
HTTPS = BASE_URL.startswith("https://")
BEHIND_PROXY = env.flag("BEHIND_PROXY")
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", 1 if BEHIND_PROXY else 0)
"""How many proxies of ours add to X-Forwarded-For: whatever stands before them a visitor wrote, and is not believed."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "musicprize",
    "submissions",
    "jury",
    "frontend",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "musicprize.kernel.middleware.CompressedText",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "musicprize.kernel.middleware.ReaderLanguage",
    "musicprize.accounts.middleware.LastSeen",
    "musicprize.kernel.middleware.RefusalsAsPages",
    "musicprize.kernel.middleware.DatabaseAway",
]

ROOT_URLCONF = "frontend.urls"
WSGI_APPLICATION = "musicprize.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "frontend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "frontend.pages.context.everywhere",
            ],
        },
    }
]

# --- Database, broker, cache -------------------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL", data=DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/0")
REDIS_TIMEOUT = {"socket_timeout": 2, "socket_connect_timeout": 2}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "qp",
        "OPTIONS": REDIS_TIMEOUT,
    }
}

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "global_keyprefix": "qp-", **REDIS_TIMEOUT}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 3000
CELERY_TASK_DEFAULT_QUEUE = "quick"
"""For what a person waits for in seconds; `audio` is for decoding and rendering."""
CELERY_TASK_ROUTES = {"submissions.audio.work": {"queue": "audio"}}
AUDIO_LEASE_SECONDS = env.integer("AUDIO_LEASE_SECONDS", 180)
"""How long a row of the audio queue stays with a worker that says nothing; after it, a sweep gives it to another."""
CHECK_LEASE_SECONDS = env.integer("CHECK_LEASE_SECONDS", 120)
"""The same for an upload whose bytes are checked."""
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- Files -------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
FRONTEND_DIST = ROOT / "frontend" / "dist"
STATICFILES_DIRS = [path for path in (FRONTEND_DIST, ROOT / "frontend" / "static") if path.exists()]
STORAGE = env.text("STORAGE", "local")
"""`local` keeps audio under DATA/objects; `s3` talks to any S3-compatible store through django-storages."""
S3 = {
    "bucket": env.text("S3_BUCKET", "musicprize"),
    "endpoint": env.text("S3_ENDPOINT"),
    "public_endpoint": env.text("S3_PUBLIC_ENDPOINT") or env.text("S3_ENDPOINT"),
    "access_key": env.text("S3_ACCESS_KEY"),
    "secret_key": env.text("S3_SECRET_KEY"),
    "region": env.text("S3_REGION", "us-east-1"),
    "checksum_mode": env.text("S3_CHECKSUM_MODE", "none"),
}
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("gif", "gz", "jpeg", "jpg", "map", "png", "br", "webp", "woff", "woff2", "zip")
"""Compressing each file twice, and source maps that only a debugger asks for, made a first start three times slower."""
X_ACCEL_PREFIX = env.text("X_ACCEL_PREFIX")
"""Internal nginx location that serves DATA/objects; empty: Django answers Range requests itself."""
WEB_THREADS = env.integer("WEB_THREADS", 32)
"""Of each web process. A slow upload to our own host keeps one busy until its part has arrived."""

# --- People ------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "musicprize.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "home_after_sign_in"
LOGOUT_REDIRECT_URL = "call"
ACCOUNT_ADAPTER = "musicprize.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
"""Only closed accounts are unknown to the sign-in form: the same answer, and no code."""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {"request_login_code": "musicprize.accounts.forms.SignInForm"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
SIGN_IN_RATE_PER_ADDRESS = env.text("SIGN_IN_RATE_PER_ADDRESS", "600/m" if DEMO else "20/m")
ACCOUNT_RATE_LIMITS = {
    "request_login_code": f"{SIGN_IN_RATE_PER_ADDRESS}/ip,5/m/key,20/h/key",
    "login": f"{SIGN_IN_RATE_PER_ADDRESS}/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
}
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_SAVE_EVERY_REQUEST = False
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# --- Language and time -------------------------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("fr", _("French")), ("lb", _("Luxembourgish")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "frontend" / "locale"]
FORMAT_MODULE_PATH = ["frontend.formats"]
TIME_ZONE = "Europe/Luxembourg"
USE_TZ = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- API ---------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication",
        "knox.auth.TokenAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "musicprize.kernel.api.CreatedPagination",
    "PAGE_SIZE": 50,
    "EXCEPTION_HANDLER": "musicprize.kernel.api.problem_response",
    "DEFAULT_THROTTLE_CLASSES": [
        "musicprize.kernel.throttles.PersonThrottle",
        "musicprize.kernel.throttles.AnonymousThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "user": env.text("API_RATE_USER", "1200/min"),
        "anon": env.text("API_RATE_ANON", "2400/min" if DEMO else "240/min"),
    },
    "NUM_PROXIES": TRUSTED_PROXIES,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "QuattroPole Music Prize API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "LanguageEnum": "frontend.schema.LANGUAGE",
        "RoundStateEnum": "frontend.schema.ROUND_STATE",
        "RoundKindEnum": "frontend.schema.ROUND_KIND",
        "SheetStateEnum": "frontend.schema.SHEET_STATE",
        "BallotStateEnum": "frontend.schema.BALLOT_STATE",
    },
}
REST_KNOX = {"TOKEN_TTL": None, "AUTO_REFRESH": False}

# --- Mail --------------------------------------------------------------------------------------------------

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.integer("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 10
if DEMO and not EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "QuattroPole Music Prize <prize@localhost>")

# --- Security ----------------------------------------------------------------------------------------------

_store_origin = [S3["public_endpoint"]] if STORAGE == "s3" and S3["public_endpoint"] else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:", *_store_origin],
        "media-src": [SELF, "blob:", *_store_origin],
        "connect-src": [SELF, *_store_origin],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = env.flag("SSL_REDIRECT")
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}, "fontTools": {"level": "WARNING"}},
}
