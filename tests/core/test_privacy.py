"""The privacy check: what is blocked, what passes, and where it points."""

import time
from pathlib import Path

import pytest

from tracker.core.privacy import SENTENCES, Kind, check, check_all, check_file_name

DATA = Path(__file__).parent.parent / "data"
SEED = (DATA / "meetings" / "00.txt").read_text(encoding="utf-8")


def lines(name: str) -> list[str]:
    return [line for line in (DATA / name).read_text(encoding="utf-8").split("\n") if line]


@pytest.mark.parametrize("sentence", lines("privacy_blocked.txt"))
def test_personal_data_is_blocked(sentence: str) -> None:
    assert check(sentence) is not None


@pytest.mark.parametrize("sentence", lines("privacy_passes.txt"))
def test_office_language_passes(sentence: str) -> None:
    assert check(sentence) is None


@pytest.mark.parametrize("text", sorted((DATA / "meetings").glob("*.txt")), ids=lambda p: p.stem)
def test_real_meeting_texts_pass_whole(text: Path) -> None:
    assert check(text.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("身份证11010119900307123X", Kind.IDENTITY),
        ("手机13812345678", Kind.MOBILE),
        ("2021030412", Kind.STUDENT_NUMBER),
        ("机密★1年", Kind.CLASSIFIED),
        ("3名学生信教", Kind.COUNTED),
        ("张伟同学信教", Kind.NAMED),
        ("21级1班心理异常", Kind.PLACED),
        ("信教学生花名册", Kind.LISTED),
    ],
)
def test_each_block_says_what_to_do(sentence: str, kind: Kind) -> None:
    finding = check(sentence)

    assert finding is not None
    assert finding.kind is kind
    assert finding.sentence == SENTENCES[kind]
    assert "请" in finding.sentence


def test_a_finding_points_into_the_text_as_typed() -> None:
    text = "联系\u200b人：１３８\u200b１２３４５６７８。"

    finding = check(text)

    assert finding is not None
    assert text[finding.start : finding.end] == "１３８\u200b１２３４５６７８"


def test_a_finding_never_holds_the_personal_data() -> None:
    report = check_all("张伟同学信教，手机13812345678")

    assert len(report.blocks) == 2
    assert "张伟" not in repr(report)
    assert "13812345678" not in repr(report)


def test_the_contact_field_alone_may_hold_a_mobile_number() -> None:
    assert check("13812345678", allow_phone=True) is None
    assert check("13812345678 140105200301011234", allow_phone=True) is not None


def test_persons_of_the_directory_are_no_names() -> None:
    sentence = "宗教工作由张伟、李娜负责"

    assert check(sentence) is not None
    assert check(sentence, known_names={"张伟", "李娜"}) is None
    assert check(sentence, known_names={"张伟"}) is not None


def test_names_with_a_post_in_the_same_text_are_no_names() -> None:
    assert check("学工部部长张伟主持。\n张伟、李娜研判宗教工作。李娜（保卫部科长）补充。") is None
    assert check("学工部部长张伟主持。\n王芳同学有心理问题。") is not None


@pytest.mark.parametrize(
    ("gap", "is_blocked"), [("一" * 0, True), ("按" * 12, True), ("按" * 13, False), ("，", False)]
)
def test_the_reach_is_twelve_characters_in_one_clause(gap: str, is_blocked: bool) -> None:
    assert (check(f"信教{gap}3名") is not None) is is_blocked
    assert (check(f"3名{gap}信教") is not None) is is_blocked


@pytest.mark.parametrize("sentence", ["张伟同学获奖", "王老师讲课", "某某提出建议"])
def test_classmates_and_teachers_only_warn(sentence: str) -> None:
    report = check_all(sentence)

    assert report.blocks == ()
    assert [finding.kind for finding in report.warnings] == [Kind.ADDRESSED]
    assert not report.warnings[0].is_block


def test_all_teachers_and_classmates_do_not_warn() -> None:
    assert check_all("各位老师、同学们参加演练").warnings == ()


@pytest.mark.parametrize(
    "name",
    [
        "信教学生名单.xlsx",
        "信教学生_名单.xlsx",
        "张三_2021030412.docx",
        "138_1234_5678.jpg",
        "140105200301011234.pdf",
        "机密_方案.docx",
        "绝密文件.docx",
        "21级1班心理测评.xls",
        "重点人台账.et",
    ],
)
def test_file_names_are_checked(name: str) -> None:
    assert check_file_name(name) is not None


@pytest.mark.parametrize(
    "name",
    [
        "IMG_20230310_143025.jpg",
        "微信图片_20230310143025.jpg",
        "mmexport1678412345678.jpg",
        "2023年第一季度研判会会议纪要.docx",
        "安全隐患台账.xlsx",
        "心理健康教育工作总结.pdf",
        "保密宣传周方案.docx",
        "学院党办〔2023〕12号.pdf",
    ],
)
def test_ordinary_file_names_pass(name: str) -> None:
    assert check_file_name(name) is None


@pytest.mark.parametrize(
    "text",
    [SEED * 20, "1" * 50_000, " " * 50_000, "1 " * 25_000, "王" * 50_000, "书记张三、" * 10_000],
    ids=["speech", "digits", "blanks", "numbers", "surnames", "names"],
)
def test_long_texts_are_quick(text: str) -> None:
    started = time.perf_counter()

    check(text[:50_000])

    # 50 ms is the aim on a desk computer; a busy test machine gets room, a quadratic search none.
    assert time.perf_counter() - started < 0.5
