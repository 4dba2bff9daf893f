"""What a split column says: the names that people give to training, validation and test rows."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.tables import SplitCodes

TRAIN, VALIDATION, TEST, UNKNOWN = range(4)

_NAMES = {
    TRAIN: "train training trn tr trainset learn fit 训练 训练集 训练数据 訓練 訓練集 学習 학습",
    VALIDATION: "validation valid validate val dev devel development devset eval "
    "验证 验证集 开发 开发集 校验集 驗證 驗證集 検証",
    TEST: "test testing tst testset holdout heldout final 测试 测试集 评测集 測試 測試集 テスト 테스트",
}
_CODES = {name: code for code, names in _NAMES.items() for name in names.split()}
_SET_WORDS = r"[\s_.-]*(set|split|data|part|fold|rows|csv|tsv|[0-9]{1,2})$"


def given_codes(column: pa.ChunkedArray | pa.Array) -> SplitCodes:
    """The part that each cell names: a code of SPLIT_NAMES, the last one where it names none.

    `Train`, `train_set`, `dev.csv` and `测试集` are understood.
    """
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    array = pa.concat_arrays([pa.array([], pa.string()), *chunks])
    encoded = array.dictionary_encode()
    named: SplitCodes = np.array([_code(name) for name in _plain(encoded.dictionary)], np.int8)
    return named[np.asarray(encoded.indices.to_numpy(zero_copy_only=False), np.int64)]


def _plain(names: pa.Array) -> list[str]:
    trimmed = pc.replace_substring(pc.utf8_lower(pc.utf8_trim_whitespace(names)), "-", "")
    plain: list[str] = pc.replace_substring_regex(trimmed, _SET_WORDS, "").to_pylist()
    return plain


def _code(name: str) -> int:
    return _CODES.get(name, UNKNOWN)
