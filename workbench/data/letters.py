"""How often languages use the letters beyond ASCII, and which single-byte encodings are used to write them.

Counted on the translations of free programs, a few hundred thousand words a language; frequencies only, in bits.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """Letters of a language.

    Attributes:
        inner: Letters inside words, each with the bits that it costs: -log2 of its share of all letters counted here.
        final: The same for the last letters of words.
        bits: What it costs to assume the language.
    """

    inner: str
    final: str
    bits: int = 0


@dataclass(frozen=True)
class Family:
    """Languages that are written in the same encodings.

    Attributes:
        bits: What it costs to assume one of them.
        codecs: Each with the bits that it costs to assume it.
        languages: By their codes.
        is_latin: Whether they use the letters of ASCII as well.
    """

    bits: int
    codecs: dict[str, int]
    languages: dict[str, Language]
    is_latin: bool = False


FAMILIES = (
    Family(
        0,
        {"cp1252": 0, "iso8859-15": 2, "mac-roman": 4, "cp850": 5, "cp437": 6},
        {
            "en": Language("é3ï5è5ö6ü6ç6ñ6ê6à6", "é4è8", 1),
            "de": Language("ü1ä2ö3ß4é9", "ß7ü9ä8ö9é9"),
            "fr": Language("é1è4à4ê4ô6î6ç7â8ï9", "é3à8ù9"),
            "es": Language("ó1á3í3ú4é4ñ5ü8", "á4ó5í7é6ú9ñ8"),
            "pt": Language("ã2ç2í3á3é4ú5õ5ó5ê5â7à8ô7", "á5ó7é6ê8ã4à6ô8ú8í8", 1),
            "it": Language("è3é6ì7à8", "à2ò3ù4è3é5ì6", 1),
            "nl": Language("ë2é2ï3ó5ö5ü6è6ç7ê7á7", "ë2é6á7ï7", 1),
            "sv": Language("ä1ö2å3", "å4", 1),
            "da": Language("æ1ø2å3é5í9", "å3", 1),
            "nb": Language("ø1å2æ4é7", "å2ø9", 2),
            "fi": Language("ä1ö4å7", "ä2ö6", 1),
            "is": Language("í2á3ð3ó4ý4ú4þ5æ5ö5é7", "ð4ó5í6ú7á8æ9", 4),
        },
        is_latin=True,
    ),
    Family(
        2,
        {"cp1250": 0, "iso8859-2": 1, "cp852": 5, "mac-latin2": 6},
        {
            "pl": Language("ł2ż3ó3ś3ę3ą3ń5ź7", "ć3ę4ą5ł6ń6ż7ź9", 1),
            "cs": Language("á3í3ř3č4ž4ě4š4ý5é5ů7ú7ó7ň9", "í3é4ý5á5ů6ě7č7ž7ř8š8", 1),
            "sk": Language("á3č3í4ž4ú4š4ľ5ý5é5ó6ť7ô7ä7ň8ĺ9", "ť4é4ý4á4í5ú6č8ľ8ž8š8ň9ď9", 2),
            "hu": Language("á2é2í3ö4ó4ü5ő5ú6ű7", "ó5ő5ű8ú8é9á9", 1),
            "ro": Language("ş3ţ3î3ă3â5", "ă1ţ6ş6", 2),
            "hr": Language("č2š2ć3ž3đ4", "ć5č6š8ž9", 2),
            "sl": Language("č1š2ž3", "č5š9", 2),
        },
        is_latin=True,
    ),
    Family(
        3,
        {"cp1254": 0, "iso8859-9": 1, "cp857": 5},
        {
            "tr": Language("ı2ç3ş3ü3ğ4ö4İ6â8î9", "ı3ş6ü6ç7ğ9â9", 1),
        },
        is_latin=True,
    ),
    Family(
        4,
        {"cp1257": 0, "iso8859-13": 1, "iso8859-4": 2},
        {
            "lt": Language("š2ė3ž4č4į4ū4ą6ę7ų8", "ų2ė4ą4į6ę6š7ž8", 2),
            "lv": Language("ā2ē2ī3š3ņ4ū5ļ5ž5ķ6č6ģ7", "ā4ē6ī7š8", 2),
            "et": Language("ä1õ2ü2š4ö5ž6", "ö8", 2),
        },
        is_latin=True,
    ),
    Family(
        3,
        {"cp1251": 0, "koi8-r": 1, "iso8859-5": 1, "cp866": 1, "mac-cyrillic": 2, "koi8-u": 2},
        {
            "ru": Language(
                "о4а4е4н4и4т4с4р4л5в5к5п5д5м5у6з6ы6б6ч7г7ж7ь7ф7й7ц8я8ш8щ8ю8х8э9ё9",
                "е6я6а6ь6и6о7й7т7ы8м8х8н8в9л9к9у9р9ю9",
            ),
            "uk": Language(
                "н4а4о4в4т4р4и4е4і5к5с5л5д5п5м5з5у5б6ч7г7ь7я7ж7ц7й7ф7ш8є8ю8щ8х9",
                "и6я6а6о6е7і7у7й7м8в8ь8х8є9к9ї9д9р9л9ю9т9с9н9",
                1,
            ),
            "bg": Language(
                "н4а4е4и4о4р4т4с4в5д5п5к5з5л5м5ъ6б6у6ч7г7я7ж7й7ц7ф7ш8х8щ8ю9",
                "а4е5и6о6т7н7я7л8д9с9з9м9р9к9",
                2,
            ),
            "sr": Language(
                "а4о4и4е4н4р4с4т5к5п5д5в5у5ј5з5м5л6б6г6ш7њ7ч7ц7љ7ж8ћ8ф8х9ђ9",
                "а4е5и6о6у7м7н8к8т8ј9г9д9з9р9х9с9в9",
                2,
            ),
        },
    ),
    Family(
        3,
        {"cp1253": 0, "iso8859-7": 1, "cp737": 4},
        {
            "el": Language(
                "α4τ4ο4ε4σ4ρ4ι4ν5μ5κ5π5λ5η5δ5γ5ί5υ6έ6ά6χ6ή6ό6ω7θ7φ7β7ύ7ώ8ξ8ζ8",
                "ς5α5ν6ο6η6ι6υ7ε7ή7ό7ά8ί9ύ9",
            ),
        },
    ),
    Family(
        3,
        {"cp1255": 0, "iso8859-8": 1, "cp862": 4},
        {
            "he": Language(
                "י3ו3מ4ר4א4נ4ל4ב5ק5ה5ש5פ5ס5ד6ת6ט6ג6ע6ח6כ6צ7ז7ן9",
                "ת4ה5ל6ם6ן6י6ר7ו7א8ג8ש8ד8ק8ך8ב8ס8ט9ץ9ע9ח9ז9מ9ף9",
            ),
        },
    ),
    Family(
        3,
        {"cp1256": 0, "iso8859-6": 1},
        {
            "ar": Language(
                "ا3ل3ي4م4و4ر4ت5ن5ب5س5د5ف6ك6ج6ع6أ6ق6ص7غ7ه7ح7ش7ز7إ7ة7خ7ط7ث8ئ9ض9ذ9",
                "ة4ي6ا6ر7ل7ت7ن7د7م7و8ف8ح8ى8ب8ك8س8ط9ع9ق9ص9",
            ),
            "fa": Language(
                "ا3ی3و4ر4ن4م4ل5ت5س5د5ب5ه5ک5ج5گ6ز6پ6ش7ف7ق7آ7ع8ئ8چ8خ8ح8غ8ط9ص9",
                "ی3ه6ن6ا7ر7د7و8ت8ل8ک8س8م9",
                2,
            ),
        },
    ),
    Family(
        4,
        {"cp874": 0},
        {
            "th": Language(
                "า4ร4อ4เ4ก4ม5น5ั5่5ล5ต5ี5ิ5ด5ส5้6บ6ง6แ6ว6ย6ไ6ค6โ6ป6ท6ห6ข6จ6ู6์6ซ6ะ7ช7พ7ื7ุ7ใ7ฟ7ถ7ำ7ณ8ภ8ธ8ษ8็8ฐ8ผ8ฮ9ึ9",
                "น7า7์7ง7ย7ก8ี8ม8้8ด9จ9ล9บ9ว9ส9อ9่9ณ9ะ9",
                1,
            ),
        },
    ),
)
"""All of them, the commonest first."""
