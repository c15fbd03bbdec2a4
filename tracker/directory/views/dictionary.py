"""The lists, and pages on which the office changes one record."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, url_for

from tracker.core.calendar import FIRST_YEAR, LAST_YEAR
from tracker.core.clock import today
from tracker.core.db import db, writing
from tracker.core.forms import Form
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory import queries, services
from tracker.directory.forms import (
    SETTING_LABELS,
    UNIT_SETTINGS,
    AgreementKindForm,
    AreaForm,
    CalendarDayForm,
    CampusForm,
    HandOverForm,
    PersonForm,
    PostForm,
    SeriesForm,
    SettingsForm,
    UnitForm,
)
from tracker.directory.models import (
    AgreementKind,
    CalendarDay,
    Campus,
    NumberSeries,
    Person,
    Post,
    RiskArea,
    Setting,
    Unit,
)
from tracker.directory.views.frame import blueprint


@blueprint.get("/")
@requires(Permission.DIRECTORY_READ)
def index() -> Any:
    """Show the dictionaries, the short ones at once."""
    return render_template(
        "directory/index.html",
        campuses=queries.campuses(active_only=False),
        agreement_kinds=queries.agreement_kinds(),
        series=queries.number_series(year=today().year),
    )


# Units, posts and people ---------------------------------------------------


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
    record = _found(Unit, unit_id)
    form = UnitForm(record=record)
    choices = {"": "无", **{str(u.id): u.name for u in queries.units() if u.id != unit_id}}
    form.parent_id.choices = form.covers_id.choices = form.host_id.choices = choices
    if form.validate_on_submit():
        with writing(form):
            record = _fresh(form, Unit, unit_id)
            facts = _facts(services.UnitFacts, form, aliases=form.aliases.lines)
            record = services.save_unit(record, facts=facts, actor=viewer().as_actor())
            url = form.leads_to(url_for("directory.unit", unit_id=record.id))
        flash(f"已保存{form.name.data}。", "success")
        return redirect(url)
    posts = queries.posts_of(unit_id) if unit_id else []
    holders = queries.holders_of([post.id for post in posts], on=today())
    return render_template(
        "directory/unit.html", form=form, unit=record, posts=posts, holders=holders
    )


@blueprint.route("/units/<int:unit_id>/posts/new", methods=["GET", "POST"])
@requires(Permission.DIRECTORY_EDIT)
def new_post(unit_id: int) -> Any:
    """Add a post to a unit."""
    form = PostForm()
    if form.validate_on_submit():
        return _save_post(form, unit_id=unit_id, post_id=None)
    return render_template("directory/new_post.html", form=form, unit=_found(Unit, unit_id))


@blueprint.route("/posts/<int:post_id>", methods=["GET", "POST"])
@requires(Permission.DIRECTORY_EDIT)
def post(post_id: int) -> Any:
    """Change a post; who held it stands below."""
    record = _required(Post, post_id)
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
                _required(Post, post_id), person=_successor(form), on=form.on.data,
                actor=viewer().as_actor(),
            )  # fmt: skip
            url = form.leads_to(url_for("directory.post", post_id=post_id))
        flash("已登记任职变动。", "success")
        return redirect(url)
    record = _required(Post, post_id)
    return _post_page(record, form=PostForm(formdata=None, record=record), next_form=form)


def _successor(form: HandOverForm) -> Person | None:
    """Return who was chosen, a newcomer who is entered in the same act, or nobody."""
    if not form.new_name.data:
        return _found(Person, form.person_id.data)  # type: ignore[no-any-return]
    facts = services.PersonFacts(name=form.new_name.data, staff_no=form.new_staff_no.data)
    return services.save_person(None, facts=facts, on=today(), actor=viewer().as_actor())


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
    record = _found(Person, person_id)
    form = PersonForm(record=record)
    if form.validate_on_submit():
        with writing(form):
            record = services.save_person(
                _fresh(form, Person, person_id), facts=_facts(services.PersonFacts, form),
                on=today(), actor=viewer().as_actor(),
            )  # fmt: skip
            url = form.leads_to(url_for("directory.person", person_id=record.id))
        flash(f"已保存{form.name.data}。", "success")
        return redirect(url)
    history = queries.history_of_person(person_id) if person_id else []
    return render_template("directory/person.html", form=form, person=record, history=history)


def _save_post(form: PostForm, *, unit_id: int, post_id: int | None) -> Any:
    with writing(form):
        record = services.save_post(
            _fresh(form, Post, post_id), unit=_required(Unit, unit_id),
            facts=_facts(services.PostFacts, form), on=today(), actor=viewer().as_actor(),
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


# Short dictionaries --------------------------------------------------------


@blueprint.route("/campuses/new", methods=["GET", "POST"])
@blueprint.route("/campuses/<int:campus_id>", methods=["GET", "POST"])
@requires(Permission.DIRECTORY_EDIT)
def campus(campus_id: int | None = None) -> Any:
    """Add or change a campus."""
    form = CampusForm(record=_found(Campus, campus_id))
    if form.validate_on_submit():
        with writing(form):
            record = _fresh(form, Campus, campus_id)
            services.save_campus(record, **_values(form), actor=viewer().as_actor())
            url = form.leads_to(url_for("directory.index"))
        flash("已保存。", "success")
        return redirect(url)
    return _edit_page(form, "校区")


@blueprint.route("/agreement-kinds/new", methods=["GET", "POST"])
@blueprint.route("/agreement-kinds/<int:kind_id>", methods=["GET", "POST"])
@requires(Permission.DIRECTORY_EDIT)
def agreement_kind(kind_id: int | None = None) -> Any:
    """Add or change a kind of agreement."""
    form = AgreementKindForm(record=_found(AgreementKind, kind_id))
    if form.validate_on_submit():
        with writing(form):
            record = _fresh(form, AgreementKind, kind_id)
            services.save_agreement_kind(record, **_values(form), actor=viewer().as_actor())
            url = form.leads_to(url_for("directory.index"))
        flash("已保存。", "success")
        return redirect(url)
    return _edit_page(form, "责任书种类")


@blueprint.route("/number-series/<int:series_id>", methods=["GET", "POST"])
@requires(Permission.DIRECTORY_EDIT)
def number_series(series_id: int) -> Any:
    """Change how a sort of papers is numbered."""
    record = _required(NumberSeries, series_id)
    year = today().year
    present = dict(queries.number_series(year=year))[record]
    form = SeriesForm(record=record, next_number=present)
    if form.validate_on_submit():
        with writing(form):
            record = _fresh(form, NumberSeries, series_id)
            services.save_series(
                record, pattern=form.pattern.data, is_manual=form.is_manual.data,
                next_number=form.next_number.data, year=year, actor=viewer().as_actor(),
            )  # fmt: skip
            url = form.leads_to(url_for("directory.index"))
        flash("已保存。", "success")
        return redirect(url)
    return _edit_page(form, f"{record.name}编号")


@blueprint.get("/areas/")
@requires(Permission.DIRECTORY_READ)
def areas() -> Any:
    """List areas of risk and lines of work with their synonyms."""
    return render_template("directory/areas.html", areas=queries.risk_areas())


@blueprint.route("/areas/new", methods=["GET", "POST"])
@blueprint.route("/areas/<int:area_id>", methods=["GET", "POST"])
@requires(Permission.DIRECTORY_EDIT)
def area(area_id: int | None = None) -> Any:
    """Add or change an area."""
    form = AreaForm(record=_found(RiskArea, area_id))
    if form.validate_on_submit():
        with writing(form):
            facts = _facts(services.AreaFacts, form, synonyms=form.synonyms.lines)
            record = _fresh(form, RiskArea, area_id)
            services.save_area(record, facts=facts, actor=viewer().as_actor())
            form.leads_to(url_for("directory.areas"))
        flash(f"已保存{form.name.data}。", "success")
        return redirect(url_for("directory.areas"))
    return _edit_page(form, "领域", crumb=("风险领域", url_for("directory.areas")))


# The work calendar ---------------------------------------------------------


@blueprint.get("/calendar/<int:year>")
@requires(Permission.DIRECTORY_READ)
def calendar(year: int) -> Any:
    """Show the days of a year that differ from the week's rule."""
    return _calendar_page(year, CalendarDayForm(formdata=None))


@blueprint.post("/calendar/<int:year>")
@requires(Permission.DIRECTORY_EDIT)
def add_calendar_day(year: int) -> Any:
    """Enter a day off, or a working weekend."""
    form = CalendarDayForm()
    if form.validate_on_submit():
        with writing(form):
            services.add_calendar_day(**_values(form), actor=viewer().as_actor())
            url = form.leads_to(url_for("directory.calendar", year=form.day.data.year))
        flash("已登记。", "success")
        return redirect(url)
    return _calendar_page(year, form)


@blueprint.post("/calendar/<int:year>/load")
@requires(Permission.DIRECTORY_EDIT)
def load_calendar(year: int) -> Any:
    """Take over the public holidays that come with the product."""
    if not Form().validate_on_submit():
        abort(400)
    with writing():
        count = services.load_calendar(year, actor=viewer().as_actor())
    flash(f"已载入 {count} 天。" if count else "没有新的安排可载入。", "success")
    return redirect(url_for("directory.calendar", year=year))


@blueprint.post("/calendar/days/<int:day_id>/remove")
@requires(Permission.DIRECTORY_EDIT)
def remove_calendar_day(day_id: int) -> Any:
    """Take a day out again."""
    if not Form().validate_on_submit():
        abort(400)
    with writing():
        entry = _required(CalendarDay, day_id)
        day = entry.day
        services.remove_calendar_day(entry, actor=viewer().as_actor())
    flash(f"已移除 {day:%Y-%m-%d}，该日按平常星期计。", "success")
    return redirect(url_for("directory.calendar", year=day.year))


def _calendar_page(year: int, form: CalendarDayForm) -> Any:
    if year not in range(FIRST_YEAR, LAST_YEAR + 1):
        abort(404)
    return render_template(
        "directory/calendar.html",
        form=form,
        year=year,
        days=queries.calendar_days(year),
        is_announced=year in services.known_years(),
    )


# Settings ------------------------------------------------------------------


@blueprint.route("/settings", methods=["GET", "POST"])
@requires(Permission.SETTINGS_EDIT)
def settings() -> Any:
    """Change the college's settings from a day on."""
    form = SettingsForm()
    units = {str(unit.id): unit.name for unit in queries.units()}
    form.offer(units)
    if form.validate_on_submit():
        with writing(form):
            changed = services.change_settings(
                form.values, valid_from=form.valid_from.data, actor=viewer().as_actor()
            )
            url = form.leads_to(url_for("directory.settings"))
        words = "、".join(SETTING_LABELS[key] for key in changed)
        flash(f"已保存：{words}。" if words else "没有改动。", "success")
        return redirect(url)
    if not form.is_submitted():
        form.show(queries.settings(on=today()))
    history = [_shown(row, units) for row in queries.setting_history()]
    return render_template("directory/settings.html", form=form, history=history)


def _shown(row: Setting, units: dict[str, str]) -> tuple[str, str, date]:
    """Return a value that was set, in the words of the page."""
    value = units.get(row.value, row.value) if row.key in UNIT_SETTINGS else row.value
    return SETTING_LABELS.get(row.key, row.key), value, row.valid_from


# Pieces --------------------------------------------------------------------


def _found(kind: Any, record_id: int | None) -> Any:
    return None if record_id is None else _required(kind, record_id)


def _required(kind: Any, record_id: int) -> Any:
    return db.session.get(kind, record_id) or abort(404)


def _fresh(form: Form, kind: Any, record_id: int | None) -> Any:
    """Load again inside the transaction; refuse when somebody else saved meanwhile."""
    record = _found(kind, record_id)
    if record is not None:
        form.require_fresh(record)
    return record


def _values(form: Form, skip: Iterable[str] = ()) -> dict[str, Any]:
    hidden = {"form_id", "row_version", "csrf_token", *skip}
    return {name: value for name, value in form.data.items() if name not in hidden}


def _facts(kind: Any, form: Form, **lines: tuple[str, ...]) -> Any:
    return kind(**_values(form, skip=lines), **lines)


def _edit_page(form: Form, what: str, crumb: tuple[str, str] | None = None) -> Any:
    return render_template("directory/edit.html", form=form, what=what, crumb=crumb)
