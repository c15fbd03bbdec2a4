"""Units, their posts, and who holds them."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory import queries, services
from tracker.directory.forms import HandOverForm, PostForm, UnitForm
from tracker.directory.models import Person, Post, Unit
from tracker.directory.views.frame import blueprint
from tracker.directory.views.records import facts_of, found, fresh, named_in_address, required


@blueprint.get("/units/")
@requires(Permission.DIRECTORY_READ)
def units() -> Any:
    """List the units and bodies with who heads them."""
    return render_template(
        "directory/units.html", units=queries.units(), heads=queries.principals(on=today())
    )


@blueprint.route("/units/new", methods=["GET", "POST"])
@blueprint.route("/units/<int:unit_id>", methods=["GET", "POST"])
@requires(Permission.DIRECTORY_EDIT)
def unit(unit_id: int | None = None) -> Any:
    """Add or change a unit; its posts stand below."""
    record = found(Unit, unit_id)
    form = UnitForm(record=record, data=named_in_address())
    choices = {"": "无", **{str(u.id): u.name for u in queries.units() if u.id != unit_id}}
    form.parent_id.choices = form.covers_id.choices = form.host_id.choices = choices
    form.supervising_post_id.choices = _leaders(record)
    if form.validate_on_submit():
        with writing(form):
            record = fresh(form, Unit, unit_id)
            facts = facts_of(services.UnitFacts, form, aliases=form.aliases.lines)
            record = services.save_unit(record, facts=facts, actor=viewer().as_actor())
            url = form.leads_to(url_for("directory.unit", unit_id=record.id))
        flash(f"已保存{form.name.data}。", "success")
        return redirect(url)
    posts = queries.posts_of(unit_id) if unit_id else []
    holders = queries.holders_of([post.id for post in posts], on=today())
    return render_template(
        "directory/unit.html", form=form, unit=record, posts=posts, holders=holders
    )


def _leaders(unit: Unit | None) -> dict[str, str]:
    """Return the leaders' posts to choose from; one out of use stays until changed."""
    posts = queries.leader_posts()
    if unit is not None and unit.supervising_post is not None:
        posts.append(unit.supervising_post)
    return {"": "未登记", **{str(post.id): queries.post_words(post) for post in posts}}


@blueprint.route("/units/<int:unit_id>/posts/new", methods=["GET", "POST"])
@requires(Permission.DIRECTORY_EDIT)
def new_post(unit_id: int) -> Any:
    """Add a post to a unit."""
    form = PostForm()
    if form.validate_on_submit():
        return _save_post(form, unit_id=unit_id, post_id=None)
    return render_template("directory/new_post.html", form=form, unit=found(Unit, unit_id))


@blueprint.route("/posts/<int:post_id>", methods=["GET", "POST"])
@requires(Permission.DIRECTORY_EDIT)
def post(post_id: int) -> Any:
    """Change a post; who held it stands below."""
    record = required(Post, post_id)
    form = PostForm(record=record)
    if form.validate_on_submit():
        return _save_post(form, unit_id=record.unit_id, post_id=post_id)
    return _post_page(record, form=form, next_form=HandOverForm(formdata=None, prefix="next-"))


@blueprint.post("/posts/<int:post_id>/hand-over")
@requires(Permission.DIRECTORY_EDIT)
def hand_over(post_id: int) -> Any:
    """Let a post pass to somebody, or fall vacant."""
    form = HandOverForm(prefix="next-")
    form.person_id.choices = _successors()
    if form.validate_on_submit():
        with writing(form):
            services.hand_over(
                required(Post, post_id), person=_successor(form), on=form.on.data,
                actor=viewer().as_actor(),
            )  # fmt: skip
            url = form.leads_to(url_for("directory.post", post_id=post_id))
        flash("已登记任职变动。", "success")
        return redirect(url)
    record = required(Post, post_id)
    return _post_page(record, form=PostForm(formdata=None, record=record), next_form=form)


def _successor(form: HandOverForm) -> Person | None:
    """Return who was chosen, a newcomer who is entered in the same act, or nobody."""
    if not form.new_name.data:
        return found(Person, form.person_id.data)  # type: ignore[no-any-return]
    facts = services.PersonFacts(name=form.new_name.data, staff_no=form.new_staff_no.data)
    return services.save_person(None, facts=facts, on=today(), actor=viewer().as_actor())


def _save_post(form: PostForm, *, unit_id: int, post_id: int | None) -> Any:
    with writing(form):
        record = services.save_post(
            fresh(form, Post, post_id), unit=required(Unit, unit_id),
            facts=facts_of(services.PostFacts, form), on=today(), actor=viewer().as_actor(),
        )  # fmt: skip
        url = form.leads_to(url_for("directory.post", post_id=record.id))
    flash(f"已保存{form.title.data}。", "success")
    return redirect(url)


def _post_page(record: Post, *, form: PostForm, next_form: HandOverForm) -> Any:
    next_form.person_id.choices = _successors()
    history = queries.history_of_post(record.id)
    return render_template(
        "directory/post.html", post=record, form=form, next_form=next_form, history=history
    )


def _successors() -> dict[str, str]:
    return {"": "空缺", **{str(person.id): person.name for person in queries.persons()}}
