"""The staff with the posts they hold."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory import queries, services
from tracker.directory.forms import PersonForm
from tracker.directory.models import Person
from tracker.directory.views.frame import blueprint
from tracker.directory.views.records import facts_of, found, fresh, named_in_address


@blueprint.get("/people/")
@requires(Permission.DIRECTORY_READ)
def people() -> Any:
    """List the staff with their posts, in rank order."""
    return render_template("directory/people.html", rows=queries.people_with_posts(on=today()))


@blueprint.route("/people/new", methods=["GET", "POST"])
@blueprint.route("/people/<int:person_id>", methods=["GET", "POST"])
@requires(Permission.DIRECTORY_EDIT)
def person(person_id: int | None = None) -> Any:
    """Add or change somebody; the posts held stand below."""
    record = found(Person, person_id)
    form = PersonForm(record=record, data=named_in_address())
    if form.validate_on_submit():
        with writing(form):
            record = services.save_person(
                fresh(form, Person, person_id), facts=facts_of(services.PersonFacts, form),
                on=today(), actor=viewer().as_actor(),
            )  # fmt: skip
            url = form.leads_to(url_for("directory.person", person_id=record.id))
        flash(f"已保存{form.name.data}。", "success")
        return redirect(url)
    history = queries.history_of_person(person_id) if person_id else []
    return render_template("directory/person.html", form=form, person=record, history=history)
