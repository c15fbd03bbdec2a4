"""What the privacy check may find, and the sentence that each finding shows."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    IDENTITY = "identity"
    MOBILE = "mobile"
    STUDENT_NUMBER = "student_number"
    CLASSIFIED = "classified"
    COUNTED = "counted"
    NAMED = "named"
    PLACED = "placed"
    LISTED = "listed"
    ADDRESSED = "addressed"


SENTENCES = {
    Kind.IDENTITY: "这里像是18位身份证号码。请删去：本系统不保存任何人的身份证号码。",
    Kind.MOBILE: "这里像是手机号码。请删去，或改写办公电话；手机号码只能填在“联系电话”一栏。",
    Kind.STUDENT_NUMBER: (
        "这里像是学号（10至12位数字）。请删去；如果是文件、资产等的编号，请在数字前写明“编号”。"
    ),
    Kind.CLASSIFIED: (
        "这里有绝密、机密或秘密的密级标志。本系统为非涉密系统，请立即停止录入，按保密规定送机要室处理。"
    ),
    Kind.COUNTED: (
        "这里把人数与信仰、民族、健康、心理或重点对象写在一起。请删去人数，只写单位的工作和领域的风险。"
    ),
    Kind.NAMED: (
        "这里把姓名与信仰、民族、健康、心理或重点对象写在一起。请删去姓名，只写单位的工作和领域的风险。"
    ),
    Kind.PLACED: (
        "这里把班级或宿舍与信仰、民族、健康、心理或重点对象写在一起。请删去班级和宿舍，只写单位的工作。"
    ),
    Kind.LISTED: (
        "这里提到有关信仰、民族、健康、心理或重点对象的名单、台账或花名册。本系统不登记这类名单，请改写。"
    ),
    Kind.ADDRESSED: "这里提到同学、老师或某某。请确认没有写个人的情况；只写单位工作更稳妥。",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in the text, with what is wrong and what to do; `start`, `end` index the text."""

    kind: Kind
    start: int
    end: int

    @property
    def sentence(self) -> str:
        return SENTENCES[self.kind]

    @property
    def is_block(self) -> bool:
        return self.kind is not Kind.ADDRESSED
