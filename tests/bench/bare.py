"""The least that a Flask application can do, to compare with: `gunicorn tests.bench.bare:app`."""

from flask import Flask

app = Flask(__name__)


@app.get("/healthz")
def bare() -> str:
    """Answer in two letters."""
    return "ok"
