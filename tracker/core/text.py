"""Chinese text as it is pasted, compared, split and shown."""

import re
import secrets
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Crockford's alphabet leaves out I, L, O and U, which are misread on paper and over the phone.
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u115f\u1160\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u2064\u2800\u3164\ufeff\uffa0]"
)
_ODD_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f]")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x85")


# What stands around a name in a sentence: 由教务处牵头, 听取了教务处、学工部的汇报.
_BEFORE_NAME = r"(?:[、，。；：（“\s]|和|与|及|由|请|让|责成|听取|听取了)"
_AFTER_NAME = (
    r"(?:[、，。；：）”\s]|和|与|及|等|要|须|应|的|作|汇报|报告|负责|牵头|会同|组织|开展|做好|加强|落实"
    r"|制定|建立|完善|抓紧|尽快|立即|于|在|把|将|对|按)"
)


def clean(text: str) -> str:
    """NFC, line ends as newlines, no control or zero-width characters; tabs stay for tables."""
    text = _LINE_ENDS.sub("\n", text)
    text = _ODD_SPACES.sub(" ", INVISIBLE.sub("", text))
    return "\n".join(line.rstrip() for line in unicodedata.normalize("NFC", text).split("\n"))


def decoded(content: bytes) -> str | None:
    """Return what a text file says, in UTF-8 or as Chinese Windows writes it; None for neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def size_in_words(size: int) -> str:
    """Return a number of bytes as people say it: 320 KB, 4.2 MB, 1.5 GB."""
    kilobytes = size / 1024
    if kilobytes < 1024:
        return f"{kilobytes:.0f} KB"
    megabytes = kilobytes / 1024
    return f"{megabytes:.1f} MB" if megabytes < 1024 else f"{megabytes / 1024:.1f} GB"


_FULL_WIDTH = str.maketrans(",;:?!()", "，；：？！（）")
_NEXT_TO_HAN = rf"[{HAN}《》“”‘’（）「」【】〔〕、。，；：？！]"
_PAUSE_AFTER = re.compile(rf"(?<={_NEXT_TO_HAN})([,;:?!])[ ]?")
_PAUSE_BEFORE = re.compile(rf"(?<=[0-9A-Za-z%°)])([,;:?!])[ ]?(?={_NEXT_TO_HAN})")
_BRACKETS = re.compile(r"\(([^()\n]*)\)")
_HAS_HAN = re.compile(f"[{HAN}]")


def half_to_full_punctuation(text: str) -> str:
    """Half-width , ; : ? ! ( ) beside Chinese become full width; 14:30, 1,200, f(x) stay."""
    while (mended := _widen(text)) != text:
        # A mark that was widened makes its neighbour, or the bracket around, full width in turn.
        text = mended
    return text


def _widen(text: str) -> str:
    text = _BRACKETS.sub(lambda found: _full_brackets(text, found), text)
    for pattern in (_PAUSE_AFTER, _PAUSE_BEFORE):
        text = pattern.sub(lambda found: found[1].translate(_FULL_WIDTH), text)
    return text


def _full_brackets(text: str, found: re.Match[str]) -> str:
    around = text[max(found.start() - 1, 0) : found.start()] + text[found.end() : found.end() + 1]
    if _HAS_HAN.search(found[1]) or _HAS_HAN.search(around):
        return f"（{found[1]}）"
    return found[0]


_OPENING, _CLOSING = "（(《「【〔[“", "）)》」】〕]”"
_LIST_MARKS = "、，,；;\n"
_LIST_TAIL = re.compile(
    r"等(?:方面|工作|部门|单位|领域|内容|情况|问题|人员|同志|多个|几个|\d+个)*$"
)
# 与会人员 is one word.
_LIST_WORDS = re.compile("以及|及|和|与(?!会)")
# Two names joined by 和 are two only when both end in the same head word, so that
# 消防安全和食品安全 splits and 师生思想状况和宗教信仰情况 does not.
_HEADS = ("安全", "工作", "管理", "教育", "防控", "建设", "学院", "中心", "总支", "支部", "办公室")
_UNIT_HEADS = ("部", "处", "系", "科", "馆", "委", "会")
_LEAST_ALONE = 4


def split_list(text: str, known: Collection[str] = ()) -> list[str]:
    """Entries of an enumeration, in order; `known` names are never split and always distinct."""
    parts = [
        piece
        for entry in _split_at_marks(text)
        for piece in _split_at_words(_LIST_TAIL.sub("", entry.strip()), known)
    ]
    return [part for part in parts if part]


def _split_at_marks(text: str) -> list[str]:
    parts, depth = [""], 0
    for char in text.strip(" \n。"):
        depth += (char in _OPENING) - (char in _CLOSING)
        depth = max(depth, 0)
        if char in _LIST_MARKS and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _split_at_words(entry: str, known: Collection[str]) -> list[str]:
    if not entry or entry in known:
        return [entry]
    for found in _LIST_WORDS.finditer(entry):
        left, right = entry[: found.start()].strip(), entry[found.end() :].strip()
        if not left:
            return _split_at_words(right, known)
        if right and _outside_brackets(left) and _are_distinct(left, found[0], right, known):
            return [left, *_split_at_words(right, known)]
    return [entry]


def _outside_brackets(left: str) -> bool:
    return sum(char in _OPENING for char in left) == sum(char in _CLOSING for char in left)


def _are_distinct(left: str, word: str, right: str, known: Collection[str]) -> bool:
    if word == "以及" or (left in known and right in known):
        return True
    if word == "及":
        return len(left) >= _LEAST_ALONE
    if any(left.endswith(head) and right.endswith(head) for head in _HEADS):
        return len(left) >= _LEAST_ALONE
    return any(
        left.endswith(head) and right.endswith(head) and len(left) > len(head) + 1
        for head in _UNIT_HEADS
    )


def nearest(name: str, names: Mapping[str, Iterable[str]] | Iterable[str], n: int = 3) -> list[str]:
    """Up to `n` names that look like `name`, best first; a mapping gives each name's aliases."""
    aliases = names if isinstance(names, Mapping) else dict.fromkeys(names, ())
    wanted = _bigrams(name)
    scored = (
        (max(_likeness(wanted, _bigrams(word)) for word in (official, *others)), official)
        for official, others in aliases.items()
    )
    # Sorting is stable, so that names equally near stay in the order of the directory.
    best = sorted(scored, key=lambda pair: -pair[0])
    return [official for score, official in best[:n] if score > 0]


def _bigrams(word: str) -> Counter[str]:
    plain = re.sub(r"[\s（）()·,，、“”《》]", "", unicodedata.normalize("NFKC", word)).lower()
    # Single characters count as well: 学工部 and 学生工作部 share no bigram but three characters.
    return Counter([*plain, *(plain[i : i + 2] for i in range(len(plain) - 1))])


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def names_in(words: str, names: Iterable[str]) -> set[str]:
    """Return the names that stand in a text as such, the longest first.

    机电工程系 does not stand in 机电工程系党总支, nor 工会 in 教职工会议: before and after a name
    comes a mark, the end, or a word that begins or ends a clause.
    """
    found = set()
    for name in sorted(set(names), key=len, reverse=True):
        told = re.compile(rf"(?:^|{_BEFORE_NAME}){re.escape(name)}(?={_AFTER_NAME}|$)")
        if told.search(words):
            found.add(name)
        words = words.replace(name, "　")
    return found


def person_title(post: str | None, name: str) -> str:
    """How papers name a person: 党委书记张三, or the bare name when no post is known."""
    return f"{(post or '').strip()}{name.strip()}"


def short_code() -> str:
    """Eight random characters for a QR code's printed twin; 40 bits, unguessable in practice."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def read_code(typed: str) -> str:
    """A code as typed from paper, with the letters that look like digits read as digits."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    return re.sub(r"[\s\-—]", "", folded).translate(str.maketrans("OIL", "011"))


def excerpt(text: str, length: int = 60, around: str = "") -> str:
    """One line of at most `length` characters; begins near the first `around` if it occurs."""
    line = re.sub(r"\s+", " ", text).strip()
    if len(line) <= length:
        return line
    room = max(length - 2, 1)
    found = line.find(around) if around else -1
    start = min(max(found - room // 3, 0), len(line) - room) if found >= 0 else 0
    middle = line[start : start + room].strip()
    return f"{'…' if start else ''}{middle}{'…' if start + room < len(line) else ''}"
