"""The persons a text names, with their posts: 党委书记雷承锋, 副院长甲、乙, 周庆副院长, 雷书记."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.core.privacy_surnames import COMPOUND, NOT_GIVEN, PUBLIC, SURNAMES
from tracker.core.text import HAN
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


HEAD = (
    r"(?:总?书记|(?:[院校处部科局所馆厅县区市镇乡队会社站组行班段室育]|(?<!校)园)长(?!效|期|治|远)|主任|主席|秘书长|常委|委员|总经理|经理"
    r"|负责人|负责同志|助理|政委|指导员|教导员|辅导员|教授|老师|总监|督学|专员|调研员|巡视员|护士长|护师"
    r"|医生|护士|会计师|工程师|校医|干事|民警|警官|秘书|校监|党组成员|班子成员|干部|联络员|代表|院士|教师|研究员|讲师)"
)
# A head that is told of a group rather than of one person needs a name behind it at once.
_TITLE = r"(?:总?书记|[院校处部科局所园厅县区市镇乡队站组行]长|主任|主席|政委|老师|经理|教授)"
_POST_HEAD = re.compile(HEAD)
# Behind a post also a rarer surname is one.
_RARE = (
    "戚喻水窦云奚郎昌凤花鲍费毕乐时傅皮伍元卜平湛祁禹狄米贝明臧计伏成谈茅庞舒席麻危颜刁徐支柯管缪干解宗宣"
    "郁单杭诸吉钮嵇荣翁荀羊惠甄曲封储汲松井富巫乌巴弓牧山谷车宓班仰秋仲伊仇栾厉戎祖束幸司郜蓟薄印宿怀蒲"
    "邰鄂索咸籍蔺屠蒙池阴胥能苍双闻莘党贡劳姬扶冉宰郦雍却璩濮寿通边扈燕冀浦尚农别瞿充慕连茹宦艾鱼容向慎戈"
    "庾暨居衡步满弘匡国文寇广禄东沃利蔚隆师晁勾敖融冷訾阚那简空毋沙养鞠丰巢查荆红竺权盖益桓赤揭撒展苟么仝"
    "佘麦银朴佴尧谌练滑敬初哈才信肖闫付邸代迟兰税相候逄冼郇亓修逯兆战由衣盘区植隋邝丘郗鄢商海年裘粟茅木蔚苑仉位旷巨户郄刀言尉来冶妥拜敏者沐锁侬岩矫綦谯檀底呼延皇楼虎保奉敬律尚药泰门阳郎揣狐种薛祭羡赏褟逮么生院银"
)
_SURNAME = f"[{SURNAMES}]"
_ANY_SURNAME = f"[{SURNAMES}{_RARE}]"
# What may follow a name.
_AFTER = re.compile(
    r"[,;:。、!?()\n“”《]|$|同志|先生|女士|等|和|与|及|以及|并|分别|共同|代表|依次|先后|也|均|都|又|还|再|最后|首先"
    r"|随后|一行|亲自|同时|进一步|就|从|对|在|将|向|围绕|结合|针对|通过|以|用|由|为(?:大家|师生|与会|全体|学生|各|会议)"
    r"|[作做](?:了)?(?:重要|总结|动员|工作|表态|主题|专题|专项|交流|典型|讲话|部署|安排|发言|报告|汇报|点评|题为|最后|解读|强调)"
    r"|主持|出席|参加|列席|缺席|请假|讲话|强调|指出|要求|提出?|发言|汇报|通报|传达|宣读|宣布|领学|带领|组织|部署|安排|解读"
    r"|应邀|受邀|递交|致辞|点评|表示|表态|总结|介绍|听取|肯定|认为|说|到会|莅临|签|与会|进行|明确|深入|逐一|详细|全面|简要|对照|担任|具体"
    r"|分析|报告|主讲|授课|宣讲|学习|集中|召集|讲授|陪同|回顾|反馈|布置|充分|高度|特别|重点|率|领|的|现场|围绕|副|做|作|给|到|代为|通报"
)
_FUNCTION = frozenset("作做就对从在向与和及等并要同代均也还说到听带提讲领签将以副主出参列强指汇通传宣")
_BOUNDARY = re.compile(r"[,;:。、!?()\n”》]|由|和|与|及|同|向|请|据|是|对|了|会上|首先|随后|最后|接着|其中|后|时|中|上|讲话|邀请|经|在")
_POST_STOP = re.compile(r"(?<=[长任记])向|[,;:。、!?\n”》“]|由|在|邀请|以及|及|对|随后|最后|首先|接着|其中|会上|同时|会议(?=[^室])|后(?=[^勤])|了|时(?=[^任])|原(?=[^则])")
_JOINER = re.compile("、|和|与|及|以及")
_BEFORE_POST = re.compile(r"(?:以|由|在|和|与|同|向|经|请|并|且|对|时任|其中|会议|会上|仪式|部分|听取了?|传达了?|围绕|下午|上午|当天|分别|是|为)+")
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
        """Return the whole name for 雷书记, if just one person of the text has that surname and post."""
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
        for head in _POST_HEAD.finditer(self._source.plain):
            name = self._name_at(head.end(), after_post=True)
            if name is None:
                continue
            post = self._post_before(head.end())
            yield self._mention(name, post, post.start)
            yield from self._sharing(name, post)

    def _sharing(self, first: Piece, post: Piece) -> Iterator[Mention]:
        """Yield those who share a post: 副院长甲、乙和丙."""
        end = first.end
        while joiner := _JOINER.match(self._source.plain, end):
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
        stops = [found.end() for found in _POST_STOP.finditer(self._source.plain, floor, end - 2)]
        start = stops[-1] if stops else floor
        led = _BEFORE_POST.match(self._source.plain, start, end - 1)
        return led.end() if led else start

    # --- 周庆副院长, 雷书记 ---

    def _before_posts(self) -> Iterator[Mention]:
        for head in _TITLED.finditer(self._source.plain):
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
        if not (is_named or (surname in SURNAMES and surname not in _NO_SHORT)):
            return
        if not surname or not self._is_free_before(start):
            return
        whole = Piece(self._source, start, head.end())
        yield Mention(whole, None, whole, is_short=True)

    def _is_named_before(self, name: Piece) -> bool:
        if name.text in self._names:
            return True
        is_name = _FULL_NAME.fullmatch(name.text) and not NOT_GIVEN & set(name.text[1:])
        return bool(is_name) and self._is_free_before(name.start) and name.text not in _QUOTED

    def _is_free_before(self, start: int) -> bool:
        plain = self._source.plain
        return start == 0 or any(
            _BOUNDARY.fullmatch(plain, start - length, start) for length in (1, 2) if start >= length
        )

    # --- a name by itself ---

    def _bare(self) -> Iterator[Mention]:
        for name in sorted(self._names, key=len, reverse=True):
            for found in re.finditer(re.escape(name), self._source.plain):
                piece = Piece(self._source, found.start(), found.end())
                yield Mention(piece, None, piece)
        for found in _TELLS.finditer(self._source.plain):
            name_at = self._name_at(found.end(), after_post=False)
            if name_at is not None:
                yield Mention(name_at, None, name_at)

    def _mention(self, name: Piece, post: Piece, start: int) -> Mention:
        return Mention(name, post, Piece(self._source, start, name.end))

    def _name_at(self, start: int, *, after_post: bool) -> Piece | None:
        """Return the name that begins here; the one of two readings that the whole text bears out."""
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
        ends_well = len(name.text) == 2 or name.text[-1] not in _FUNCTION or is_whole
        return name.text in self._names, self._votes[name.text] if ends_well else 0, len(name.text)

    def _may_be_name(self, start: int, length: int, *, after_post: bool) -> bool:
        plain = self._source.plain
        name = plain[start : start + length]
        if len(name) < length or not _HAN_ONLY.fullmatch(name) or name in _QUOTED:
            return False
        if (_NEVER_GIVEN if after_post else NOT_GIVEN) & set(name[1:]) or not _AFTER.match(plain, start + length):
            return False
        surname = _ANY_SURNAME if after_post else _SURNAME
        return bool(re.match(f"{surname}|{COMPOUND}", name)) and not _WORD.match(name)


# 李和生, 赵广为, 桑敬之: behind a post these may stand in a name.
_NEVER_GIVEN = NOT_GIVEN - frozenset("和为家均名之以从向员教分由因来给位人其")
_HAN_ONLY = re.compile(f"[{HAN}]+")
_ANY_NAME = re.compile(f"(?:{_ANY_SURNAME}|{COMPOUND})[{HAN}]{{1,2}}")
_FULL_NAME = re.compile(f"(?:{_SURNAME}|{COMPOUND})[{HAN}]{{1,2}}")
_TITLED = re.compile(rf"(?:常务)?副?{_TITLE}|总(?=[与和同,在将代])")
# Words by which a bare name is told: 由张祥汇报.
_TELLS = re.compile(r"(?<![理缘事来自经])由(?=[^副])|(?:主持人|记录人?|主讲人|汇报人)[:]")
_WORD = re.compile(
    r"管理|班[主子级组]|国[际庆内]|文[化明艺件体]|向[各全学校]|平安|安[排全]|主持|出席|参加|列席|会议|召开|举行|讲话|强调|要求|汇报|通报|传达|安全|工作|学院|学校|部门|单位|校园|平安|综合|高度|高校"
    r"|全面|全体|各|及|相关|有关|党委|纪委|书记|院长|校长|主任|处长|部长|责任|签订|签字|对|就|应|要|按|方面|任务|代表|分别|分管|成员"
    r"|第|做|共|兼|牵头|负责|组织|带队|带班|同意|述职|是|必须|认真|常委|委员|支部|为|履行|依次|轮流|先后|率先|近期|积极|纷纷|逐一|逐个|任职|表示|应(?:当|该|急)|明确|具体|办公|联席|等|联系"
)
# 党书记, 任书记, 总经理: these begin a post.
_NO_SHORT = frozenset("党校院总各部任和于高")
_NOT_NAME = re.compile(rf"{_WORD.pattern}|.*[部处科室院系任长会办委员组队馆]$")


def _ends_with_head(plain: str, end: int) -> bool:
    return any(found.end() == end for found in _POST_HEAD.finditer(plain, max(0, end - 5), end))


def _votes(source: Source) -> Counter[str]:
    """Count each two and three characters that begin with a surname, once for each place."""
    votes: Counter[str] = Counter()
    for found in re.finditer(f"(?={_ANY_SURNAME}[{HAN}])", source.plain):
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
    """Return an entry that is nothing but a name, as labelled lines list them."""
    found = entry.match(_ANY_NAME)
    if found and found.end() == entry.end and not _NOT_NAME.match(entry.text):
        return entry
    return None
