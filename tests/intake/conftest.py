"""The small college's clerk, and a news item of its meeting."""

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories import Cast, saved
from tracker.directory.models import AgreementKind

NEWS = """我院召开2023年第一季度意识形态领域形势分析研判暨平安校园创建工作会议

发布时间:2023-03-13 阅读数:12

3月10日下午,我院在东山校区主楼四层会议室召开2023年第一季度意识形态领域形势分析研判会。党委委员、各党总支书记;办公室、保卫部、后勤处等负责人参加了会议。党委书记程远山、院长顾明川出席会议。会议由副院长沈知行主持,区教育局有关人员列席会议。

会上,机电工程系党总支、后勤处(食品和防疫安全)、保卫部等部门围绕食品安全、消防安全、顶岗实习管理等方面存在的风险点和隐患,进行了分析研判。

顾明川从消防工作、网络舆情、学生社团管理等方面对学院总体安全工作进行安排部署。

会上,程书记与各党总支书记代表签订了《2023年意识形态工作目标责任书》。

程远山提出两点意见。

一、提高政治站位,维护意识形态领域安全

要深入学习。一是要认清形势。二是要锚定关键。

二、压紧压实责任,推进安全文化建设

落实到位。

会议要求,各党总支、各部门要在会后及时传达会议精神,认真研究落实。

编辑:石丹
"""


@pytest.fixture
def clerk(app: Flask, client: PageClient, cast: Cast) -> PageClient:
    """The office's clerk, signed in, with one kind of agreement in the dictionary."""
    with app.app_context():
        saved(AgreementKind(name="意识形态工作责任书"))
    return client.signed_in_as(cast.users["clerk"])
