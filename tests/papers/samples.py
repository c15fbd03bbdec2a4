"""Invented papers of an invented college, shaped like real ones; no real person is named."""

from __future__ import annotations

from dataclasses import replace

from tracker.accounts.papers import AccountSlip, AccountSlips
from tracker.agreements.papers import AgreementPaper, SignatureLine
from tracker.agreements.papers import Paragraph as Agreed
from tracker.followups.papers import (
    Checklist,
    ChecklistRow,
    Conveyance,
    ConveyanceRow,
    Reminder,
    SupervisionSlip,
)
from tracker.meetings.papers import Notice, ReplySlip, SignInRow, SignInSheet
from tracker.minutes.papers import Address, ApprovalSheet, MinutesPaper, Point, Resolution
from tracker.press.parts import Imprint, Receivers, Roster, VerifyMark
from tracker.reports.papers import QuarterSummary, Section
from tracker.reports.queries import Cell, Mark, Matrix, MatrixRow, Number, TrendPoint

MEETING = "2023年第一季度意识形态领域形势分析研判暨平安校园创建与安全文化建设工作会议"
VERIFY = VerifyMark(url="https://tracker.example.edu/verify/7K3MQ9XF", code="7K3M-Q9XF")
LONG_TEXT = (
    "要把维护意识形态安全作为重要政治任务，切实抓紧抓好。一是要认清形势，压实各级党组织的主体责任，"
    "做到守土有责、守土负责、守土尽责。二是要锚定关键，扎实推进课堂教学、网络平台、"
    "学生社团和讲座论坛等"
    "阵地的日常管理，严格落实“一会一报”“一事一审”制度。三是要加强统筹，建立健全分析研判、"
    "督促检查和考核评价的工作机制，确保2023年各项任务落实落细。"
)
SAFETY_TEXT = (
    "要树牢底线思维，准确把握学院安全稳定工作的关键部位。全院上下要围绕消防安全、"
    "食品安全、交通安全、"
    "实验室安全、房屋安全、顶岗实习安全等重点领域，深入排查问题隐患，逐项研究整改措施，"
    "明确责任单位、责任人和完成时限，做到问题不查清不放过、整改不到位不放过。"
)


def minutes_paper(*, number: str = "〔2023〕3号", long: int = 1) -> MinutesPaper:
    """Return minutes with two leaders' addresses; `long` repeats their bodies."""
    return MinutesPaper(
        mark="云岭职业技术学院会议纪要",
        number=number,
        issuer="学院办公室",
        issued_on="2023年3月13日",
        title=MEETING + "纪要",
        opening=(
            "3月10日下午，"
            "学院在东校区主楼四层会议室召开2023年第一季度意识形态领域形势分析研判暨平安校园"
            "创建与安全文化建设工作会议。会议由党委副书记周赟主持，"
            "学院党委书记秦守拙出席会议并讲话。"
        ),
        content="会议内容：意识形态领域形势分析研判；平安校园创建、校园安全；责任书签订。",
        named=(
            "汇报涉及领域：防疫及食品卫生安全、学生社团管理、网络舆情、顶岗实习、交通安全、房屋安全、消防安全、实验室"
            "安全、网络安全、保密安全。"
        ),
        reports=(
            "会上，西校区党工委、建筑工程系党总支、后勤服务中心、"
            "保卫部等部门结合各自工作实际，围绕安全隐患"
            "排查、师生思想状况、网络宣传思想阵地建设、实习实训安全等方面存在的风险点和采取的措施，"
            "进行了分析研判。"
        ),
        addresses=(
            Address(
                "副院长许望山从校园隐患排查、消防工作、"
                "食品安全等方面对学院总体安全工作进行安排部署。"
            ),
            Address(
                "院长陆怀谷强调，做好意识形态工作与安全稳定工作是长期而艰巨的任务。",
                (
                    Point("统一思想，增强抓好学院安全稳定工作的使命意识。", SAFETY_TEXT),
                    Point("明确任务，准确把握学院安全稳定工作的关键部位。", SAFETY_TEXT * long),
                ),
            ),
            Address(
                "党委书记秦守拙就进一步做好意识形态领域分析研判和平安校园创建工作，提出两点意见。",
                (
                    Point(
                        "提高政治站位，强化思想认识，坚决维护学院意识形态领域安全",
                        LONG_TEXT * long,
                        (Point("认清形势。", SAFETY_TEXT), Point("锚定关键。", SAFETY_TEXT)),
                    ),
                    Point("创新工作思路，积极主动作为，完善学院创建平安校园长效机制", LONG_TEXT),
                ),
            ),
        ),
        demands=("会议要求，各党总支、各部门要在会后及时传达会议精神，认真研究落实。",),
        agreements=(
            "会上，秦守拙与各党工委书记、各党总支书记签订了《2023年意识形态工作目标责任书》。",
        ),
        resolutions=(
            Resolution("完成春季学期消防设施全面检查。", "保卫部", "2023年3月31日前", ("后勤处",)),
            Resolution("修订学生社团管理办法。", "团委", "2023年4月28日前"),
        ),
        rosters=(
            Roster(
                "出席",
                (
                    "秦守拙",
                    "陆怀谷",
                    "许望山",
                    "周赟",
                    "沈知喆",
                    "韩堃",
                    "罗清和",
                    "唐一舟",
                    "陶然",
                    "魏长林",
                ),
            ),
            Roster("请假", ("曹问渠",)),
            Roster(
                "列席",
                text=(
                    "办公室、纪委办公室、组织人事部、宣传统战部、教务部、学工部、保卫部、"
                    "后勤处、图文信息中心、工会、团委负责人"
                ),
            ),
        ),
        imprint=Imprint(
            (Receivers("分送", "党委委员，各党工委、各党总支，各部门。"),),
            "云岭职业技术学院办公室",
            "2023年3月13日",
            "共印30份",
        ),
        verify=VERIFY if number else None,
    )


def approval_sheet() -> ApprovalSheet:
    """Return a sheet that is still to be signed by pen."""
    return ApprovalSheet(
        heading="云岭职业技术学院发文稿纸",
        title=MEETING + "纪要",
        drafted_by="苏晚晴",
        drafted_on="2023年3月11日",
        drafting_unit="学院办公室",
        receivers="党委委员，各党工委、各党总支，各部门。",
        copies="30份",
    )


def notice() -> Notice:
    """Return a notice with a red head and a reply slip."""
    return Notice(
        title=f"关于召开{MEETING}的通知",
        addressed_to="各党工委、各党总支，各部门",
        opening="根据学院年度工作安排，定于近期召开季度工作会议。现将有关事项通知如下。",
        meeting_name=MEETING,
        time="2023年3月10日（星期五）15:00",
        place="东校区主楼四层会议室",
        chair="党委副书记周赟",
        topics=("听取各单位季度分析研判情况汇报；签订年度目标责任书；安排部署下一阶段工作。",),
        participants=("党委委员，各党工委书记、各党总支书记，各部门主要负责人。",),
        materials=("汇报材料不超过2000字，于3月8日前报送学院办公室。",),
        requirements=("请准时参会。因故不能参会的，须事先书面请假并委托他人代会。",),
        contact="学院办公室，内线6021。",
        signed_by="学院办公室",
        signed_on="2023年3月6日",
        mark="云岭职业技术学院办公室文件",
        number="云职院办〔2023〕7号",
        reply_slip=ReplySlip("参会回执", ("保卫部", "后勤处"), 8, "请于3月8日前报送学院办公室。"),
    )


def sign_in_sheet(rows: int = 40) -> SignInSheet:
    """Return a sheet of as many rows, long enough for a second page."""
    people = tuple(
        SignInRow(
            f"第{n}党总支", "韩堃" if n % 3 else "沈知喆", "党总支书记", "" if n % 5 else "列席"
        )
        for n in range(1, rows + 1)
    )
    return SignInSheet(
        "会议签到表",
        MEETING,
        "2023年3月10日下午",
        "东校区主楼四层会议室",
        people,
        expected=str(rows),
    )


def checklist(rows: int = 9) -> Checklist:
    """Return a unit's checklist of as many items."""
    items = tuple(
        ChecklistRow(
            number=f"2023-1-{n:03}",
            matter="完成春季学期消防设施全面检查"
            if n % 2
            else "修订学生社团管理办法，报分管领导审定后印发",
            source="会议议定事项" if n % 2 else "领导要求（党委书记秦守拙）",
            requirement="逐楼检查并建立问题清单、整改清单，明确责任人和时限。",
            lead_unit="保卫部",
            support_units=("后勤处", "学工部") if n % 2 else (),
            due="2023年3月31日",
            is_done=n == 2,
            verify=VerifyMark(f"https://tracker.example.edu/c/AB{n:03}", f"AB{n:03}-XY"),
        )
        for n in range(1, rows + 1)
    )
    return Checklist(
        "单位任务落实清单",
        "保卫部",
        MEETING,
        "2023年3月10日",
        "〔2023〕3号",
        items,
        "2023年3月14日",
        VERIFY,
    )


def conveyance(
    rows: int = 26, missing: tuple[str, ...] = ("工会", "机电工程系、机电工程系党总支")
) -> Conveyance:
    """Return what became of passing a meeting on, long enough for a second page."""
    told = tuple(
        ConveyanceRow(
            unit=f"第{n}系、第{n}系党总支" if n % 3 else "图文信息中心",
            conveyed_on=f"2023年3月{10 + n % 7}日",
            by="会议传达" if n % 2 else "集体学习",
            to="班子成员和科室负责人" if n % 2 else "全体教职工",
            measures="已部署消防安全自查，3月底前完成。" if n % 4 else "",
        )
        for n in range(1, rows + 1)
    )
    return Conveyance(
        title="传达落实情况反馈表",
        meeting=MEETING,
        meeting_date="2023年3月10日",
        minutes_number="〔2023〕3号",
        due="2023年3月17日",
        asked=rows + len(missing),
        rows=told,
        missing=missing,
        printed_on="2023年3月20日",
    )


def correction() -> MinutesPaper:
    """Return the second version of the minutes."""
    return replace(
        minutes_paper(),
        version_note="更正（第2版）",
        correction="本纪要更正2023年3月13日印发的同号纪要，原件停止使用。",
    )


AREAS = (
    "意识形态安全", "意识形态阵地", "网络舆情与宣传阵地", "师生思想动态", "学生社团", "宿舍安全",
    "教育教学管理", "岗位实习", "实验实训", "治安综治", "消防安全", "食品安全",
    "传染病防控与公共卫生", "交通安全", "房屋校舍与基建", "水电气暖与特种设备", "网络与数据安全",
    "保密安全", "大型活动与拥挤踩踏", "开学与节假日值守",
)  # fmt: skip
MARKS = (Mark.NONE, Mark.OPEN, Mark.NONE, Mark.ALERT, Mark.NAMED)


def quarter_summary(*, units: int = 6, areas: int = 9) -> QuarterSummary:
    """Return the page of a quarter in which so many units have something in so many areas."""
    names = "、".join(f"第{number + 1}教学系党总支" for number in range(6))
    return QuarterSummary(
        title="2023年第一季度研判与督办情况",
        college="云岭职业技术学院",
        until="2023年3月31日",
        printed_on="2023年4月3日",
        numbers=(
            Number("在办任务", 1204, 1198),
            Number("逾期任务", 187, 187),
            Number("本季办结", 402, 377),
            Number("在册风险", 96, 104),
            Number("责任书签订", 118, 90, whole=120),
        ),
        sections=(
            Section(
                "一、会议召开与报送",
                "召开会议 2 次：一季度研判会（3月10日）、校园安全专题会（3月24日）。"
                "应报送 30 个单位，"
                f"已报送 21 个（较上季度 −2）；未报送：{names}等 9 个。",
            ),
            Section(
                "二、风险隐患",
                "在册 96 项（较上季度 −8），其中重大 7 项、逾期 21 项；"
                "本季度新增 44 项（重大 3 项，"
                "较上季度 +6），销号 52 项（重大 4 项，较上季度 +11）。会上提及、"
                "尚无单位登记的领域 "
                f"9 个：{'、'.join(AREAS[14:])}等 9 个。",
            ),
            Section(
                "三、督办",
                "在办 1204 项（较上季度 +6），其中已报结待确认 66 项、逾期 187 项（与上季度持平），"
                "涉及 30 个单位（见表）；本季度办结 402 项（较上季度 +25），其中备案办结 30 项。",
            ),
            Section(
                "四、责任书签订覆盖",
                "意识形态工作责任书应签 30 份、已签 29 份，未签：第一教学系党总支；"
                "综合治理（平安校园）"
                "责任书应签 30 份、已签 30 份；消防安全责任书应签 30 份、已签 21 份，"
                f"未签：{names}等 9 个；安全稳定责任书应签 30 份、已签 30 份。",
            ),
            Section(
                "五、需协调事项",
                "待签发纪要 2 件：一季度研判会纪要（3月13日送签）、"
                "校园安全专题会纪要（3月27日送签）；"
                "已登记、尚未交办整改的风险 5 项；已报结待确认的任务 66 项。",
            ),
        ),
        matrix=Matrix(
            AREAS[:areas], tuple(_matrix_row(number, areas) for number in range(units)),
            "另有 6 个单位没有在册风险和逾期任务，在办任务 31 项。",
        ),
        trend=_trend() if units < 19 else (),
    )  # fmt: skip


def _matrix_row(number: int, areas: int) -> MatrixRow:
    cells = (
        Cell(mark, (number + place) % 13, "消防安全：在册 2 项") if mark else Cell()
        for place in range(areas)
        for mark in (MARKS[(number * 3 + place) % len(MARKS)],)
    )
    return MatrixRow(number, f"第{number + 1}教学系党总支", tuple(cells), 40 + number, number % 4)


def _trend() -> tuple[TrendPoint, ...]:
    counts = ((0, 0), (12, 4), (40, 30), (38, 41), (55, 20), (1198, 377), (1204, 402), (9, 30))
    return tuple(
        TrendPoint(f"{22 + place // 4}-{place % 4 + 1}", *pair) for place, pair in enumerate(counts)
    )


def account_slips() -> AccountSlips:
    """Return slips of three people, the last of them alone in its row."""
    slips = tuple(
        AccountSlip(
            "学院办公室", "党委书记", name, f"2008{number:03}", "7K3M-Q9XF-2B4C", "2023年3月27日",
            f"https://tracker.example.edu/accounts/sign-in?n=2008{number:03}#7K3M-Q9XF-2B4C",
        )
        for number, name in enumerate(("秦守拙", "陆怀谷", "许望山"), 1)
    )  # fmt: skip
    return AccountSlips("登录条", "云岭职业技术学院", "https://tracker.example.edu", slips)


def agreement() -> AgreementPaper:
    """Return an agreement with a text of two levels, to be signed."""
    signers = (SignatureLine("党委书记", "秦守拙", "2023年3月10日"),)
    text = (Agreed("一、总体要求", 1), Agreed("（一）落实责任", 2), Agreed(SAFETY_TEXT))
    return AgreementPaper(
        "2023年平安校园创建目标责任书", "云岭职业技术学院", "保卫部", text, signers, signers
    )


def reminder() -> Reminder:
    """Return the letter that a task is near its date."""
    return Reminder(
        title="工作提示函（建筑工程系 2023-7）",
        number="工作提示函〔2023〕12号",
        addressed_to="建筑工程系",
        opening="贵单位承办的下列督办事项即将到期，特此提示。已经办结的，请报结，不必另行回复。",
        matter="完善实训室应急预案（编号2023-7）",
        source="2023年一季度会议 · 党委书记讲话二（三）",
        due="2023年3月31日（原定2023年3月24日）",
        standing="已交办，还有 2 个工作日",
        asked="请于2023年3月31日前办结并报结；确有困难的，请在此之前提出延期申请。",
        contact="学院办公室 0351-0000000",
        signed_by="云岭职业技术学院办公室",
        signed_on="2023年3月29日",
    )


def supervision_slip(*, colour: str = "yellow", long: int = 1) -> SupervisionSlip:
    """Return a supervision slip; `long` repeats its words."""
    is_red = colour == "red"
    leaders = "、副院长许望山、党委书记秦守拙、院长陆怀谷" if is_red else ""
    return SupervisionSlip(
        title="督办单（建筑工程系 2023-7）",
        number="督办通知单〔2023〕5号",
        colour=colour,
        band="红色督办" if is_red else "黄色督办",
        matter="完善实训室应急预案" * long + "（编号2023-7）",
        source="2023年一季度会议 · 党委书记讲话二（三）",
        unit="建筑工程系",
        supporting="、".join(["实训管理中心", "保卫部"] * long),
        supervisor="副院长许望山",
        requirement="对照规范逐室自查设备、危化品、用电和应急物资，列出问题、措施、时限。" * long,
        due="2023年3月31日（原定2023年3月24日）",
        standing="已交办，逾期 3 天（第一次督办）",
        asked="请抓紧办结并报结；一时不能办结的，请写明原因和预计完成时间，交办公室。",
        sent_to=f"建筑工程系{leaders}",
        contact="学院办公室 0351-0000000",
        signed_by="云岭职业技术学院办公室",
        signed_on="2023年4月3日",
    )
