"""The blueprint of the home pages."""

from flask import Blueprint

blueprint = Blueprint("home", __name__)
