"""Pages of the quarter for leaders."""

from flask import Blueprint

blueprint = Blueprint("reports", __name__)
