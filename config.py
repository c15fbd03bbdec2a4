"""Settings from the environment, with defaults that run without any."""

import os
import secrets
from pathlib import Path

from environs import Env

ROOT = Path(__file__).resolve().parent
env = Env()

INSTANCE_PATH = Path(env.str("INSTANCE_PATH", str(ROOT / "instance"))).resolve()
# Whatever the product writes, a log or a journal of the database too, is its owner's alone.
os.umask(0o077)
INSTANCE_PATH.mkdir(parents=True, exist_ok=True)


def _kept_secret(name: str) -> str:
    """Return the secret kept in INSTANCE_PATH, made once and readable by its owner only."""
    path = INSTANCE_PATH / name
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()


HOST = env.str("HOST", "127.0.0.1")
PORT = env.int("PORT", 8000)
TESTING = env.bool("TESTING", False)

SECRET_KEY = env.str("SECRET_KEY", "") or _kept_secret("secret_key")
PUBLIC_URL = env.str("PUBLIC_URL", "").rstrip("/")
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
METRICS_TOKEN = env.str("METRICS_TOKEN", "")

SQLALCHEMY_DATABASE_URI = env.str("DATABASE_URL", f"sqlite:///{INSTANCE_PATH / 'tracker.sqlite'}")
# An error in the log names the statement, never the values: those are what people typed.
# Connections are lent last in, first out: one that has its statements ready is asked again.
SQLALCHEMY_ENGINE_OPTIONS = {"hide_parameters": True, "pool_use_lifo": True}
QUEUE_PATH = INSTANCE_PATH / "queue.sqlite"
FILES_PATH = INSTANCE_PATH / "files"
KEYS_PATH = INSTANCE_PATH / "keys"
HEADS_PATH = INSTANCE_PATH / "day-heads"
BACKUPS_PATH = Path(env.str("BACKUPS_PATH", str(INSTANCE_PATH / "backups"))).resolve()
BACKUP_PASSPHRASE = env.str("BACKUP_PASSPHRASE", "")

BABEL_DEFAULT_LOCALE = "zh_Hans_CN"
BABEL_DEFAULT_TIMEZONE = "Asia/Shanghai"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
PERMANENT_SESSION_LIFETIME = env.int("IDLE_MINUTES", 30) * 60
# The accounts renew it now and then: an answer still on its way must not bring back the cookie
# as it was before a sign-out, or before a sentence was put into it.
SESSION_REFRESH_EACH_REQUEST = False

SECURITY_PASSWORD_HASH = "argon2"  # noqa: S105 -- the name of an algorithm.
SECURITY_PASSWORD_SALT = SECRET_KEY
SECURITY_PASSWORD_SINGLE_HASH = ["argon2"]
SECURITY_PASSWORD_LENGTH_MIN = 10
SECURITY_I18N_DIRNAME = ["builtin"]

# A page with a form stays open through a long meeting; the session's own end is what matters.
WTF_CSRF_TIME_LIMIT = None
# Forms name their language themselves; by this the catalogue would be read for each request.
WTF_I18N_ENABLED = False
# Forms hold no files: those are sent to /files/, which sets its own bound.
MAX_CONTENT_LENGTH = 8 * 1024 * 1024
MAX_FORM_MEMORY_SIZE = 4 * 1024 * 1024
MAX_FORM_PARTS = 10_000
# Of a longer list nobody reads the paper; this many rows are printed in about a minute.
MOST_PRINTED_ROWS = 2_000
RATELIMIT_STORAGE_URI = "memory://"
RATELIMIT_ENABLED = env.bool("RATELIMIT_ENABLED", not TESTING)
# Its commands would change accounts without an event; ours are in tracker.accounts.
SECURITY_CLI_USERS_NAME = False
SECURITY_CLI_ROLES_NAME = False
