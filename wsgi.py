"""The application for gunicorn and for `flask`."""

from tracker import create_app

app = create_app()
