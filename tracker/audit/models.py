"""Events and their seals."""

import hashlib
import hmac
import json
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.models import Base

# Every act that is recorded, as it reads on the trail. A test holds the code to this table.
ACTION_LABELS = {
    "access.refuse": "越权访问被拒绝",
    "account.activate": "启用或停用账户",
    "account.keep_signed_in": "在设备上保持登录",
    "account.notice": "阅读个人信息告知",
    "account.open": "开户",
    "account.password": "设置密码",
    "account.print_slip": "打印登录条",
    "account.sign_in": "登录",
    "account.slip": "备好登录条",
    "account.stop_keeping": "取消保持登录",
    "address.add": "录入讲话",
    "address.edit": "修改讲话",
    "address.move": "调整讲话次序",
    "address.remove": "删除讲话",
    "agreement.edit": "修改责任书签订人",
    "agreement.register": "登记责任书",
    "agreement.require": "设定应签单位",
    "agreement.sign": "登记责任书签订",
    "agreement.supersede": "以重新签订替代",
    "agreement.void": "作废责任书",
    "agreement_kind.add": "新增责任书种类",
    "agreement_kind.edit": "修改责任书种类",
    "area.add": "新增风险领域",
    "area.edit": "修改风险领域",
    "area_list.add": "录入提及领域",
    "area_list.edit": "修改提及领域",
    "area_list.remove": "删除提及领域",
    "calendar.add": "登记工作日历",
    "calendar.load": "载入节假日",
    "calendar.remove": "移除日历登记",
    "campus.add": "新增校区",
    "campus.edit": "修改校区",
    "college.begin": "首次启用",
    "data.export": "导出数据",
    "database.dump": "导出数据库",
    "delegation.end": "终止签发委托",
    "delegation.give": "登记签发委托",
    "demo.college": "载入演示学校",
    "demo.items": "载入演示任务",
    "demo.numbers": "载入演示编号",
    "deputy.appoint": "登记代办委托",
    "deputy.end": "终止代办委托",
    "directory.plant": "载入初始字典",
    "extension.lapse": "延期申请终止",
    "file.keep": "上传文件",
    "file.sweep": "清理未用文件",
    "followup.add_goal": "设定任务阶段目标",
    "followup.approve_extension": "同意任务延期",
    "followup.ask_extension": "申请任务延期",
    "followup.cancel": "撤销任务",
    "followup.close": "任务办结",
    "followup.dispatch": "交办任务",
    "followup.dispute": "任务提出异议",
    "followup.edit": "修改任务",
    "followup.end_going_on": "任务结束持续推进",
    "followup.go_on": "任务转为持续推进",
    "followup.plan": "拟定任务",
    "followup.progress": "填写任务进展",
    "followup.reach_goal": "完成任务阶段目标",
    "followup.reassign": "改派任务",
    "followup.receive": "签收任务",
    "followup.refuse_extension": "不同意任务延期",
    "followup.resume": "恢复办理任务",
    "followup.return": "退回任务",
    "followup.review": "任务阶段回顾",
    "followup.submit": "任务报结",
    "followup.suspend": "中止任务",
    "followup.transfer": "转交任务",
    "followup.uphold": "维持交办任务",
    "followup.withdraw": "撤回任务材料",
    "grant.end": "终止授权",
    "grant.give": "授权",
    "job.cancel": "取消后台任务",
    "job.retry": "重试后台任务",
    "meeting.attend": "登记参会",
    "meeting.basis": "选择参会登记方式",
    "meeting.cancel": "取消会议",
    "meeting.conclude": "会议办结",
    "meeting.edit": "修改会议",
    "meeting.hold": "登记开会",
    "meeting.invite": "确定参会范围",
    "meeting.notify": "发出会议通知",
    "meeting.open": "新建会议",
    "meeting.reschedule": "会议改期",
    "meeting.roster": "生成签到表",
    "minutes.correct": "更正会议纪要",
    "minutes.edit": "修改会议纪要",
    "minutes.issue": "签发会议纪要",
    "minutes.register": "登记纸质印发的纪要",
    "minutes.return": "退回会议纪要",
    "minutes.review": "审核会议纪要",
    "minutes.start": "起草会议纪要",
    "minutes.submit": "会议纪要送签",
    "number.release": "撤销号数登记",
    "number.use": "登记系统外使用的号数",
    "paper.issue": "文件编号印发",
    "paper.print": "生成文件",
    "paper.register": "登记纸质印发的文件",
    "person.add": "新增人员",
    "person.edit": "修改人员",
    "point.handle": "确定要求的落实方式",
    "post.add": "新增岗位",
    "post.edit": "修改岗位",
    "post.hand_over": "任职变动",
    "quarter.close": "季度结账",
    "risk.accept": "风险验收通过",
    "risk.ask_downgrade": "申请风险降级",
    "risk.attach": "风险附照片或材料",
    "risk.cancel": "撤销风险",
    "risk.close": "风险销号",
    "risk.dismiss": "判为不是重复",
    "risk.edit": "修改风险",
    "risk.link": "关联重复风险",
    "risk.look_back": "风险回头看通过",
    "risk.notify": "印发整改通知书",
    "risk.prolong": "风险转持续整改",
    "risk.rectify": "风险交办整改",
    "risk.refuse": "不同意风险销号",
    "risk.refuse_downgrade": "不同意风险降级",
    "risk.register": "登记风险",
    "risk.regrade": "调整风险等级",
    "risk.reopen": "风险反弹",
    "risk.resume": "风险恢复整改",
    "risk.review": "风险持续整改复核",
    "risk.transfer": "风险移交上报",
    "risk.unlink": "取消重复关联",
    "scan.add": "附上扫描件",
    "scan.withdraw": "撤回扫描件",
    "series.begin": "编号起用",
    "series.edit": "修改编号方式",
    "signing.edit": "修改责任书文本",
    "signing.register": "登记责任书文本",
    "setting.change": "修改学校设置",
    "unit.add": "新增单位",
    "unit.edit": "修改单位",
    "unit_report.accept": "收下汇报",
    "unit_report.return": "退回汇报",
    "unit_report.save": "保存汇报",
    "unit_report.submit": "报送汇报",
    "urge.deliver": "登记催办文书送达",
    "urge.drop": "决定不发催办文书",
    "urge.issue": "发出催办文书",
    "urge.pass": "改发下一步催办文书",
    "urge.propose": "拟发催办文书",
}

OBJECT_LABELS = {
    "address": "讲话",
    "agreement": "责任书",
    "agreement_kind": "责任书种类",
    "area_list": "提及领域",
    "calendar_day": "工作日历",
    "campus": "校区",
    "delegation": "委托",
    "export": "数据表",
    "extension": "延期申请",
    "follow_up": "督办任务",
    "issued_paper": "印发文件",
    "job": "后台任务",
    "meeting": "会议",
    "minutes": "会议纪要",
    "number_series": "编号",
    "person": "人员",
    "point": "要求",
    "post": "岗位",
    "quarter_closing": "季度结账",
    "risk": "风险",
    "risk_area": "风险领域",
    "role_grant": "授权",
    "scan": "扫描件",
    "setting": "学校设置",
    "signing": "责任书文本",
    "stored_file": "文件",
    "unit": "单位",
    "unit_report": "汇报",
    "urge_slip": "催办文书",
    "used_number": "号数登记",
    "user": "账户",
}


class Result(StrEnum):
    """How an act ended."""

    DONE = "done"
    REFUSED = "refused"


class Event(Base):
    """One act, as it happened. Rows are only inserted."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    nonce: Mapped[str] = mapped_column(String(32), unique=True)
    at: Mapped[datetime] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(60), index=True)
    result: Mapped[str] = mapped_column(String(20), default=Result.DONE)
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(100))
    recorder_id: Mapped[int | None]
    recorder_name: Mapped[str] = mapped_column(String(100), default="")
    object_type: Mapped[str] = mapped_column(String(60), index=True)
    object_id: Mapped[str] = mapped_column(String(60))
    object_label: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(64), default="")
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    mac: Mapped[str] = mapped_column(String(64))

    def content(self) -> bytes:
        """Return what the event says, in one fixed form that a hash can be taken of."""
        values = [
            self.nonce, self.at.isoformat(), self.action, self.result, self.actor_id,
            self.actor_name, self.recorder_id, self.recorder_name, self.object_type,
            self.object_id, self.object_label, self.address, self.changes,
        ]  # fmt: skip
        return json.dumps(values, ensure_ascii=False, sort_keys=True).encode()

    def mac_by(self, key: bytes) -> str:
        """Return the code that shows that a process with the secret key wrote this event."""
        return hmac.new(key, self.content(), hashlib.sha256).hexdigest()


class Renewal(Base):
    """One row whose nonce is another whenever something changes that processes keep."""

    __tablename__ = "renewal"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    nonce: Mapped[str] = mapped_column(String(32))


class Seal(Base):
    """One link of the chain: an event's place, bound to all before it."""

    __tablename__ = "seal"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(unique=True)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
