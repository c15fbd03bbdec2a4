"""A held meeting whose record is whole: nothing keeps its minutes from being issued."""

import pytest
from flask import Flask

from tests.factories import Cast
from tests.minutes.record import Record, make_record


@pytest.fixture
def record(app: Flask, cast: Cast) -> Record:
    """A held meeting of the invented college."""
    with app.app_context():
        return make_record(cast)
