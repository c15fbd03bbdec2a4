"""A clerk who has only a news text enters the meeting truthfully through the pages."""

from flask import Flask

from tests.client import PageClient
from tests.factories import Cast
from tests.meetings.conftest import TITLE
from tests.meetings.test_addresses import outline_in
from tests.meetings.test_invited import SEED, sent_back
from tracker.core.db import db
from tracker.meetings import queries
from tracker.meetings.models import Capacity, Meeting

REPORTING = (
    "榆树校区党工委、建筑工程系党总支、计算机工程系党总支、机电工程系党总支、"
    "后勤服务中心(食品和防疫安全)、保卫部等部门"
)
VICE = (
    "沈知行从校园隐患排查、流行性疾病的防控、学生心理健康教育、消防工作、师生思想动态、网络舆情、"
    "学生社团管理、食品安全、学生顶岗实习等方面的工作对学院总体安全工作进行安排部署。"
)
PRESIDENT = (
    "做好意识形态工作与安全稳定工作是长期而艰巨的任务。他强调第一，要统一思想，增强使命意识。认真履行职责，"
    "排查风险隐患。第二，要明确任务，准确把握关键部位。全院上下要深入排查问题隐患，逐项研究整改措施。"
    "三、落实要求，切实提升管理能力。要牢固树立总体安全观，统筹发展和安全。"
)
SECRETARY = """会上，程书记就进一步做好分析研判和平安校园创建，提出三点意见。
一、提高政治站位，强化思想认识，坚决维护意识形态领域安全
要深入学习贯彻有关精神，扎实做好意识形态工作。一是要认清形势，坚决扛起政治责任。意识形态工作是一项极端重要的工作。二是要锚定关键，扎实推进各项任务。思想是行动的先导。三是要落实要求，确保持续向好。做好意识形态工作，是各级党组织、各部门的应尽之责。
二、创新工作思路，积极主动作为，完善平安校园长效机制
学校安全是最基本的民生安全。一是要筑牢思想防线。牢固树立底线思维。二是要夯实工作基础。全面实现网格化管理。三是强化责任观念。安全稳定工作需要长期坚持。
三、压紧压实责任，狠抓工作落实，推进安全文化建设
“安全无小事，责任大于天”。一是要始终坚持工作运行机制。每学期初召开专题会议。二是要全面准确把握建设内涵。三是要科学有效制定建设思路。
会议指出学院安全工作涉及政治安全、学生安全、校园安全、网络安全、实验室安全等多个方面，任务更加艰巨繁重。会议要求，各党总支、各部门要在会后及时传达会议精神，认真研究落实，确保工作取得新成效。
程书记强调要以更加有力的工作举措，不断谱写学院高质量发展的新篇章。
供图：宣传统战部     供文：宣传统战部"""


def _say(clerk: PageClient, base: str, cast: Cast, who: str, verb: str, pasted: str) -> None:
    data = {"who": str(cast.persons[who]), "verb": verb, "paste": pasted, "takes_meeting_says": "y"}
    html = clerk.post(f"{base}/addresses/new", data).get_data(as_text=True)
    confirmed = {**data, "paste": "", "outline": outline_in(html)}
    assert clerk.post(f"{base}/addresses/new", confirmed).status_code == 302


def test_the_seed_meeting_is_entered(app: Flask, clerk: PageClient, college: Cast) -> None:
    opened = clerk.post(
        "/meetings/new?late=1",
        {
            "title": TITLE,
            "kinds": ["ideology_review", "campus_safety", "agreement_signing"],
            "held_on": "2023-03-10",
            "time_basis": "afternoon",
            "campus_id": str(college.campus_id),
            "room": "主楼四层会议室",
            "year": "2023",
            "quarter": "1",
            "chair_id": "",
            "recorder_id": "",
            "organiser_id": str(college.units["宣传统战部"]),
        },
    )
    base = opened.location.removesuffix("/invited")
    pasted = {"paste": SEED, "paste_reporting": REPORTING, "split": "1"}
    rows = sent_back(clerk.post(f"{base}/invited", pasted).get_data(as_text=True))
    clerk.post(f"{base}/invited", rows)
    clerk.post(f"{base}/attendance/basis/categories")
    _say(clerk, base, college, "vice", "安排部署", VICE)
    _say(clerk, base, college, "president", "强调", PRESIDENT)
    _say(clerk, base, college, "secretary", "讲话，提出意见", SECRETARY)

    with app.app_context():
        meeting = db.session.get_one(Meeting, int(base.rpartition("/")[2]))
        assert (meeting.state, meeting.is_entered_late, meeting.chair_id) == ("held", True, None)
        assert queries.invited_words(meeting, Capacity.ATTENDEE) == (
            "党委委员、各党工委书记、各党总支书记；办公室、纪委办公室、组织人事部、宣传统战部、人才办、"
            "教务（科技）部、学工部、保卫部、后勤处、图文信息中心、工会、团委等负责人；"
            "学院党委书记程远山、院长顾明川、副院长沈知行"
        )
        assert queries.reporting_words(meeting.reporting)[4] == "后勤服务中心（食品和防疫安全）"
        assert len(meeting.reporting) == 6
        said = queries.addresses_of(meeting)
        assert [(a.who, a.verb) for a in said] == [
            ("副院长沈知行", "安排部署"),
            ("院长顾明川", "强调"),
            ("党委书记程远山", "讲话，提出意见"),
            ("会议", "会议指出"),
            ("会议", "会议要求"),
        ]
        levels = [[sum(p.level == n for p in a.points) for n in (1, 2)] for a in said]
        assert levels == [[1, 0], [3, 0], [3, 9], [1, 0], [1, 0]]
        assert "谱写" in said[2].tail
    assert "不计人数" in clerk.get(f"{base}/attendance").get_data(as_text=True)
