"""An empty installation becomes a college: paste, correct, put in order, sign in."""

from playwright.sync_api import Browser, expect

from tests.browser.person import DESK, PHONE, Person
from tests.live.instance import PASSWORD, Instance

TABLE = """\
澄岳职业技术学院干部名册
单位\t职务\t姓名\t职工号\t政治面貌\t任职日期
校领导\t党委书记\t程远山\t１００１\t党员\t2021年3月1日
校领导\t院长\t周　砚\t1002\t党员\t44256
教务处\t处长\t张三\t2001\t党员\t
教务处\t副处长\t李四\t2001\t群众\t
保卫处\t\t赵六\t2004\t党员\t
"""


def test_a_college_moves_in(browser: Browser, empty: Instance) -> None:
    clerk = Person(browser, empty, DESK)
    page = clerk.page
    clerk.open("/")
    clerk.follow("填写我的学校")
    page.get_by_label("学校全称").fill("澄岳职业技术学院")
    page.get_by_label("校区").fill("临湖校区\n望岳校区")
    clerk.press("保存，下一步")

    page.get_by_label("粘贴表格").fill(TABLE)
    clerk.press("读取并核对")
    expect(page.get_by_role("status")).to_contain_text("共 5 行")
    expect(page.get_by_text("“政治面貌”按规定不登记")).to_be_visible()
    wrong = page.locator(".row-wrong")
    expect(wrong).to_have_count(2)
    expect(wrong.first).to_contain_text("工号 2001 已登记给张三")
    page.get_by_label("第 6 行第 4 列").fill("2002")
    page.get_by_label("第 7 行第 2 列").fill("干事")
    clerk.press("按改动重新核对")
    expect(page.locator(".row-wrong")).to_have_count(0)
    clerk.press("导入 5 行")

    names = page.locator(".order-name")
    expect(names).to_have_text(["程远山", "周砚", "张三", "李四", "赵六"])
    page.locator(".order-row").nth(4).drag_to(page.locator(".order-row").nth(2))
    page.get_by_label("李四的排名").fill("1")
    clerk.press("保存次序")
    clerk.open("/first-start/order")
    expect(names).to_have_text(["李四", "程远山", "周砚", "赵六", "张三"])
    clerk.follow("跳过，次序不变")

    page.get_by_label("办公室干事工号").fill("2004")
    for role, number, name in (("系统管理员", "2001", ""), ("安全管理员", "9002", "许守正")):
        page.get_by_label(f"{role}工号").fill(number)
        page.get_by_label(f"{role}姓名").fill(name)
    _fill_passwords(clerk)
    clerk.press("启用")
    expect(page.locator("main")).to_contain_text("此人任教务处处长")
    page.get_by_label("系统管理员工号").fill("9001")
    page.get_by_label("系统管理员姓名").fill("季成章")
    _fill_passwords(clerk)
    clerk.press("启用")
    page.get_by_label("工号").fill("2004")
    page.get_by_label("密码").fill(PASSWORD)
    clerk.press("登录")
    page.get_by_label("我已阅读并知悉").check()
    clerk.press("继续")
    expect(page.locator(".rail")).to_be_attached()
    clerk.context.close()


def _fill_passwords(clerk: Person) -> None:
    for role in ("办公室干事", "系统管理员", "安全管理员"):
        clerk.page.get_by_label(f"{role}密码").fill(PASSWORD)


def test_it_may_be_left_and_come_back_to_on_a_phone(browser: Browser, empty: Instance) -> None:
    clerk = Person(browser, empty, PHONE)
    clerk.open("/first-start/college")
    clerk.page.get_by_label("学校全称").fill("澄岳职业技术学院")
    clerk.press("保存，下一步")

    clerk.open("/")
    clerk.follow("填写我的学校")
    expect(clerk.page.get_by_label("学校全称")).to_have_value("澄岳职业技术学院")
    for name in ("跳过", "跳过，以后再导入", "下一步"):
        clerk.follow(name)
    expect(clerk.page.get_by_label("办公室干事工号")).to_be_visible()
    assert clerk.page.evaluate("document.documentElement.scrollWidth") == 360
    clerk.context.close()
