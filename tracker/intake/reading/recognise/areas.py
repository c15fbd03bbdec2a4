"""Areas of risk that are named together, with where they stand."""

import re
from collections.abc import Iterator

from tracker.core.text import split_list
from tracker.intake.reading.draft import AreaList
from tracker.intake.reading.page import cut
from tracker.intake.reading.reading import Reading
from tracker.intake.reading.source import Piece

_TRIGGER = re.compile(
    r"紧密围绕|围绕|聚焦|涉及到?|分别从|分别就|就(?!业)|从(?!业|事)|针对|对(?!外)|包括"
    r"|涵盖|关注|突出|抓好|做好|紧盯|加强|在|以|关于|结合|包含|主要有|排查|强化|重点|按照"
    r"|把|将|研判了?|分析了?|汇报了?|通报了?|讲解了?|盯[住紧]|存在|严控|深入开展|:"
)
_ABOUT = re.compile(
    r"(?<=.{2})(?:(?:紧密|重点)?围绕|聚焦|涉及到?|分别[从就对]|就(?!业)|从(?!业|事)|针对"
    r"|讲解了|盯[住紧]|存在|严控|深入开展|认为|(?:汇报|通报|分析|研判|讲解)了)"
)
_BUT = re.compile("但是?|然而|目前|当前")
_RUN = re.compile("[^。;:,]*、[^。;:,]*")
_LIST_END = re.compile(
    r"(?:等(?!学生|群体|人群|对象|场所|人员|部门|单位"
    r"|形式|方式|渠道|会议"
    r"|文件|同志|领导|负责)|(?:[两二三四五六七八九十]|\d{1,2})个?(?:大)?(?:重点)?(?:方面"
    r"|领域|环节|问题)|(?:方面|领域|环节|工作)?(?:存在|进行|开展|展开|[作做]了)|的(?:危害|风险"
    r"|隐患|问题)|(?:方面|领域|环节|工作|情况|问题)(?=[,。;的]))"
)
_AREA = re.compile(
    "安全|舆情|实习|消防|食品|心理|宿舍|公寓|思想|宗教|防|隐患|阵地|课堂|讲座|社团|网络"
    "|考试|寒假|暑假|就业|稳定|交通|治安|综治|疫情|传染|疾病|诈骗|欺凌"
    "|溺水|实验室|危化|用电|校车|饮食|餐饮|师德|意识形态|统战|保密|信访|矛盾|纠纷|建筑"
    "|房屋|工地|毕业|开学|管理|论坛|教材|出国|留学|国际|教学|设备|燃气|电梯|汛|森林"
    "|自媒体|新媒体|值班|值守|假期|节日|大型活动|学术|科研|医疗|医患|药品|感染|校园|平安"
    "|维稳|家校|特殊|外出|离校|返校|招生|资助|后勤|水电|夜间|门卫|接送|食堂"
)
_ACTION = re.compile(
    r"^(?:加强|强化|提高|落实|做好|抓好|坚持|完善|压实|统筹|深入|认真|切实|增强|严格|推进"
    r"|统一|明确|树立|建立|健全|严守|狠抓|筑牢|紧盯|高度)"
)
_ITEM_LED = re.compile(
    "(?:要?重点|切实|学[校院]|我[校院])?(?:关注|对|在|加强|做好|抓好|从|就(?!业))"
)
_LEAST_ALONE = 4
_RISK = re.compile("风险|隐患|研判|薄弱|不稳定")
_NOT_RISK = re.compile(
    r"参加|出席|列席|负责人|责任书|书记|党委|主席团|精神|方案|通知|意见|办法|讲话|报告》"
)
_REVIEWED = re.compile(
    r"(?:从|就|围绕|对)(?P<list>[^。;]{8,200}?,[^。;]{4,120}?)(?:的?风险)?(?:进行|展开"
    r"|开展)了?[^。,]{0,10}(?:研判|分析)"
)
_UNLED = re.compile(r"(?:特别是|尤其是|以及|还有|及|和)")
_OF_ALL = re.compile(r"等(?P<of>.*)$")


def recognise_areas(reading: Reading) -> tuple[AreaList, ...]:
    """Return each list of areas, in order, with who names them."""
    lists: list[AreaList] = []
    for sentence in reading.page.sentences:
        for items in _in_sentence(sentence.piece):
            lists.append(AreaList(_context(reading, sentence.piece), items))
    return tuple(lists)


def _context(reading: Reading, sentence: Piece) -> str:
    for speech in reading.speeches:
        if speech.words.start <= sentence.start < speech.words.end and speech.persons:
            return reading.people.full_name(speech.persons[0])
    return "会议"


def _in_sentence(sentence: Piece) -> Iterator[tuple[Piece, ...]]:
    taken = sentence.start
    for found in sentence.every(_REVIEWED):
        yield from _reviewed(sentence.group(found, "list"))
        taken = found.end()
    for told, is_open in _lists(sentence.part(taken, sentence.end)):
        listed = _from_trigger(told, is_open=is_open)
        items = _items(listed) if listed else []
        if _are_areas(items, told_of_risk=bool(_RISK.search(sentence.text))):
            yield tuple(items)


def _lists(sentence: Piece) -> Iterator[tuple[Piece, bool]]:
    """Yield what stands before the end of an enumeration, and whether 等 ends it."""
    for found in sentence.every(_RUN):
        # The mark that follows the run tells some of the ends.
        run = sentence.part(found.start(), min(found.end() + 1, sentence.end))
        ends = list(run.every(_LIST_END))
        mark = run.text.rfind("、", 0, ends[-1].start() - run.start) if ends else -1
        if mark >= 0:
            end = next(end for end in ends if end.start() > run.start + mark)
            yield run.part(run.start, end.start()), end[0].startswith("等")


def _reviewed(listed: Piece) -> Iterator[tuple[Piece, ...]]:
    """Return a list whose entries stand between commas; one of them may be a list of its own."""
    whole: list[Piece] = []
    inner: list[tuple[Piece, ...]] = []
    for part in cut(listed, ","):
        led = part.match(_UNLED)
        part = part.part(led.end(), part.end) if led else part
        of_all = part.search(_OF_ALL)
        if of_all and "、" in part.text:
            inner.append(tuple(_items(part.part(part.start, of_all.start()))))
        else:
            whole.append(part)
    if _are_areas(whole):
        yield tuple(whole)
    yield from inner


def _from_trigger(listed: Piece, *, is_open: bool) -> Piece | None:
    """Return the list from the word that opens it; a mere verb does so only before 等."""
    first = listed.start + listed.text.find("、")
    last = listed.start + listed.text.rfind("、")
    strong = list(listed.part(listed.start, last).every(_ABOUT))
    head = list(listed.part(listed.start, first).every(_TRIGGER))
    if is_open and not strong and (but := listed.part(listed.start, first).search(_BUT)):
        return listed.part(but.end(), listed.end)
    found = strong or [match for match in head if is_open and match.end() < first]
    return listed.part(found[-1].end(), listed.end) if found else None


def _items(listed: Piece) -> list[Piece]:
    led = listed.match(_ITEM_LED)
    listed = listed.part(led.end(), listed.end) if led else listed
    items, place = [], listed.start
    for entry in _entries(listed.text):
        start = listed.source.plain.find(entry, place, listed.end)
        if start >= 0:
            items.append(listed.part(start, start + len(entry)))
            place = start + len(entry)
    return items


def _entries(listed: str) -> list[str]:
    """Split a list; what its last 和 joins are two, when either could stand alone."""
    *first, last = split_list(listed)
    left, joined, right = last.rpartition("和")
    if first and joined and min(len(left), len(right)) >= _LEAST_ALONE:
        return [*first, left, right]
    return [*first, last]


def _are_areas(items: list[Piece], *, told_of_risk: bool = True) -> bool:
    if len(items) < 2 or any(len(item.text) > 18 or item.search(_NOT_RISK) for item in items):
        return False
    if any(_ACTION.match(item.text) for item in items):
        return False
    least = 1 if told_of_risk else len(items) / 2
    return sum(bool(item.search(_AREA)) for item in items) >= least
