"""Who must attend and who must report: pasted, picked, and confirmed before it is kept."""

from typing import Any

import wtforms
from wtforms import Field, FieldList, FormField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Optional, ValidationError

from tracker.core.errors import StaleEdit
from tracker.core.forms import Form, required
from tracker.core.models import Record
from tracker.meetings import queries
from tracker.meetings.forms.fields import long_text_field, text_field
from tracker.meetings.models import CAPACITY_LABELS, Capacity, Meeting
from tracker.meetings.services import Invited, Reporting

LONGEST_TEXT = 10_000
MOST_ROWS = 200


class InvitedRow(wtforms.Form):  # type: ignore[misc]
    """One heading: the words as written, what they stand for, and in which capacity."""

    words = text_field("原文", 100, required("请填写名称，或选“不列入”。"))
    target = SelectField("指的是", validate_choice=False)
    capacity = SelectField("身份", choices={str(k): v for k, v in CAPACITY_LABELS.items()})


class ReportingRow(wtforms.Form):  # type: ignore[misc]
    """A unit that reports, with its scope; or words that stand for several."""

    words = text_field("原文", 100, required("请填写名称，或选“不列入”。"))
    target = SelectField("单位", validate_choice=False)
    scope = text_field("汇报范围", 100, Optional())


class InvitedForm(Form):
    """Who must attend and who must report, by pasting and picking; confirmed before it is kept."""

    rows = FieldList(FormField(InvitedRow))
    reporting = FieldList(FormField(ReportingRow))
    paste = long_text_field("参会人员", LONGEST_TEXT, Optional())
    capacity = RadioField(
        "身份", choices={str(k): v for k, v in CAPACITY_LABELS.items()}, default=Capacity.ATTENDEE
    )
    picked = SelectMultipleField("或从字典中选择", render_kw={"data-pick": ""})
    paste_reporting = long_text_field("汇报单位", LONGEST_TEXT, Optional())
    picked_reporting = SelectMultipleField("或从字典中选择", render_kw={"data-pick": ""})

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        self.invitable = queries.Invitable(meeting.held_on)
        kwargs |= {"record": meeting, "obj": None, "data": _rows_of(meeting)}
        super().__init__(*args, **kwargs)
        labels = self.invitable.labels
        units = {target: label for target, label in labels.items() if target.startswith("unit:")}
        self.picked.choices, self.picked_reporting.choices = labels, units
        self._offer()

    def _offer(self) -> None:
        """Give each row its options: what it names, what looks like it, words only, or nothing."""
        for entry in self.rows.entries:
            self._offer_row(entry.form)
        for entry in self.reporting.entries:
            self._offer_row(entry.form, kind="unit:")

    def _offer_row(self, row: Any, *, kind: str = "") -> None:
        read = self.invitable.entry(row.words.data or "")
        named = [
            target
            for target in (row.target.data, read.target, *read.nearest)
            if target in self.invitable.labels and target.startswith(kind)
        ]
        options = {target: self.invitable.labels[target] for target in named}
        options |= {queries.WORDS_ONLY: "只保留文字", queries.DROPPED: "不列入"}
        row.is_known = row.target.data in options
        row.target.choices = options if row.is_known else {"": "没有找到，请选择", **options}

    def take_in(self) -> int:
        """Turn what was pasted and picked into rows to be confirmed; returns how many are new."""
        before = len(self.rows.entries) + len(self.reporting.entries)
        for read in [*self.invitable.read(self.paste.data or ""), *self._read(self.picked)]:
            row = {"words": read.words, "target": read.target, "capacity": self.capacity.data}
            if not _same(self.rows, read.target):
                self._append(self.rows, row)
        pasted = self.invitable.read_reporting(self.paste_reporting.data or "")
        for read in [*pasted, *self._read(self.picked_reporting)]:
            self._report(read)
        self.paste.data, self.paste_reporting.data = "", ""
        self.picked.data, self.picked_reporting.data = [], []
        self._offer()
        return len(self.rows.entries) + len(self.reporting.entries) - before

    def _report(self, read: queries.Entry) -> None:
        """Add a unit that reports; one that is there already takes the scope as well."""
        row = {"words": read.words, "target": read.target, "scope": read.scope}
        same = _same(self.reporting, read.target)
        if same is None:
            self._append(self.reporting, row)
        elif read.scope not in (same.scope.data or ""):
            same.scope.data = "、".join(filter(None, (same.scope.data, read.scope)))

    @staticmethod
    def _append(rows: FieldList, row: dict[str, Any]) -> None:
        if len(rows.entries) < MOST_ROWS:
            rows.append_entry(row)

    def _read(self, picked: Field) -> list[queries.Entry]:
        labels = self.invitable.labels
        return [
            queries.Entry(labels[target].rstrip("）").replace("（", " "), target)
            for target in picked.data or ()
            if target in labels
        ]

    @property
    def has_new(self) -> bool:
        """Tell whether something was pasted or picked that is not yet confirmed."""
        fields = (self.paste, self.picked, self.paste_reporting, self.picked_reporting)
        return any(field.data for field in fields)

    def validate_rows(self, field: Field) -> None:
        """Ask for what each heading stands for."""
        self._require_known(field)

    def validate_reporting(self, field: Field) -> None:
        """Ask for the unit that each entry names."""
        self._require_known(field)

    @staticmethod
    def _require_known(rows: FieldList) -> None:
        unknown = [entry.form for entry in rows.entries if not entry.form.is_known]
        for row in unknown:
            row.target.errors = [f"“{row.words.data}”没有找到，请选择相近的名称，或选“不列入”。"]
        if unknown:
            raise ValidationError("有名称没有找到，请逐一选择。")

    def require_fresh(self, record: Record) -> None:
        """Refuse to overwrite what somebody else saved meanwhile, and show both lists as text.

        Raises:
            StaleEdit: the lists have been saved since this form was opened.
        """
        if not self.row_version.data or self.row_version.data == str(record.row_version):
            return
        saved = _rows_of(record)
        current = {
            "paste": _as_text(saved["rows"]),
            "paste_reporting": _as_text(saved["reporting"]),
        }
        self.paste.data = _as_text(self.rows.data)
        self.paste_reporting.data = _as_text(self.reporting.data)
        raise StaleEdit(self, current, record.row_version)

    def invited(self) -> list[Invited]:
        """Return the headings, in order."""
        return [_invited(row.form) for row in self.rows.entries if not _is_dropped(row.form)]

    def reporters(self) -> list[Reporting]:
        """Return the reporting units, in order."""
        return [_reporting(row.form) for row in self.reporting.entries if not _is_dropped(row.form)]


def _same(rows: FieldList, target: str) -> Any:
    """Return the row that names the same already, or None."""
    forms = (entry.form for entry in rows.entries)
    return next((row for row in forms if target and row.target.data == target), None)


def _as_text(rows: list[dict[str, Any]]) -> str:
    kept = (row for row in rows if row["target"] != queries.DROPPED)
    return "、".join(
        f"{row['words']}（列席）" if row.get("capacity") == Capacity.OBSERVER else row["words"]
        for row in kept
    )


def _is_dropped(row: Any) -> bool:
    return bool(row.target.data == queries.DROPPED)


def _invited(row: Any) -> Invited:
    kind, _, value = row.target.data.partition(":")
    return Invited(
        words=row.words.data,
        category=value if kind == "category" else "",
        unit_id=int(value) if kind == "unit" else None,
        person_id=int(value) if kind == "person" else None,
        capacity=row.capacity.data,
    )


def _reporting(row: Any) -> Reporting:
    scope = row.scope.data or ""
    if row.target.data == queries.WORDS_ONLY:
        return Reporting(None, scope, words=row.words.data)
    return Reporting(int(row.target.data.partition(":")[2]), scope)


def _rows_of(meeting: Any) -> dict[str, Any]:
    rows = []
    for row in meeting.invitations:
        target = f"category:{row.category}" if row.category else queries.WORDS_ONLY
        target = f"unit:{row.unit_id}" if row.unit_id else target
        target = f"person:{row.person_id}" if row.person_id else target
        rows.append({"words": row.words, "target": target, "capacity": row.capacity})
    reporting = [
        {
            "words": row.name,
            "target": f"unit:{row.unit_id}" if row.unit_id else queries.WORDS_ONLY,
            "scope": row.scope,
        }
        for row in meeting.reporting
    ]
    return {"rows": rows, "reporting": reporting}
