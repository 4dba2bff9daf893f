"""The models of the Hub that are offered to those who do not know one: small, permissive, with safetensors weights.

Sizes and licences are those of the models' pages on the Hub, so that the list needs no network.
"""

from __future__ import annotations

from workbench.values import ModelCard

_XLM_ROBERTA_CODES = (
    "af am ar as az be bg bn br bs ca cs cy da de el en eo es et eu fa fi fr fy ga gd gl gu ha he hi hr hu hy id is it "
    "ja jv ka kk km kn ko ku ky la lo lt lv mg mk ml mn mr ms my ne nl no om or pa pl ps pt ro ru sa sd si sk sl so sq "
    "sr su sv sw ta te th tl tr ug uk ur uz vi xh yi zh"
)
_MULTILINGUAL_MINILM_CODES = (
    "ar bg ca cs da de el en es et fa fi fr gl gu he hi hr hu hy id it ja ka ko ku lt lv mk mn mr ms my nb nl pl pt ro "
    "ru sk sl sq sr sv th tr uk ur vi zh"
)
_XLM_ROBERTA_LANGUAGES = tuple(_XLM_ROBERTA_CODES.split())
_MULTILINGUAL_MINILM_LANGUAGES = tuple(_MULTILINGUAL_MINILM_CODES.split())

RECOMMENDED: tuple[ModelCard, ...] = (
    ModelCard(
        name="intfloat/multilingual-e5-small",
        kind="hub",
        title="multilingual-e5-small",
        architecture="bert",
        parameters=117_653_760,
        bytes=470_641_600,
        max_tokens=512,
        languages=_XLM_ROBERTA_LANGUAGES,
        licence="mit",
    ),
    ModelCard(
        name="BAAI/bge-small-zh-v1.5",
        kind="hub",
        title="bge-small-zh-v1.5",
        architecture="bert",
        parameters=23_950_000,
        bytes=95_800_000,
        max_tokens=512,
        languages=("zh",),
        licence="mit",
    ),
    ModelCard(
        name="BAAI/bge-small-en-v1.5",
        kind="hub",
        title="bge-small-en-v1.5",
        architecture="bert",
        parameters=33_360_000,
        bytes=133_500_000,
        max_tokens=512,
        languages=("en",),
        licence="mit",
    ),
    ModelCard(
        name="sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2",
        kind="hub",
        title="paraphrase-multilingual-MiniLM-L12-v2",
        architecture="bert",
        parameters=117_653_760,
        bytes=470_641_600,
        max_tokens=512,
        languages=_MULTILINGUAL_MINILM_LANGUAGES,
        licence="apache-2.0",
    ),
    ModelCard(
        name="distilbert/distilroberta-base",
        kind="hub",
        title="distilroberta-base",
        architecture="roberta",
        parameters=82_760_000,
        bytes=331_000_000,
        max_tokens=512,
        languages=("en",),
        licence="apache-2.0",
    ),
    ModelCard(
        name="answerdotai/ModernBERT-base",
        kind="hub",
        title="ModernBERT-base",
        architecture="modernbert",
        parameters=149_660_000,
        bytes=598_600_000,
        max_tokens=8192,
        languages=("en",),
        licence="apache-2.0",
    ),
    ModelCard(
        name="FacebookAI/xlm-roberta-base",
        kind="hub",
        title="xlm-roberta-base",
        architecture="xlm-roberta",
        parameters=278_890_000,
        bytes=1_115_600_000,
        max_tokens=512,
        languages=_XLM_ROBERTA_LANGUAGES,
        licence="mit",
    ),
)
