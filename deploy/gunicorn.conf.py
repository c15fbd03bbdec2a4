"""How gunicorn serves the application; script/server and deploy/ both start it with this file."""

import gc
import os
import sys

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker
from sqlalchemy.orm import configure_mappers

from config import HOST, INSTANCE_PATH, PORT
from tracker.core.jobs import huey
from tracker.core.running import hold_running
from tracker.core.serving import InTurn
from wsgi import app

bind = f"{HOST}:{PORT}"
worker_class = "gthread"
workers = 2
threads = 4
# The application is loaded once and shared: half the wait at the start, and half the memory.
preload_app = True
# As config.py has it; gunicorn would set its own otherwise.
umask = 0o077
graceful_timeout = 10
loglevel = "warning"
control_socket_disable = True
# The heartbeat of a busy process must not wait for a slow disk.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 -- one file that only tells that the worker lives.


def on_starting(_server: Arbiter) -> None:
    """Keep the data from being exchanged while it is served.

    Then make what all processes read, before they part, and keep the collector's hands off it.
    """
    hold_running(INSTANCE_PATH)
    configure_mappers()
    for name in app.jinja_env.list_templates(["html"]):
        app.jinja_env.get_template(name)
    gc.collect()
    gc.freeze()
    # A page makes some ten thousand objects and lets go of them: it is looked through once or
    # twice while it is made, not fifteen times.
    gc.set_threshold(20_000, 20, 50)
    # Threads beside a page that is being made take turns with it; each turn costs.
    sys.setswitchinterval(0.02)
    app.wsgi_app = InTurn(app.wsgi_app)


def pre_fork(server: Arbiter, worker: Worker) -> None:
    """Close the queue's file, since an SQLite connection must not cross a fork."""
    huey.storage.close()
