"""The tests, in a folder of their own: it is set first, since settings are read at import."""

import os
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="tracker-tests-"))
os.environ.update(INSTANCE_PATH=str(FOLDER), TESTING="1", SECRET_KEY="tests", FLASK_APP="wsgi")
