"""Numbers that belong to a person: identity cards, mobile telephones, student numbers.

All functions take folded text (half-width, without zero-width characters) and yield spans.
"""

import re
from collections.abc import Callable, Iterator

Span = tuple[int, int]

_GAP = r"[ \t\-.]{0,3}"


def _spread(*digits: str) -> str:
    """A pattern that finds the digits also with blanks, dots or hyphens between them."""
    return _GAP.join(digits)


_ALONE = r"(?<!\d)(?<!\d\.)"
_DATED_IDENTITY = _spread(
    "[1-9]",
    *[r"\d"] * 5,
    "(?:1" + _GAP + "[89]|2" + _GAP + "0)",
    r"\d",
    r"\d",
    "(?:0" + _GAP + "[1-9]|1" + _GAP + "[0-2])",
    "(?:0" + _GAP + r"[1-9]|[12]" + _GAP + r"\d|3" + _GAP + "[01])",
    *[r"\d"] * 3,
    r"[\dXx]",
)
_IDENTITY = re.compile(
    rf"{_ALONE}(?:(?P<certain>{_DATED_IDENTITY}"
    r"|\d{6}[ \-.]\d{8}[ \-.]\d{3}[\dXx]|\d{6}[ \-.]\d{4}[ \-.]\d{4}[ \-.]\d{3}[\dXx])"
    r"|\d{17}[\dXx])(?!\d)"
)
_MOBILE = re.compile(
    r"(?<!\d)(?<!\d\.)(?:(?:\+|00)?86[ \-]{0,2})?1[3-9](?:\d{9}|"
    r"\d([ \-.]{1,3})\d{4}\1\d{4}|\d([ \-.]{1,3})\d{3}\2\d{5}|\d([ \-.]{1,3})\d{8}|"
    r"\d{2}([ \-.]{1,3})\d{4}\4\d{3}|\d{2}([ \-.]{1,3})\d{3}\5\d{4}|"
    r"\d{5}[ \-.]{1,3}\d{4}|\d{3}[ \-.]{1,3}\d{6}|\d{2}[ \-.]{1,3}\d{7})(?!\d)"
    r"|(?<!\d)(?<!\d[ \-])1[ \-]{1,3}[3-9](?:[ \-]{1,3}\d){9}(?![ \-]?\d)"
)
_LABELLED = re.compile(
    r"(?:学生证?号|学号|学籍号|考生号|准考证号?|学生编号)[^\w\n]{0,4}(?:[为是][^\w\n]?)?[A-Za-z]{0,4}"
    r"\d(?:[ \-]?\d){4,}"
)
_STUDENT = re.compile(rf"{_ALONE}\d{{10,12}}(?!\d|\.\d)")
_SPACED_STUDENT = re.compile(
    r"(?<!\d)(?<!\d )(?:\d(?: \d){9,11}|20[0-3]\d(?:\d\d){0,2}(?: \d{2,8}){1,3})(?! ?\d)"
)
_CODE_LABEL = re.compile(
    "(?:编号|文号|单号|档号|条码|账号|群号?|会议号|会议ID|资产|合同|发票|批次|订单|流水|项目|课题|税号|代码|备案|许可"
    "|证书|ISBN|书号|QQ|卡号|序列号|型号|票号|案号|工单)号?[^0-9A-Za-z\n,。;]{0,3}$"
)
_STUDENT_LABEL = re.compile("学生|学号|学籍|考生|准考证")
_QUANTITY = re.compile(r"\s{0,2}(?:元|万|亿|字节|平方|立方|吨|千瓦|度|次|页|[Kk][Bb]|[Mm][Bb])")
_OFFICE_PHONE = re.compile(r"0(?:10|2\d|[3-9]\d{2})\d{7,8}$|[48]00\d{7}$")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]*$")
_HAN_RUN = re.compile("[零〇○一幺二三四五六七八九]{11,18}")
_HAN_DIGITS = str.maketrans("零〇○一幺二三四五六七八九", "0001123456789")
_LONG_RUN = re.compile(r"\d(?:[ \t\-.]{0,3}\d){9}")
_CONTEXT = 12
_LONG_CONTEXT = 200


def may_occur(text: str) -> bool:
    """Whether the slower searches are worth while; nearly every text is spared them."""
    return any(pattern.search(text) for pattern in (_LONG_RUN, _LABELLED, _HAN_RUN))


def identity_numbers(text: str) -> Iterator[Span]:
    """18 digits, the last one possibly X, as a whole or with separators."""
    for found in _IDENTITY.finditer(text):
        if found["certain"] or not _has_code_label(text, found.start()):
            yield found.span()
    yield from _in_chinese_digits(text, _IDENTITY.fullmatch)


def mobile_numbers(text: str) -> Iterator[Span]:
    """Eleven digits that begin with 13–19, also with +86 and separators; no office telephone."""
    for found in _MOBILE.finditer(text):
        if not _QUANTITY.match(text, found.end()):
            yield found.span()
    yield from _in_chinese_digits(text, _MOBILE.fullmatch)


def student_numbers(text: str) -> Iterator[Span]:
    """10–12 digits that are no telephone, amount or labelled code, and whatever follows 学号."""
    for found in _LABELLED.finditer(text):
        yield found.span()
    for found in _STUDENT.finditer(text):
        if not (_MOBILE.fullmatch(found[0]) or _is_plain_number(text, found)):
            yield found.span()
    for found in _SPACED_STUDENT.finditer(text):
        if _is_spaced_code(found[0]):
            yield found.span()


def _in_chinese_digits(text: str, matches: Callable[[str], object]) -> Iterator[Span]:
    for found in _HAN_RUN.finditer(text):
        if matches(found[0].translate(_HAN_DIGITS)):
            yield found.span()


def _has_code_label(text: str, start: int) -> bool:
    before = text[max(start - _CONTEXT, 0) : start]
    return bool(_CODE_LABEL.search(before)) and not _STUDENT_LABEL.search(before)


def _is_plain_number(text: str, found: re.Match[str]) -> bool:
    start, end = found.span()
    inside_hash = text[start - 1 : start].isascii() and text[start - 1 : start].isalpha()
    inside_hash = inside_hash and text[end : end + 1].isascii() and text[end : end + 1].isalpha()
    return bool(
        inside_hash
        or _OFFICE_PHONE.match(found[0])
        or _QUANTITY.match(text, end)
        or _has_code_label(text, start)
        or _ADDRESS.search(text, max(start - _LONG_CONTEXT, 0), start)
    )


def _is_spaced_code(written: str) -> bool:
    """Whether blanks stand inside one number, rather than between dates, times or amounts."""
    groups = written.split(" ")
    if not 10 <= sum(map(len, groups)) <= 12 or _MOBILE.fullmatch(written):
        return False
    if all(len(group) == 1 for group in groups):
        return True
    # Amounts and years never begin with 0; a date with a time of day (20230310 0830) may.
    is_date = len(groups[0]) == len("20230310") and len(groups[1]) == len("0830")
    return not is_date and any(group.startswith("0") for group in groups[1:])
