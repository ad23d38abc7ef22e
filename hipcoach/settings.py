"""One settings file, driven by the environment, with safe defaults.

HIPCOACH_MODE says how a copy runs: `production` (the default), `local` (`make run`), `dev`
(`make dev`) or `test`. docs/configuration.md lists every variable.
"""

from __future__ import annotations

import django_stubs_ext
from django.utils.csp import CSP

from hipcoach import branding, social_keys
from hipcoach import environment as env

# Lets admin classes and forms name their model, as in ModelAdmin[Exercise].
django_stubs_ext.monkeypatch()

MODE = env.mode()
BASE_DIR = env.ROOT
VAR_DIR = env.var_folder()

# --- safety ------------------------------------------------------------------------------------

DEBUG = env.flag("DEBUG", default=MODE == "dev")
if MODE == "production":
    if DEBUG:
        raise env.ConfigurationError("DEBUG is on: a production start needs DEBUG off.")
    SECRET_KEY = env.required("SECRET_KEY", "a production start needs a long random string")
    env.required("SITE_URL", "mails need the public address, https://...")
    SITE_URL = env.site_url()
    ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or [SITE_URL.split("//")[-1].split(":")[0]]
else:
    SECRET_KEY = env.text("SECRET_KEY") or "only-for-tests-and-never-for-a-server-" * 2
    SITE_URL = env.site_url("http://127.0.0.1:8000")
    # The start command asks for the site's health at 127.0.0.1, whatever else is allowed.
    ALLOWED_HOSTS = [*env.words("ALLOWED_HOSTS"), "127.0.0.1", "localhost", "[::1]"]
if len(SECRET_KEY) < 40:
    raise env.ConfigurationError("SECRET_KEY is too short: use 50 random characters or more.")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")

SECURE = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
DEVICE_COOKIE_NAME = "__Host-device" if SECURE else "device"
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TRUST_PROXY = env.flag("TRUST_PROXY")
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Whose network a visitor comes from is the last hop of X-Forwarded-For, or nobody's say.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TRUST_PROXY else 0

# Google and Apple, each only with its keys. Tests have both at hand.
SOCIALACCOUNT_PROVIDERS = social_keys.providers()
_social = list(social_keys.ORIGINS) if MODE == "test" else list(SOCIALACCOUNT_PROVIDERS)

VITE_URL = env.text("HIPCOACH_VITE_URL")  # the development server of `make dev`
_vite = [VITE_URL, VITE_URL.replace("http", "ws", 1)] if VITE_URL else []
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE, *_vite],
    "style-src": [CSP.SELF, CSP.NONCE, *_vite],
    "img-src": [CSP.SELF, "data:", *_vite],
    "font-src": [CSP.SELF, *_vite],
    "connect-src": [CSP.SELF, *_vite],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF, *(social_keys.ORIGINS[name] for name in SOCIALACCOUNT_PROVIDERS)],
    "frame-ancestors": [CSP.NONE],
}
# Unfold builds on Alpine.js, which evaluates expressions, and sets inline styles.
ADMIN_CSP: dict[str, list[str]] = {
    **SECURE_CSP,
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE, CSP.UNSAFE_EVAL, *_vite],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE, *_vite],
}

# --- the house ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "hipcoach.apps.HipCoachConfig",
    "accounts",
    "exercises",
    "training",
    "bonus",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.forms",
    "hipcoach.apps.HipCoachAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    *(f"allauth.socialaccount.providers.{name}" for name in _social),
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_vite",
    "django_mail_preview",
    "anymail",
    "simple_history",
    "import_export",
]

# Widgets of our own have their templates where all the others are.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "hipcoach.headers.permissions",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "bonus.visits.middleware",
]

ROOT_URLCONF = "hipcoach.urls"
WSGI_APPLICATION = "hipcoach.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["hipcoach.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hipcoach.context.site",
                "exercises.lists.shelf.favorites",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

# --- the library -------------------------------------------------------------------------------

# A second pair of eyes before words reach visitors; a copy on one's own machine is a team of one.
EDITORS_PUBLISH_OWN = env.flag("EDITORS_PUBLISH_OWN", default=MODE in ("local", "dev"))

# --- what it stands on -------------------------------------------------------------------------

DATABASES = {"default": env.database(VAR_DIR / "db.sqlite3")}

REDIS_URL = env.redis_url()
if not REDIS_URL and MODE == "production":
    raise env.ConfigurationError("REDIS_URL is not set: the workers need a broker and a cache.")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.redis_database(REDIS_URL, 1),
        "KEY_PREFIX": "hipcoach",
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- files -------------------------------------------------------------------------------------

FRONTEND_DIST = BASE_DIR / "frontend" / "dist"
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = MODE in ("dev", "test")
STATIC_ROOT = None if WHITENOISE_USE_FINDERS else VAR_DIR / "static"
STATICFILES_DIRS = [FRONTEND_DIST] if FRONTEND_DIST.is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE in ("dev", "test")
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# What editors upload; exercises/media/ says what lies where. Large uploads are written to the same
# disk from the start, and those that are too large are counted but not written.
MEDIA_ROOT = env.media_folder(VAR_DIR / "media")
# What only its owner may read, through a view that asks who they are; no server shows the folder.
PRIVATE_ROOT = VAR_DIR / "private"
FILE_UPLOAD_TEMP_DIR = str(MEDIA_ROOT / "incoming")
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "exercises.media.uploads.BoundedUploadHandler",
]
DJANGO_VITE = {
    "default": {
        "dev_mode": bool(VITE_URL) or MODE == "test",
        "dev_server_host": VITE_URL.split("//")[-1].split(":")[0] or "localhost",
        "dev_server_port": int(VITE_URL.rsplit(":", 1)[-1] or 5173) if VITE_URL else 5173,
        "manifest_path": FRONTEND_DIST / "manifest.json",
    }
}

# --- people ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    }
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if MODE == "test"
    else [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "training:today"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "change_password": "accounts.forms.NewPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.signup.SignupExtras"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
# A code instead of a link, so that an account with a passkey alone can be made in one go.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# A limit "by key" counts wrong passwords by address and network (accounts/adapters.py), mails by
# address. The last is for guesses of one password from many networks.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/10m/key",
    "request_login_code": "20/m/ip,5/10m/key",
    "guesses": "100/h/key",
    # How often a phone may send its queue.
    "training_sync": "60/m/user",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_ADAPTER = "accounts.social.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = MFA_PASSKEY_SIGNUP_ENABLED = True
# Browsers take http for localhost alone; a copy with https takes https alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "HipCoach"
USERSESSIONS_TRACK_ACTIVITY = False
# Whoever may enter the admin needs more than a password; a copy on one's own machine asks nobody.
ADMIN_SECOND_STEP = env.flag("ADMIN_SECOND_STEP", default=MODE == "production")

# --- mail --------------------------------------------------------------------------------------

CONTACT_EMAIL = env.sender("CONTACT_EMAIL", "hello@hipcoach.example")
DEFAULT_FROM_EMAIL = env.sender("DEFAULT_FROM_EMAIL", "HipCoach <coach@hipcoach.example>")
POSTAL_ADDRESS = env.text("POSTAL_ADDRESS", "HipCoach, 1 Example Lane, Sampletown")
if MODE == "production":
    if not (env.text("EMAIL_URL") or env.text("EMAIL_PROVIDER")):
        raise env.ConfigurationError("EMAIL_URL is not set: mail needs an SMTP server.")
    for _name in ("CONTACT_EMAIL", "DEFAULT_FROM_EMAIL", "POSTAL_ADDRESS"):
        env.required(_name, "every mail says who sends it and from where")
HAS_MAILBOX = not (env.text("EMAIL_URL") or env.text("EMAIL_PROVIDER"))
MAILERS = {
    "default": {"BACKEND": "django_mail_preview.backends.EmailBackend"}
    if HAS_MAILBOX
    else env.mailer()
}
# A mail of which nobody knows whether it left is sent once more, with the same Message-ID.
SEND_UNCERTAIN_AGAIN = env.flag("SEND_UNCERTAIN_AGAIN", default=True)
# Which videos people open from mails is counted only for those whose consent says so.
COUNT_CLICKS = env.flag("COUNT_CLICKS")
# A puzzle that browsers solve in the background before they sign up (Altcha).
SIGNUP_PROOF_OF_WORK = env.flag("SIGNUP_PROOF_OF_WORK")
# How fast mail may leave: all in all, and day by day while a new sender becomes known.
SEND_RATE = env.rate("SEND_RATE")
WARMUP_PLAN = env.numbers("WARMUP_PLAN")
WARMUP_START = env.day("WARMUP_START", needed_by="WARMUP_PLAN" if WARMUP_PLAN else "")
# Who sends from this database (bonus/instance.py), and what is kept outside of it.
INSTANCE_TOKEN = env.text("INSTANCE_TOKEN")
STATE_DIR = VAR_DIR / "state"
DKIM = env.dkim()
# Where bounces come back to: each mail gets an address of its own behind a plus sign.
BOUNCE_ADDRESS = "" if env.text("EMAIL_PROVIDER") else env.text("BOUNCE_ADDRESS")
MAIL_PREVIEW_ROOT = VAR_DIR / "mailbox"
MAIL_PREVIEW_MAX_MESSAGES = 500
MAIL_PREVIEW_ALLOW = "hipcoach.views.may_open_mailbox"
ANYMAIL = env.anymail()
if HAS_MAILBOX:
    # The warning says that mail is captured, not delivered: here that is what is wanted.
    SILENCED_SYSTEM_CHECKS = ["django_mail_preview.W001"]

# --- work --------------------------------------------------------------------------------------

CELERY_BROKER_URL = env.celery_url(REDIS_URL) if REDIS_URL else "memory://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "run" / "beat")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "hipcoach.logs.JsonLine" if MODE == "production" else "hipcoach.logs.Line"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.log_level()},
    # Django gives these handlers of their own, which clean nothing and write every error twice.
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
    },
}

# --- the admin ---------------------------------------------------------------------------------

UNFOLD = {
    "SITE_TITLE": "HipCoach",
    "SITE_HEADER": "HipCoach",
    "SITE_SUBHEADER": "Editors",
    "SITE_URL": "/",
    "SITE_ICON": branding.admin_icon,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": branding.admin_icon}],
    "STYLES": [branding.admin_style],
    "BORDER_RADIUS": "10px",
    "COLORS": branding.ADMIN_COLORS,
    "SIDEBAR": branding.ADMIN_SIDEBAR,
    "DASHBOARD_CALLBACK": "exercises.publishing.desk.callback",
}
