"""Names of people that stand after a title or another word that announces one, in English and Chinese.

A name without such a word is not found: that takes a model (`person.py`). What is masked is the name, not the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.data.privacy.recognizer import Found, Recognizer
from workbench.i18n import N_

_UPPER, _LOWER = "A-ZÀ-ÖØ-Þ", "a-zß-öø-ÿ"
_WORD = rf"(?:(?:Mc|Mac|[OD]['’])?[{_UPPER}][{_LOWER}]+(?:[-'’][{_UPPER}{_LOWER}][{_LOWER}]+)*(?![{_UPPER}{_LOWER}]))"
_PART = rf"(?:{_WORD}|[{_UPPER}]\.)"
_PARTICLE = r"(?:(?:de|der|den|van|von|da|di|del|la|le|bin|al) )"
_NAME = (
    rf"(?:[{_UPPER}]\.? ){{0,2}}{_PARTICLE}{{0,2}}{_WORD}(?: (?:[{_UPPER}]\. )?{_PARTICLE}{{0,2}}{_WORD}){{0,2}}(?! ?:)"
)
_TITLE = r"(?:Mrs?|Ms|Miss|Mx|Dr|Prof|Professor|Doctor|Herr|Frau|Mme|Monsieur|Madame|Sir|Lady|MR|MRS|DR)"
_ENGLISH = re.compile(
    rf"(?<![\w.]){_TITLE}\.? (?P<titled>{_NAME})"
    rf"|\b(?:[Mm]y|[Hh]is|[Hh]er) (?:full |first |last )?name(?: is|'s) (?:{_TITLE}\.? )?(?P<told>{_NAME})"
    r"|\b(?:[Ff]ull|[Ff]irst|[Ll]ast|[Cc]ustomer|[Cc]ontact|[Pp]atient|[Cc]lient|[Ee]mployee)(?:'s)? [Nn]ame ?: ?"
    rf"(?P<field>{_NAME})"
    rf"|(?:^|\n)[ \t]*(?:From|To|Cc|Attn|Name|Contact|Customer|Patient): ?(?P<head>{_WORD}(?: {_PART})? {_WORD})"
    rf"(?=[ \t]*(?:[<,;\r\n(]|$))"
    rf"|\bDear (?P<greeted>{_WORD}(?: {_WORD})?)(?= ?[,:!\r\n]| ?$)"
)
_NO_NAMES = re.compile(
    r"(?:Sirs?|Madam|Last|First|Consumers?|Out|You|Your|My|Universe|Goodmorning|Good|World|America|Customer|Client|All|Friends?|Team|Colleagues?|User|Users|Valued|Subscriber|Winner|Member|Members|Guest"
    r"|Reader|Readers|Editor|God|Lord|Hiring|Parents?|Students?|Santa|Diary|Mum|Mom|Dad|Voucher|Owner|Applicant|Candidate"
    r"|Not|The|This|That|Homeowner|Everyone|Everybody|Anybody|Anyone|President|Speaker|Chairman|Right|Big|Who|Robot|Support"
    r"|Service|Support|Sales|Info|Matron|Partner|Investor|Ladies|Gentlemen|Senator|Minister|Judge|Webmaster|List|Fellow)\b"
)

SURNAME = (
    "(?:欧阳|司马|上官|诸葛|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|司徒|独孤|南宫|端木|夏侯|东方"
    "|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭"
    "陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔常汤康易乔赖樊兰殷施洪翟安"
    "颜倪牛温芦季俞章鲁葛伍申尤毕聂柴焦岳齐庞庄梅涂祝阮柯童卓谷关娄霍项祁路裴詹鞠])"
)
_HAN = "[\u4e00-\u9fff]"
_NO_SURNAME = (
    "(?!关于|由于|对于|至于|终于|任何|马上|万一|万能|方便|高级|高端|高兴|常务|金牌|白领|安全|安排|向来|易于|路上|路过|和善|温柔|项目|石油"
    "|康复|谷歌|严重|严格|童年|季度|任务|于班|向大|白天|江南|陆续|于是|何必|何况|龙头|武汉|金融|黄金|毛病|余下|时候|成熟|单身|许多|钱包|常见|顾客)"
)
_OPENS = f"(?:(?<!{_HAN})|(?<=[找给跟和请让叫被对问与同由是的到见了把为系访看听])(?<!任何))"
_COURTESY = "(?:先生|女士|小姐|太太)"
_CALLING = "(?:老师|教授|医生|大夫|经理(?![解想论智性])|主任|律师|师傅|同学|总监|董事长|博士|警官|护士)"
_PLAIN_WORD = "[的是了在和与及或对为以从到把被请让叫给跟这那有来去说着也都很就又等于]"
_CHINESE_TITLED = re.compile(
    f"{_OPENS}{_NO_SURNAME}(?P<full>{SURNAME}{_HAN}{{0,2}}?)(?={_COURTESY})"
    f"|{_OPENS}{_NO_SURNAME}(?P<called>{SURNAME}{_HAN}{{0,2}}?)(?={_CALLING})"
    f"|{_NO_SURNAME}(?P<inner>{SURNAME}(?!{SURNAME})(?!{_PLAIN_WORD}){_HAN}(?!{_PLAIN_WORD}){_HAN})(?={_COURTESY})"
    f"|(?P<short>(?<!任){SURNAME})(?={_COURTESY})"
)
_CHINESE_TOLD = re.compile(
    "(?:我叫|名叫|名字[是叫]|(?:姓名|联系人|收件人|收货人)[是为]?|申请人|当事人|患者|投诉人|经办人|持卡人|户主)"
    f"(?P<sign>[: ]*){_NO_SURNAME}(?P<name>{SURNAME}{_HAN}{{1,12}})"
)
_AFTER_NAME = frozenset(
    "今是在的来和住我你他她也有从想要电手这那已现年岁去做给呢啊吧呀了就不与及毕都很请您为地身将曾会说可因被把"
)
_NAME_SIGNS = 3


def _find(text: str) -> Iterator[Found]:
    for match in _ENGLISH.finditer(text):
        group = match.lastgroup or ""
        start, end = match.span(group)
        if not _NO_NAMES.match(text, start):
            yield Found(start, end, " ".join(match[group].lower().split()))
    if text.isascii():
        return
    for match in _CHINESE_TITLED.finditer(text):
        group = match.lastgroup or ""
        yield Found(*match.span(group), match[group])
    for match in _CHINESE_TOLD.finditer(text):
        name = _chinese_name(match["name"], is_field=":" in match["sign"])
        if name:
            yield Found(match.start("name"), match.start("name") + len(name), name)


def _chinese_name(run: str, *, is_field: bool) -> str:
    """The name at the start of a run of Chinese characters: two or three of them, more with a double surname."""
    surname = re.match(SURNAME, run)
    most = _NAME_SIGNS if surname is None or surname.end() == 1 else _NAME_SIGNS + 1
    if len(run) <= most + is_field and not any(char in _AFTER_NAME for char in run[most - 1 :]):
        return run
    name = run[:most]
    while len(name) > 1 and name[-1] in _AFTER_NAME:
        name = name[:-1]
    return name if len(name) > 1 else ""


RECOGNIZER = Recognizer(
    title=N_("Names after a title"),
    hint=(
        r"(Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Doctor|Herr|Frau|Mme|Monsieur|Madame|Sir|Lady|MR|MRS|DR)\.? "
        r"|[Nn]ame( is|'s| ?[:：])|(From|To|Cc|Attn|Contact|Customer|Patient): ?[A-Z]|Dear [A-Z]"
        "|先生|女士|小姐|太太|老师|教授|医生|大夫|经理|主任|律师|师傅|同学|总监|董事长|博士|警官|护士"
        "|我叫|名叫|名字|姓名|联系人|收件人|收货人|申请人|当事人|患者|投诉人|经办人|持卡人|户主"
    ),
    find=_find,
    certainty=30,
    example="Dr Jane Smith, 王小明先生",
)
