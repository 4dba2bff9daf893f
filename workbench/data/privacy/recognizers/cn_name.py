"""Chinese names anywhere in a text, by the dictionary and hidden Markov model of jieba, which come with the package.

A word is a name if the model tags it so, it begins with a surname and is as long as names are. That is less sure than
a title is, so that this kind must be asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.data.privacy.recognizer import Found, Recognizer
from workbench.data.privacy.recognizers.name import SURNAME
from workbench.i18n import N_

_TAGS = frozenset({"nr", "nrfg"})
_MORE_SURNAMES = "迟臧尚左闵耿卜屈宫甄佟房栾苗冀牟邢桂巩滕岑盛符丛盖解巫缪敖向文"
_NAME = re.compile(f"(?:{SURNAME}|[{_MORE_SURNAMES}])(?!先生|女士|小姐|太太|总)[\u4e00-\u9fff]{{1,2}}")
# What the model takes for names in reviews, headlines and news most often, and is none.
_NO_NAMES = re.compile(
    "谢谢您?|祝贺|祝福|祝您|贺[辞词岁]|关[怀心]|关了灯|钟[声爱点]房?|卓越|张[贴开扬]|牛[羊熊牛]|顾[客问]|金字塔|金[牌融陵卡钟鹰山刚]石?|卢布|文[明雅莱]"
    "|安[静宁逸全]性?观?感?|安保|安然|康[乐复桥]|田[野园]|白[云领痴宫白]山?|白(?:鹭洲|羊座|骨精|话文)|石(?:英|家庄|景山|老人)|万[分幸豪丽]|高[峰雅贵尚超清招盛三潮达薪喊亮升]|高开高"
    "|高水平|高中生|高尔夫|明星|钱财|施展|梅[花西尔]|雷[达同霆]|龙[虾腾卷]风?|武[功林侠]|项链|盛[大会世夏]|解[放密]|苗条|左[右转]|陈[旧设列年州]|毛[巾发毛]"
    "|齐[全备聚]|温泉水?|温[馨柔]|温榆河|胡[同说]|段时间|谷歌|易懂|孔雀|鲁能|莫泰|莫斯科|马[拉德赛虎刺丁路尼][维里克边拉]?|盖[子章]|戴尔|戴眼镜|汤姆|黄[金蜂埔]周?|季后赛"
    "|王[子朝道府]井?|方正|童[书真]|桂[林冠]|付现金|杜[绝撰]|熊[掌猫]|夏普|夏令营|史[实诗]|姜汤|韩[式星日]|钟点房|唐[山诗]|秦皇岛|张家[界口]|陶醉"
    "|康佳|黎巴嫩|殷[勤桃]|徐家汇|林木|周[折密薪庄]|孙女|常[客青]藤?|邢台|宫殿|何原因|宋词|严[冬格]|许诺|东方人|庄园|谢幕|丛生|祝愿|陆军|顾大局|陈列|章回体"
    "|雷诺|夏天|毕业"
)


def _find(text: str) -> Iterator[Found]:
    import rjieba

    place = 0
    for word, tag in rjieba.tag(text):
        start = text.index(word, place)
        place = start + len(word)
        if tag in _TAGS and _NAME.fullmatch(word) and not _NO_NAMES.fullmatch(word):
            yield Found(start, place, word)


RECOGNIZER = Recognizer(
    title=N_("Chinese names, by a model"),
    hint="[\u4e00-\u9fff]{2}",
    find=_find,
    certainty=15,
    example="王小明",
    needs_model=True,
    tag="NAME",
)
