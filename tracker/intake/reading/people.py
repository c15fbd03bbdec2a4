"""The persons a text names, with their posts: 党委书记雷承锋, 副院长甲、乙, 周庆副院长, 雷书记."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.core.privacy_surnames import COMPOUND, NOT_GIVEN, PUBLIC, SURNAMES
from tracker.core.text import HAN
from tracker.intake.reading.name_words import (
    AFTER,
    ANY_SURNAME,
    BEFORE_POST,
    BOUNDARY,
    FULL_NAME,
    FUNCTION,
    HAN_ONLY,
    JOINER,
    LISTED_NAME,
    NEVER_GIVEN,
    NO_SHORT,
    NOT_NAME,
    POST_HEAD,
    POST_STOP,
    SURNAME,
    TELLS,
    TITLED,
    WORD,
)
from tracker.intake.reading.source import Piece, Source


@dataclass(frozen=True)
class Mention:
    """A person as named in one place; a surname with a post (雷书记) has no post of its own."""

    name: Piece
    post: Piece | None
    whole: Piece
    is_short: bool = False

    @property
    def start(self) -> int:
        """Return where the mention begins, with its post."""
        return self.whole.start

    @property
    def end(self) -> int:
        """Return where it ends."""
        return self.whole.end


# National leaders are quoted, they do not attend.
_QUOTED = frozenset(PUBLIC)


class People:
    """The persons of a text, found once and asked for by place."""

    def __init__(self, source: Source, known: frozenset[str] = frozenset()) -> None:
        self._source = source
        self._votes = _votes(source)
        self._names = {name for name in known if name in source.plain}
        self.mentions = self._found()

    def inside(self, piece: Piece) -> list[Mention]:
        """Return the persons named in a piece, in order."""
        return [one for one in self.mentions if piece.start <= one.start and one.end <= piece.end]

    def before(self, place: int) -> tuple[Mention, ...] | None:
        """Return the person named last before a place: whom 他 means."""
        earlier = [one for one in self.mentions if one.end <= place]
        return (earlier[-1],) if earlier else None

    def full_name(self, mention: Mention) -> str:
        """Return the whole name for 雷书记, if just one person has that surname and post."""
        if not mention.is_short:
            return mention.name.text
        surname, title = mention.name.text[0], mention.name.text[1:].removeprefix("副")
        fitting = {
            one.name.text
            for one in self.mentions
            if not one.is_short and one.post and one.name.text[0] == surname
            and one.post.text.endswith(title)
        }  # fmt: skip
        return fitting.pop() if len(fitting) == 1 else mention.name.text

    def full_names(self) -> dict[str, str]:
        """Return for each short mention (雷书记) the whole name."""
        return {one.name.name: self.full_name(one) for one in self.mentions if one.is_short}

    def _found(self) -> list[Mention]:
        found = [*self._after_posts()]
        self._names |= {one.name.text for one in found}
        found += self._before_posts()
        self._names |= {one.name.text for one in found if not one.is_short}
        taken = {place for one in found for place in range(one.start, one.end)}
        found += [one for one in self._bare() if one.start not in taken]
        return sorted(_widest(found), key=lambda one: one.start)

    # --- 党委书记雷承锋, 副院长甲、乙 ---

    def _after_posts(self) -> Iterator[Mention]:
        for head in POST_HEAD.finditer(self._source.plain):
            name = self._name_at(head.end(), after_post=True)
            if name is None:
                continue
            post = self._post_before(head.end())
            yield self._mention(name, post, post.start)
            yield from self._sharing(name, post)

    def _sharing(self, first: Piece, post: Piece) -> Iterator[Mention]:
        """Yield those who share a post: 副院长甲、乙和丙."""
        end = first.end
        while joiner := JOINER.match(self._source.plain, end):
            name = self._name_at(joiner.end(), after_post=True)
            if name is None:
                return
            yield self._mention(name, post, name.start)
            end = name.end

    def _post_before(self, end: int) -> Piece:
        """Return the post that ends here, with those chained before it: 党委委员、宣传部部长."""
        start = self._post_start(end)
        while start > 1 and self._source.plain[start - 1] == "、":
            head = _ends_with_head(self._source.plain, start - 1)
            if not head or self._name_at(start - 1, after_post=True):
                break
            earlier = self._post_start(start - 1)
            if earlier >= start - 1:
                break
            start = earlier
        return Piece(self._source, start, end)

    def _post_start(self, end: int) -> int:
        floor = max(0, end - 26)
        stops = [found.end() for found in POST_STOP.finditer(self._source.plain, floor, end - 2)]
        start = stops[-1] if stops else floor
        led = BEFORE_POST.match(self._source.plain, start, end - 1)
        return led.end() if led else start

    # --- 周庆副院长, 雷书记 ---

    def _before_posts(self) -> Iterator[Mention]:
        for head in TITLED.finditer(self._source.plain):
            for length in (3, 2, 4):
                name = Piece(self._source, head.start() - length, head.start())
                if name.start >= 0 and self._is_named_before(name):
                    post = Piece(self._source, head.start(), head.end())
                    yield Mention(name, post, Piece(self._source, name.start, head.end()))
                    break
            else:
                yield from self._short(head)

    def _short(self, head: re.Match[str]) -> Iterator[Mention]:
        start = head.start() - 1
        surname = self._source.plain[start] if start >= 0 else ""
        is_named = any(name[0] == surname for name in self._names)
        if not (is_named or (surname in SURNAMES and surname not in NO_SHORT)):
            return
        if not surname or not self._is_free_before(start):
            return
        whole = Piece(self._source, start, head.end())
        yield Mention(whole, None, whole, is_short=True)

    def _is_named_before(self, name: Piece) -> bool:
        if name.text in self._names:
            return True
        is_name = FULL_NAME.fullmatch(name.text) and not NOT_GIVEN & set(name.text[1:])
        return bool(is_name) and self._is_free_before(name.start) and name.text not in _QUOTED

    def _is_free_before(self, start: int) -> bool:
        plain = self._source.plain
        return start == 0 or any(
            BOUNDARY.fullmatch(plain, start - length, start) for length in (1, 2) if start >= length
        )

    # --- a name by itself ---

    def _bare(self) -> Iterator[Mention]:
        told = [
            self._name_at(one.end(), after_post=False) for one in TELLS.finditer(self._source.plain)
        ]
        self._names |= {name.text for name in told if name is not None}
        for name in sorted(self._names, key=len, reverse=True):
            for found in re.finditer(re.escape(name), self._source.plain):
                piece = Piece(self._source, found.start(), found.end())
                yield Mention(piece, None, piece)

    def _mention(self, name: Piece, post: Piece, start: int) -> Mention:
        return Mention(name, post, Piece(self._source, start, name.end))

    def _name_at(self, start: int, *, after_post: bool) -> Piece | None:
        """Return the name that begins here; of two readings that which the text bears out."""
        plain = self._source.plain
        lengths = (4, 3) if re.match(COMPOUND, plain[start : start + 2]) else (3, 2)
        fitting = [
            Piece(self._source, start, start + length)
            for length in lengths
            if self._may_be_name(start, length, after_post=after_post)
        ]
        return max(fitting, key=self._likelihood) if fitting else None

    def _likelihood(self, name: Piece) -> tuple[bool, int, int]:
        """Rank by: known, not ending in a word that begins what follows, times named, length."""
        shorter = self._votes[name.text[:-1]]
        is_whole = self._votes[name.text] == shorter > 1
        ends_well = len(name.text) == 2 or name.text[-1] not in FUNCTION or is_whole
        return name.text in self._names, self._votes[name.text] if ends_well else 0, len(name.text)

    def _may_be_name(self, start: int, length: int, *, after_post: bool) -> bool:
        plain = self._source.plain
        name = plain[start : start + length]
        if len(name) < length or not HAN_ONLY.fullmatch(name) or name in _QUOTED:
            return False
        if (NEVER_GIVEN if after_post else NOT_GIVEN) & set(name[1:]) or not AFTER.match(
            plain, start + length
        ):
            return False
        surname = ANY_SURNAME if after_post else SURNAME
        return bool(re.match(f"{surname}|{COMPOUND}", name)) and not WORD.match(name)


def _ends_with_head(plain: str, end: int) -> bool:
    return any(found.end() == end for found in POST_HEAD.finditer(plain, max(0, end - 5), end))


def _votes(source: Source) -> Counter[str]:
    """Count each two and three characters that begin with a surname, once for each place."""
    votes: Counter[str] = Counter()
    for found in re.finditer(f"(?={ANY_SURNAME}[{HAN}])", source.plain):
        start = found.start()
        for length in (2, 3, 4):
            votes[source.plain[start : start + length]] += 1
    return votes


def _widest(found: list[Mention]) -> list[Mention]:
    """Keep of the mentions that overlap the one that begins first, and of these the longest."""
    kept: list[Mention] = []
    for one in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def bare_name(entry: Piece) -> Piece | None:
    """Return the name of an entry that is only a name, or a name with a post in brackets."""
    found = entry.match(LISTED_NAME)
    if found is None or found.end() != entry.end or NOT_NAME.match(found["name"]):
        return None
    return entry.group(found, "name")
