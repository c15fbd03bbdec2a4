"""The directory that an annotated text needs: what it names and does not know yet is made."""

import re
from datetime import date
from typing import Any

from tracker.audit.services import SYSTEM
from tracker.core.db import db
from tracker.core.permissions import Actor
from tracker.directory import queries
from tracker.directory import services as directory
from tracker.directory.models import Person, PostRole, Unit, UnitKind
from tracker.directory.services import PersonFacts, PostFacts, UnitFacts, plant_start_set

SINCE = date(2000, 1, 1)
# Words that end so name a unit; all others (各单位负责人, 与会人员) stay words.
_UNIT = re.compile(r"(?:办公室|[办部处系院科馆]|中心|总支|党工委|委员会|管委会|[工团]会|团委)$")
_MANY = re.compile(r"^(?:各|全体|有关|相关|与会|院内)|[、，]")


class Directory:
    """A college with an office, a committee, and whoever the text names."""

    def __init__(self, case: dict[str, Any]) -> None:
        plant_start_set(actor=SYSTEM, on=SINCE)
        name = case["organisation"] or "学院"
        directory.change_settings({"college_name": name}, valid_from=SINCE, actor=SYSTEM)
        self.committee = self._made("院党委", UnitKind.PARTY_COMMITTEE)
        self.office = self._made("办公室", UnitKind.ADMIN_OFFICE)
        self.people: dict[str, Person] = {}
        self.clerk = self._actor("经办人", "干事", PostRole.MEMBER)
        self.secretary = self._actor("签发人", "书记", PostRole.SECRETARY)
        for told in (*case["speakers"], *case["attendees_named"], *case["chair"]):
            self._person(told["name"], told["post"], PostRole.MEMBER)
        for told in case["instructions"]:
            if told["speaker"] != "会议":
                self._person(told["speaker"], None, PostRole.MEMBER)

    @staticmethod
    def words_of(told: dict[str, Any]) -> str:
        """Return somebody as the text names them, with the post where it has one."""
        return f"{told['post'] or ''}{told['name']}"

    def unit(self, words: str) -> Unit | None:
        """Return the unit that the words name, made if it is missing; None for other words."""
        if not _UNIT.search(words) or _MANY.search(words):
            return None
        return queries.find_unit(words) or self._made(words, UnitKind.ADMIN_OFFICE)

    def _made(self, name: str, kind: UnitKind) -> Unit:
        facts = UnitFacts(name=name, kind=kind, active_from=SINCE)
        return directory.save_unit(None, facts=facts, actor=SYSTEM)

    def _actor(self, name: str, title: str, role: PostRole) -> Actor:
        person = self._person(name, title, role)
        return Actor(person_id=person.id, name=name, post=title)

    def _person(self, name: str, title: str | None, role: PostRole) -> Person:
        if name in self.people:
            return self.people[name]
        facts = PersonFacts(name=name, sort=len(self.people))
        person = directory.save_person(None, facts=facts, on=SINCE, actor=SYSTEM)
        self.people[name] = person
        if title:
            post = directory.save_post(
                None, unit=self.committee, facts=PostFacts(title=title, role=role), on=SINCE,
                actor=SYSTEM,
            )  # fmt: skip
            db.session.flush()
            db.session.refresh(post)
            directory.hand_over(post, person=person, on=SINCE, actor=SYSTEM)
        return person
