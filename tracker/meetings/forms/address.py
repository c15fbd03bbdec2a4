"""What was said: pasted, split, and confirmed as an outline."""

import hashlib
from dataclasses import replace
from typing import Any

from wtforms import BooleanField, Field, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from tracker.core import outline
from tracker.core.errors import StaleEdit
from tracker.core.forms import CodeField, Form
from tracker.directory import queries as directory
from tracker.directory.models import Person
from tracker.meetings import queries
from tracker.meetings.forms.fields import long_text_field, text_field
from tracker.meetings.models import Address, Meeting, Speaker
from tracker.meetings.services import Spoken, spoken_by_meeting

LONGEST_SPEECH = 100_000
MOST_POINTS = 200
VERBS = ("安排部署", "强调", "讲话，提出意见", "会议指出", "会议强调", "会议要求")
THE_MEETING = "meeting"


class AddressForm(Form):
    """What one leader said, or the meeting: pasted, split, and confirmed as an outline."""

    draft_name = "address"
    who = SelectField(
        "讲话人",
        [InputRequired("请选择讲话人，或选“会议”。")],
        render_kw={"data-pick": ""},
        description="“会议指出”“会议要求”选“会议”。",
    )
    verb = text_field(
        "表述",
        40,
        render_kw={"list": "verbs", "autocomplete": "off"},
        description="从列表选择，也可以自拟。",
    )
    paste = long_text_field("粘贴讲话原文", LONGEST_SPEECH, Optional(), render_kw={"rows": 8})
    # Which pasted words the outline came from: these are not split again over what was mended.
    split_of = CodeField("拆分自")
    outline = long_text_field("要点", LONGEST_SPEECH + 10_000, render_kw={"rows": 16})
    takes_meeting_says = BooleanField("把文末的“会议指出”“会议要求”另列为会议的讲话", default=True)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = {str(key): label for key, label in queries.people(on=meeting.held_on)}
        self.who.choices = {"": "请选择", THE_MEETING: "会议（会议指出、会议要求）", **people}

    def show(self, address: Address) -> None:
        """Fill in an address that is to be edited."""
        is_meeting = address.speaker == Speaker.MEETING
        self.who.data = THE_MEETING if is_meeting else str(address.person_id)
        self.verb.data = address.verb
        self.outline.data = outline.to_text(queries.outline_of(address))

    def require_fresh(self, record: Any) -> None:
        """Refuse to overwrite what somebody else saved meanwhile, and show both outlines.

        Raises:
            StaleEdit: the address has been saved since this form was opened.
        """
        if not self.row_version.data or self.row_version.data == str(record.row_version):
            return
        current = {
            "who": str(record.person_id or THE_MEETING),
            "verb": record.verb,
            "outline": outline.to_text(queries.outline_of(record)),
        }
        raise StaleEdit(self, current, record.row_version)

    def split(self) -> None:
        """Turn the pasted words into an outline to be confirmed, the meeting's own words apart."""
        self.takes_meeting_says.data = True
        self.outline.data = outline.to_text(outline.split_speech(self.paste.data or ""))
        self.split_of.data, self.takes_meeting_says.data = _digest(self.paste.data), True

    @property
    def is_to_split(self) -> bool:
        """Tell whether words were pasted that nobody has confirmed as an outline."""
        return bool(self.paste.data) and self.split_of.data != _digest(self.paste.data)

    @property
    def says_at_end(self) -> list[tuple[str, str]]:
        """Return the (verb, words) of the meeting with which a leader's text goes on."""
        if self.who.data == THE_MEETING:
            return []
        return outline.meeting_says(outline.from_text(self.outline.data or "").tail)

    def validate_verb(self, field: Field) -> None:
        """Ask for the verb unless the meeting's words begin with their own."""
        text = outline.from_text(self.outline.data or "").lead
        if not field.data and not (self.who.data == THE_MEETING and outline.meeting_says(text)):
            raise ValidationError("请填写表述，如“强调”“会议指出”。")

    def validate_outline(self, field: Field) -> None:
        """Ask for words, and bound their number."""
        read = outline.from_text(field.data or "")
        if not (read.lead or read.points):
            raise ValidationError("讲话内容是空的，请粘贴原文后拆分，或直接填写要点。")
        if sum(1 for _ in read.walk()) > MOST_POINTS:
            raise ValidationError(f"要点超过 {MOST_POINTS} 条，请分成几次讲话录入。")

    def spoken(self) -> list[Spoken]:
        """Return what is to be recorded: the address, and the meeting's words apart."""
        read = outline.from_text(self.outline.data or "")
        if self.who.data != THE_MEETING:
            more, rest = spoken_by_meeting(read.tail if self.takes_meeting_says.data else "")
            tail = rest if more else read.tail
            own = replace(read, tail=tail)
            return [Spoken(self.verb.data, own, self._person()), *more]
        more, rest = ([], "") if read.points else spoken_by_meeting(read.lead)
        if not more:
            return [Spoken(self.verb.data, read)]
        verb = self.verb.data or more[0].verb
        return [*more, *([Spoken(verb, outline.Outline(lead=rest))] if rest else [])]

    def _person(self) -> Person:
        return next(p for p in directory.persons(active_only=False) if str(p.id) == self.who.data)


def _digest(text: str | None) -> str:
    return hashlib.sha256((text or "").encode()).hexdigest()
