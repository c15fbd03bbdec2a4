"""Quarterly review meetings of a college, and everything that has to be done afterwards."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from tracker import extensions
from tracker.accounts import commands as accounts_commands
from tracker.accounts import views as accounts
from tracker.agreements import views as agreements
from tracker.audit import commands as audit_commands
from tracker.audit import services as audit
from tracker.audit import views as audit_views
from tracker.catalogue import commands as catalogue_commands
from tracker.catalogue import views as catalogue
from tracker.core import errors, forms, jobs, logs, permissions, templating, urls
from tracker.directory import queries as directory
from tracker.directory import views as directory_views
from tracker.files import views as files
from tracker.followups import views as followups
from tracker.help import views as help_views
from tracker.home import views as home
from tracker.intake import commands as intake_commands
from tracker.intake import views as intake
from tracker.issuing import views as issuing
from tracker.meetings import views as meetings
from tracker.minutes import views as minutes
from tracker.operations import commands as operations_commands
from tracker.operations import views as operations
from tracker.operations.jobs import JOB_FUNCTIONS
from tracker.reports import commands as reports_commands
from tracker.reports import views as reports
from tracker.risks import views as risks
from tracker.search import commands as search_commands
from tracker.search import views as search
from tracker.unit_reports import views as unit_reports


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Build the application from `config.py`, with `overrides` for tests."""
    app = _configured(overrides or {})

    logs.init_app(app)
    extensions.init_app(app)
    urls.init_app(app)
    errors.init_app(app)
    templating.init_app(app)
    forms.init_app(app, directory.person_names)
    jobs.init_app(app, JOB_FUNCTIONS)
    audit.init_app(app)
    accounts.init_app(app)
    permissions.init_app(app)
    home.init_app(app)

    for module in (
        accounts, agreements, audit_views, catalogue, directory_views, files, followups, help_views,
        home, intake, issuing, meetings, minutes, operations, reports, risks, search,
        unit_reports,
    ):  # fmt: skip
        app.register_blueprint(module.blueprint)
    for module in (
        accounts_commands,
        audit_commands,
        catalogue_commands,
        intake_commands,
        operations_commands,
        reports_commands,
        search_commands,
    ):
        app.register_blueprint(module.commands)
    return app


def _configured(overrides: Mapping[str, Any]) -> Flask:
    app = Flask(
        __name__,
        static_folder=str(config.ROOT / "tracker" / "static"),
        template_folder=str(config.ROOT / "templates"),
        instance_path=str(config.INSTANCE_PATH),
    )
    app.config.from_object(config)
    app.config.update(overrides)
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
        app.wsgi_app, *[app.config["TRUSTED_PROXIES"]] * 4
    )
    return app
