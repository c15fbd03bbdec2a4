"""The blueprint of the directory."""

from flask import Blueprint

blueprint = Blueprint("directory", __name__, url_prefix="/directory")
