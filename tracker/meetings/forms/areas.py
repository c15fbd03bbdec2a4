"""Areas named: pasted as an enumeration, split, matched, and confirmed before they are kept."""

from typing import Any

import wtforms
from wtforms import Field, FieldList, FormField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional, ValidationError

from tracker.core.forms import Form, record_id
from tracker.directory import queries as directory
from tracker.meetings import queries
from tracker.meetings.forms.fields import long_text_field, text_field
from tracker.meetings.models import AreaList, Meeting, NamedBy
from tracker.meetings.services import MOST_AREAS, Context, NamedWords

LONGEST_TEXT = 10_000


class AreaRow(wtforms.Form):  # type: ignore[misc]
    """One area as written, and what it stands for; emptied words leave it out."""

    words = text_field("原文", 100, Optional())
    area_ids = SelectMultipleField("对应领域", coerce=record_id, render_kw={"data-pick": ""})


class AreaListForm(Form):
    """Who or what named the areas, and the areas row by row."""

    draft_name = "areas"
    context = SelectField(
        "谁提到的", [InputRequired("请选择是谁、在哪里提到的。")], render_kw={"data-pick": ""},
        description="各单位共同提到的选“各汇报单位”，不必分清哪个单位说了哪一个。",
    )  # fmt: skip
    paste = long_text_field(
        "粘贴原文", LONGEST_TEXT, Optional(), render_kw={"rows": 3},
        description="如“围绕消防安全、食品安全、学生社团等方面”，按“、”拆开，括号内不拆。",
    )  # fmt: skip
    rows = FieldList(FormField(AreaRow))
    is_split = False

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft_record = f"{meeting.id}-{self.draft_record}"
        self.context.choices = {"": "请选择", **_contexts(meeting)}
        self.areas = {area.id: area for area in directory.risk_areas()}
        self._offer()

    def _offer(self) -> None:
        choices = [(area.id, area.name) for area in self.areas.values() if area.is_active]
        for entry in self.rows.entries:
            entry.form.area_ids.choices = choices

    def show(self, area_list: AreaList) -> None:
        """Fill in a list that is to be edited."""
        self.context.data = _key(area_list)
        for entry in area_list.entries:
            ids = [area.id for area in entry.areas]
            self.rows.append_entry({"words": entry.words, "area_ids": ids})
        self._offer()

    @property
    def is_to_split(self) -> bool:
        """Tell whether words were pasted that nobody has confirmed yet."""
        return bool(self.paste.data)

    def split(self) -> int:
        """Turn the pasted words into rows to be confirmed; returns how many are new."""
        had = {entry.form.words.data for entry in self.rows.entries}
        fresh = [one for one in queries.read_areas(self.paste.data or "") if one.words not in had]
        room = max(MOST_AREAS - len(self.rows.entries), 0)
        once = {one.words: one for one in reversed(fresh)}
        kept = [one for one in fresh if once.get(one.words) is one][:room]
        for one in kept:
            self.rows.append_entry({"words": one.words, "area_ids": list(one.area_ids)})
        if len(kept) < len(once):
            self.paste.errors = [f"一次最多 {MOST_AREAS} 个领域，其余请另录一次。"]
        else:
            self.paste.data = ""
        self._offer()
        self.is_split = True
        return len(kept)

    @property
    def names_sensitive(self) -> bool:
        """Tell whether a row stands for a sensitive area, beside which the hint is shown."""
        ids = {one for entry in self.rows.entries for one in entry.form.area_ids.data or ()}
        return any(self.areas[one].is_sensitive for one in ids if one in self.areas)

    def validate_rows(self, field: Field) -> None:
        """Ask for at least one area."""
        if not self.named():
            raise ValidationError("还没有领域，请粘贴原文后拆分。")

    def named(self) -> list[NamedWords]:
        """Return the areas as confirmed; rows whose words were emptied are left out."""
        rows = [entry.form for entry in self.rows.entries if (entry.form.words.data or "").strip()]
        return [NamedWords(row.words.data, tuple(row.area_ids.data or ())) for row in rows]

    def chosen_context(self) -> Context:
        """Return who or what named them."""
        kind, *ids = str(self.context.data).split(":")
        numbers = [int(one) for one in ids]
        if kind == NamedBy.UNIT:
            return Context(NamedBy.UNIT, unit_id=numbers[0])
        if kind == NamedBy.ADDRESS:
            return Context(NamedBy.ADDRESS, address_id=numbers[0])
        if kind == NamedBy.POINT:
            return Context(NamedBy.POINT, address_id=numbers[0], point_id=numbers[1])
        return Context(NamedBy(kind))


def _contexts(meeting: Meeting) -> dict[str, str]:
    """Return all that may have named areas: the units together, the addresses, points, units."""
    found = {str(NamedBy.UNITS): "各汇报单位（共同）"}
    for address in queries.addresses_of(meeting):
        found[f"address:{address.id}"] = queries.address_words(address)
        if len(address.points) > 1:
            for point in address.points:
                words = f"{queries.address_words(address, point)} {point.heading[:20]}"
                found[f"point:{address.id}:{point.id}"] = words
    found[str(NamedBy.MEETING)] = "会议指出（讲话中没有另列的）"
    units = directory.units(on=meeting.held_on)
    return found | {f"unit:{unit.id}": unit.display_name for unit in units}


def _key(area_list: AreaList) -> str:
    parts = {
        NamedBy.UNIT: (area_list.unit_id,),
        NamedBy.ADDRESS: (area_list.address_id,),
        NamedBy.POINT: (area_list.address_id, area_list.point_id),
    }.get(NamedBy(area_list.named_by), ())
    return ":".join([str(area_list.named_by), *(str(part) for part in parts)])
