"""Texts that are no meetings, invented, and tables in files."""

import io

import docx
import xlsxwriter

REPORT = """2023年第一季度意识形态和安全稳定形势研判报告
保卫部
一、总体情况
本季度校园秩序平稳，完成消防设施月检两次。
门卫值班记录齐全。
二、存在的主要问题
（一）2号宿舍楼疏散指示灯损坏三处，消防安全有隐患。整改措施：3月底前更换，安排专人复查。
（二）快递站点车辆停放混乱。措施：划定停车区。
三、原因分析
日常巡查频次不够。
四、下一步工作打算
1.开展春季安全大检查。
2.组织一次疏散演练。
保卫部
2023年3月8日
"""
UNNUMBERED = """后勤处一季度安全工作汇报

基本情况
食堂、锅炉房运行正常。
存在问题：
一是留样柜温度记录有缺；二是厨余桶清运不及时。
整改措施：
每日双人登记；
与清运方约定时间。
下步工作计划：更换老旧管线。
"""
AGREEMENT = """2023年度
校园安全工作目标责任书

甲方：晋川职业学院（盖章）
乙方：保卫部
为落实校园安全责任，签订本责任书。
一、责任目标
（一）全年无较大以上安全事故。
（二）隐患按期整改率100%。
二、责任内容
严格落实值班制度。
三、考核奖惩
年终考核结果作为评优依据。
甲方（签字）：        乙方（签字）：
"""
BLANK_AGREEMENT = """消防安全责任状
为落实消防安全责任制，学院与各党总支签订如下责任状。
责任目标：不发生火灾。
责任单位：__________（盖章）
考核：按年度考核办法执行。
"""
TASKS = "序号\t督办事项\t牵头单位\t完成时限\n1\t更换疏散指示灯\t保卫部\t2023-04-30\n"
RISKS = "序号\t隐患描述\t隐患等级\t责任单位\t整改措施\n1\t指示灯损坏\t一般\t保卫部\t更换\n"


def in_word(*rows: tuple[str, ...], before: str = "") -> bytes:
    document = docx.Document()
    document.add_paragraph(before)
    table = document.add_table(len(rows), len(rows[0]))
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            table.cell(number, place).text = cell
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def in_excel(*rows: tuple[str, ...]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return target.getvalue()


HEAD, ROW = ("督办事项", "牵头单位", "完成时限"), ("更换疏散指示灯", "保卫部", "2023-04-30")
