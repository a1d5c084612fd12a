"""All settings, in one file, safe for production by default; every value that differs by place comes through `env`."""

from pathlib import Path

import django_stubs_ext
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from aircop import env

django_stubs_ext.monkeypatch()  # lets generic Django classes name their types (`ModelForm[User]`) at run time

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("AIRCOP_DATA", str(BASE_DIR / "var")))
DEMO = env.flag("AIRCOP_DEMO")  # plain http, known passwords, a fictional world: never in production
TESTING = env.flag("AIRCOP_TESTING")
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=not (DEMO or TESTING))

# Secrets and addresses -------------------------------------------------------------------------------------------
LOCAL = {"localhost", "127.0.0.1", "[::1]", "testserver"}  # where a demo or a test may answer
_throwaway = "demo-and-tests-only-" + "x" * 44 if DEMO or TESTING else None
SECRET_KEY = env.text("SECRET_KEY", _throwaway)
AUDIT_KEY = env.text("AUDIT_KEY", _throwaway)  # keys the hash of changed values in audit entries
# Signs exports of the audit (Ed25519, 32 bytes in base64). Without one nothing is exported; a demo's is known to all.
AUDIT_SIGNING_KEY = env.text(
    "AUDIT_SIGNING_KEY", "ZGVtby1hbmQtdGVzdHMtb25seS1zaWduaW5nLWtleSE=" if DEMO or TESTING else ""
)
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEMO or TESTING else "")
CSRF_TRUSTED_ORIGINS = env.listing("CSRF_TRUSTED_ORIGINS")
DEBUG = False
if (DEMO or TESTING) and not set(ALLOWED_HOSTS) <= LOCAL:
    raise env.BadSetting(
        "AIRCOP_DEMO and AIRCOP_TESTING drop every safeguard: they are for this machine's own names alone."
    )

# Databases: one PostgreSQL, three roles. The application's role neither owns the tables nor bypasses the wall. -----
_options = {"pool": {"min_size": 1, "max_size": env.number("DATABASE_POOL", 8)}} if env.flag("AIRCOP_WEB") else {}
DATABASES = {
    "default": env.database(env.text("DATABASE_URL")),
    "system": env.database(env.text("DATABASE_SYSTEM_URL")),
    "owner": env.database(env.text("DATABASE_OWNER_URL", "")),
}
for _alias, _database in DATABASES.items():
    _database |= {"ATOMIC_REQUESTS": _alias == "default", "CONN_MAX_AGE": 0}
    _database["OPTIONS"] = {"application_name": f"aircop-{_alias}", **_database["OPTIONS"], **_options}  # type: ignore[dict-item]
    if _alias != "default":
        _database["TEST"] = {"MIRROR": "default"}
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.text("REDIS_URL")
CACHES = {
    # Counters of sign-in attempts must outlive a restart and be shared: they are in PostgreSQL, never in Redis.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"},
}

# Applications ------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "oauth2_provider",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "aircop.events",
    "aircop.web",
    "aircop.rest",
    "aircop.reference",
    "aircop.access",
    "aircop.audit",
    "aircop.accounts",
    "aircop.files",
    "taskforces",
    "seizures",
    "alerts",
    "aircop.home",
    "aircop.demo",
]
MIDDLEWARE = [
    "aircop.web.middleware.RequestIdMiddleware",
    "aircop.web.measures.MeasureMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "aircop.web.middleware.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "aircop.accounts.middleware.TokenMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "aircop.accounts.middleware.SessionEndMiddleware",
    "aircop.accounts.middleware.LockoutMiddleware",
    "aircop.accounts.middleware.SignInRequiredMiddleware",
    "aircop.audit.middleware.ActMiddleware",
]
ROOT_URLCONF = "aircop.urls"
WSGI_APPLICATION = "aircop.wsgi.application"
ASGI_APPLICATION = "aircop.asgi.application"
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
                "django.template.context_processors.i18n",
                "django.template.context_processors.csp",
                "aircop.web.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Sign-in -------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "aircop.accounts.backend.EmailBackend",
    "aircop.access.backend.AccessListBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "aircop.accounts.passwords.NotFromTheDemo"},
]
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", default=not (DEMO or TESTING))
SESSION_IDLE_SECONDS = 30 * 60
SESSION_COVER_SECONDS = env.number("SESSION_COVER_SECONDS", 10 * 60)  # untouched so long, a screen is covered
SESSION_ABSOLUTE_SECONDS = 12 * 60 * 60
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "/"
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", int(BEHIND_PROXY))  # how many last X-Forwarded-For entries are ours
SECRET_KEY_FALLBACKS = env.listing("SECRET_KEY_FALLBACKS")
# allauth does the steps of signing in; `aircop.accounts.lockout` alone counts the misses.
ACCOUNT_ADAPTER = "aircop.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
ACCOUNT_SESSION_REMEMBER = False  # the cookie goes with the browser: desks are shared
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_TIMEOUT = 15 * 60  # between password and code
ACCOUNT_FORMS = {
    "login": "aircop.accounts.forms.SignInForm",
    "reauthenticate": "aircop.accounts.forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "aircop.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "aircop.accounts.forms.SecondFactorForm",
    "reauthenticate": "aircop.accounts.forms.ConfirmCodeForm",
    "activate_totp": "aircop.accounts.forms.SetUpFactorForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are given by administrators, nobody signs up
# Partner systems: client credentials alone, short tokens kept as digests. The rest of OAuth2 is switched off.
OAUTH2_PROVIDER = {
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",
    "OAUTH2_VALIDATOR_CLASS": "aircop.accounts.oauth.ClientValidator",
    "SCOPES_BACKEND_CLASS": "aircop.accounts.oauth.ClientScopes",
    "ACCESS_TOKEN_EXPIRE_SECONDS": 15 * 60,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "OAUTH2_GRANT_TYPES_SUPPORTED": ["client_credentials"],
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_SCHEME": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_MATCHING": True,
    "COMPLIANT_BCP_RFC9700_PKCE_REQUIRED": True,
}
# Object grants live on access lists alone; guardian's own backend ignores their end and is not installed (W001).
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

# Cookies and transport -------------------------------------------------------------------------------------------
SECURE = not (DEMO or TESTING)
SESSION_ENGINE = "aircop.accounts.session_store"
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_COOKIE_NAME = "__Host-aircop-session" if SECURE else "aircop-session"
CSRF_COOKIE_NAME = "__Host-aircop-csrf" if SECURE else "aircop-csrf"
LANGUAGE_COOKIE_NAME = "__Host-aircop-language" if SECURE else "aircop-language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
# Who may read `/metrics`, asking this process itself and not through a proxy; nobody unless somebody is named.
METRICS_NETWORKS = env.networks("METRICS_NETWORKS", "127.0.0.0/8,::1" if DEMO or TESTING else "")
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Mail: doorbells alone. Without a server nothing is sent, and an invitation's link is shown to who invites. ----------
_mail_host = env.text("EMAIL_HOST", "")
MAIL = bool(_mail_host) or DEMO or TESTING
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _mail_host,
            "port": env.number("EMAIL_PORT", 587),
            "username": env.text("EMAIL_HOST_USER", ""),
            "password": env.text("EMAIL_HOST_PASSWORD", ""),
            "use_tls": env.flag("EMAIL_USE_TLS", default=True),
            "timeout": 10,
        },
    }
}
if DEMO and not _mail_host:
    _folder = {"file_path": str(DATA_DIR / "mail")}
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": _folder}}
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "aircop@localhost")
_local = f"http://localhost:{env.number('PORT', 8000)}"
_here = _local if DEMO or TESTING else f"https://{ALLOWED_HOSTS[0] if ALLOWED_HOSTS else ''}"
PUBLIC_URL = env.text("PUBLIC_URL", _here)  # how links in mails begin

# Webhooks: public https addresses alone. On a machine of one's own the sink may be a neighbour.
OUTWARD_PRIVATE = env.flag("OUTWARD_PRIVATE")
if OUTWARD_PRIVATE and not (DEMO or TESTING):
    raise env.BadSetting("OUTWARD_PRIVATE opens the own network to whoever types an address: demo and tests alone.")
# Whether `/events/stream` is served beside the pages; without it open pages ask now and then.
LIVE_STREAM = env.flag("LIVE_STREAM", default=not (DEMO or TESTING))
DELIVERY_LEASE_SECONDS = env.number("DELIVERY_LEASE_SECONDS", 60)  # after it, what a dead worker held is anybody's

# Language and time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "aircop" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

# How often a process asks whether the code lists changed; tests never wait for a second.
REFERENCE_CHECK_SECONDS = 3_600.0 if TESTING else 1.0

# Files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEMO or TESTING
if DEMO or TESTING:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_AUTOREFRESH = False
_storage = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    # Photos and documents: outside what the web server gives out, for this user alone; `backup` takes it along.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "files",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": _storage if DEMO or TESTING else "aircop.web.storage.StaticFiles",
    },
}
FILE_UPLOAD_HANDLERS = [
    "aircop.files.handlers.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
CLAMD = env.text("CLAMD", "")  # host:port of a ClamAV daemon; without one files are shown as unscanned

# Workers -----------------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)  # Celery's word for a Unix socket
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # its lines are JSON like all others
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A page must not wait for a broker that is down: what matters stands in the event stream anyway.
CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 1, "socket_connect_timeout": 2}

# REST --------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["aircop.accounts.authentication.RequestUserAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["aircop.rest.renderers.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["aircop.rest.parsers.StrictJSONParser"],
    "DEFAULT_PAGINATION_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "aircop.rest.schema.AutoSchema",
    "EXCEPTION_HANDLER": "aircop.audit.rest.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "AIRCOP case management",
    "DESCRIPTION": "What partner systems may read and write. Every answer holds only what its reader may see.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "ConsentKindEnum": "seizures.enums.ConsentKind.choices",
        "ReferralKindEnum": "seizures.enums.ReferralKind.choices",
        "UnitKindEnum": "taskforces.enums.UnitKind.choices",
        "CaseStatusEnum": "seizures.enums.CaseStatus.choices",
        "SeizureStatusEnum": "seizures.enums.SeizureStatus.choices",
    },
}
API_REQUESTS_PER_MINUTE = env.number("API_REQUESTS_PER_MINUTE", 6_000)  # per subject and process; 0: no limit
API_BURST = env.number("API_BURST", 1_000)
PERSON_SEARCHES_PER_MINUTE = env.number("PERSON_SEARCHES_PER_MINUTE", 30)  # per person and process; 0: no limit
PERSON_SEARCH_BURST = env.number("PERSON_SEARCH_BURST", 60)
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
