"""The words of the privacy check: belief, ethnicity, health, psychology, and persons watched."""

import re
from collections.abc import Iterable

# Each entry is a regular expression without groups. Look-arounds keep out words that only
# contain the characters: 诚信教育 and 宣传教育 say nothing about belief.
BELIEF = (
    "宗教",
    "(?<![诚通微电短书守自亲相征])信教(?!育|室|研|材|授|练|务|具|案|职|导|改|程|学(?!生)|师(?!生))",
    "[有无]信仰的?(?:学生|师生|教师|教职工|人员|者|同学)",
    "信仰(?:情况|状况|者|人员|活动|问题|倾向|调查|排查|基督|天主|伊斯兰|佛|道教)",
    "信奉",
    "基督",
    "天主教?",
    "伊斯兰",
    "穆斯林",
    "佛教",
    "信佛|拜佛|礼佛|佛学社",
    "(?<![频渠通知轨人街赛])道教(?!学|师|育|室|材|职|导|练)",
    "喇嘛|活佛",
    "东正教|摩门|耶稣|耶和华|圣经",
    "(?<!宗)(?:教徒|信徒|信众|教民|教友)",
    "邪教|法轮功|全能神|门徒会|呼喊派|观音法门",
    "(?<!宣)(?<!言)(?<!身)传教(?!育|学|师|室|材|导|授|程)",
    "受洗",
    "祷告|祈祷",
    "礼拜(?![一二三四五六天日])",
    "皈依",
    "诵经|念经|查经|读经班",
    "(?:家庭|地下|基督|参加|加入|私设)教会",
    "团契|聚会点",
    "斋月|斋戒|封斋|朝觐",
    "神父|牧师|阿訇|修女|和尚|尼姑",
    "清真寺|教堂",
)
ETHNICITY = (
    "少数民族|(?<!各)民族学生",
    "民族成[份分]|族别|族裔|族籍|民族[:为是]",
    "汉族|回族|维吾尔|维族|哈萨克|柯尔克孜|塔吉克|乌孜别克|塔塔尔|锡伯族|蒙古族|藏族|壮族|苗族|彝族|满族",
    "布依族?|朝鲜族|侗族|瑶族|白族|土家族|哈尼|傣族|黎族|傈僳|佤族|畲族|高山族|拉祜|水族(?!馆|箱)|东乡族",
    "纳西|景颇|土族|达斡尔|仫佬|羌族|布朗族|撒拉族?|毛南族?|仡佬|阿昌族|普米|怒族|鄂温克|德昂族?",
    "保安族|裕固|京族|独龙族|鄂伦春|赫哲|门巴|珞巴|基诺|俄罗斯族",
    "回民|藏民|维民|蒙民",
    "新疆籍|西藏籍|藏生|疆生|民考[汉民]|新疆班|西藏班|内高班",
)
HEALTH = (
    "疾病|患病|生病|染病|得病|因病|带病|重病|大病|病史|病情|病例|病假|病休|病症|病患|患儿|患者",
    "患有|罹患|确诊|密接|密切接触者|阳性|核酸异常|带菌",
    "传染病|结核|乙肝|丙肝|甲肝|肝炎|艾滋|HIV|梅毒|性病|新冠|流感|甲流|乙流|水痘|麻疹|风疹|腮腺炎",
    "手足口|诺如|登革热|猴痘|支原体|红眼病|肺炎|脑膜炎|疱疹|百日咳|猩红热|痢疾|疟疾|霍乱|鼠疫|出血热",
    "白血病|癌|肿瘤|糖尿病|高血压|心脏病|冠心病|癫痫|哮喘|肾病|肾炎|胃炎|贫血|红斑狼疮|尿毒症|地中海",
    "残疾|残障|智障|智力障碍|肢体障碍|听力障碍|视力障碍|聋哑",
    "怀孕|孕期|堕胎|(?<!水)流产(?!业|量|品)",
    "过敏|住院|手术|就医|就诊|送医|发热|发烧|体温异常|咳嗽|腹泻|呕吐|晕厥|休克|中毒",
    "(?<!病毒)感染(?!力)",
    "医学隔离|居家隔离|集中隔离|隔离观察|隔离治疗",
    "体检异常|体检结果|健康状况|健康异常|健康问题|健康档案|健康信息|身体状况|身体异常|身体残|特异体质",
    "艾滋病|精神病",
)
# Those who teach or study the subject are not those who suffer.
_TRADES = "(?:教师|老师|辅导员|咨询师|咨询员|委员|专家|医生|医师|督导|辅导教师)"
PSYCHOLOGY = (
    f"心理(?!学(?!生)|(?:健康)?(?:教育)?(?:与?咨询|辅导)?(?:中心)?(?:专职|兼职|专业|专任|骨干)*{_TRADES})",
    "抑郁|忧郁|焦虑|双相|躁郁|躁狂|强迫症|恐惧症|自闭|孤独症|多动症|精神障碍|精神疾病|精神异常|精神分裂|精神问题",
    "自杀|自残|自伤|自虐|轻生|厌世|寻短见|割腕|跳楼",
    "失眠|情绪异常|情绪低落|情绪失控|情绪不稳|情绪障碍|人格障碍|进食障碍|厌食症|妄想|幻听|应激障碍",
)
WATCHED = (
    "重点对象",
    "重点人(?!才|民|工智|文|力资|事)",
    "重点(?:关注|关心|管控|监控|防控|帮扶|稳控|布控|跟踪)?的?(?:学生|同学|对象|人员|人群)",
    "(?:帮扶|帮教|稳控|关注|管控|监控|转化)对象|(?:帮扶|帮教|稳控)(?:学生|人员)",
)

# Bodies whose names hold such a word are organisations; their members are staff.
BODIES = (
    "(?:民族)?宗教(?:事务|工作)?(?:管理)?(?:局|处|科|委员会|办公室|(?:工作)?(?:领导|协调)小组)",
    "(?:抵御|防范|防止)[^，。；]{0,8}宗教[^，。；]{0,8}(?:领导|协调|专项)(?:工作)?小组",
    "残疾人联合会|残联|红十字",
)

# A training of many on a plain topic says nothing about those who took part.
TOPICS = (
    "(?:心理健康|心理|传染病|艾滋病?|结核病?|流感|民族团结|疾病|宗教政策|反邪教|邪教|中毒|食物中毒|无偿献血)"
    "(?:教育|防控|预防|防治|防范|预案|知识|宣传|应急|处置|警示|政策|法规|主题|进步|危机干预|与|和|及|工作|安全)*"
    "(?:讲座|培训班?|宣讲|演练|班会|竞赛|讲堂|课程|课|报告会|宣传周|宣传月|活动周|活动月|教育活动|宣传活动|主题活动|知识|常识|技能"
    "|征文|知识问答|团辅活动)"
)

ALL = (*BELIEF, *ETHNICITY, *HEALTH, *PSYCHOLOGY, *WATCHED)


def any_of(patterns: Iterable[str]) -> str:
    """One pattern for all; the look-ahead for a first character makes long texts cheap."""
    joined = "|".join(patterns)
    bare = re.sub(r"\(\?<[!=][^)]*\)", "", joined)
    first = {char for alternative in _alternatives(bare) for char in _beginnings(alternative)}
    return f"(?=[{''.join(sorted(first))}])(?:{joined})"


def _alternatives(pattern: str) -> list[str]:
    """Split at the bars that stand in no bracket."""
    parts, depth = [""], 0
    for char in pattern:
        depth += (char in "([") - (char in ")]")
        if char == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _beginnings(alternative: str) -> str:
    if alternative.startswith("["):
        return alternative[1 : alternative.index("]")]
    if alternative.startswith("(?:"):
        inner = alternative[len("(?:") : alternative.index(")")]
        return "".join(part[0] for part in inner.split("|"))
    return alternative[0]


# Traditional characters that occur in the words above, in numbers, posts and common names.
TRADITIONAL = str.maketrans(
    "學號樓級單賬帳冊憂鬱維眾點對幫壓禮禱聖傳癥間個別幾兩數萬機絕臺張陳劉楊黃趙吳孫馬許羅鄭謝韓馮鄧蕭蘇葉呂"
    "蔣賈鍾譚陸範盧師長書記員處導負責過發燒熱確診陽殘滿鮮壯從輕殺傷關師爾薩蘭東會經齋訇歲險測況異軍礙養癲癇"
    "環腫瘡腎臟產術醫隔離節據檔寢棟幢館錄嚴實際業團隊區總統戰麗偉強國華建輝飛鳳龍雲慶瑋婭寧濤傑錢戴鄒龔顧賀"
    "嚴龐蘆穌",
    "学号楼级单账账册忧郁维众点对帮压礼祷圣传症间个别几两数万机绝台张陈刘杨黄赵吴孙马许罗郑谢韩冯邓萧苏叶吕"
    "蒋贾钟谭陆范卢师长书记员处导负责过发烧热确诊阳残满鲜壮从轻杀伤关师尔萨兰东会经斋訇岁险测况异军碍养癫痫"
    "环肿疮肾脏产术医隔离节据档寝栋幢馆录严实际业团队区总统战丽伟强国华建辉飞凤龙云庆玮娅宁涛杰钱戴邹龚顾贺"
    "严庞芦稣",
)
