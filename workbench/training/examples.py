"""Examples as the loop takes them: token ids packed end to end, or the fixed vectors of a frozen encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from workbench.training.task_model import Batch


@dataclass(frozen=True)
class TokenExamples:
    """Texts as token ids, each followed by the next in one array.

    Attributes:
        tokens: The ids of all texts: (sum of lengths,).
        starts: Where each text starts in `tokens`, and at the end their number: (n + 1,).
        targets: What should be answered: (n,).
        pad_id: The id that fills the shorter texts of a batch.
    """

    tokens: NDArray[np.int32]
    starts: NDArray[np.int64]
    targets: NDArray[np.int64]
    pad_id: int

    @classmethod
    def pack(cls, ids: Sequence[Sequence[int]], targets: NDArray[np.int64], *, pad_id: int) -> TokenExamples:
        """Packs token ids; a text without any becomes one padding token."""
        filled = [text if len(text) else [pad_id] for text in ids]
        starts = np.zeros(len(filled) + 1, dtype=np.int64)
        np.cumsum([len(text) for text in filled], out=starts[1:])
        tokens = np.fromiter((token for text in filled for token in text), dtype=np.int32, count=int(starts[-1]))
        return cls(tokens, starts, targets, pad_id)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Tokens of each text: (n,)."""
        return np.diff(self.starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def take(self, indices: NDArray[np.int64]) -> TokenExamples:
        """Some of the texts, in the order of the indices."""
        ids = [self.tokens[self.starts[index] : self.starts[index + 1]].tolist() for index in indices.tolist()]
        return TokenExamples.pack(ids, self.targets[indices], pad_id=self.pad_id)

    def batch(self, indices: NDArray[np.int64]) -> Batch:
        """The texts padded to the longest of them.

        Returns:
            `input_ids` (b, t) int64, `targets` (b,) int64, and, where any is padded, `attention_mask` (b, t) int64.
        """
        starts, lengths = self.starts[indices], self.starts[indices + 1] - self.starts[indices]
        longest = int(lengths.max())
        ids = np.full((len(indices), longest), self.pad_id, dtype=np.int64)
        for row, (start, length) in enumerate(zip(starts.tolist(), lengths.tolist(), strict=True)):
            ids[row, :length] = self.tokens[start : start + length]
        batch = {"input_ids": torch.from_numpy(ids), "targets": torch.from_numpy(self.targets[indices])}
        if int(lengths.min()) < longest:
            mask = np.arange(longest) < lengths[:, None]
            batch["attention_mask"] = torch.from_numpy(mask.astype(np.int64))
        return batch


@dataclass(frozen=True)
class VectorExamples:
    """What a frozen encoder makes of texts, computed once.

    Attributes:
        vectors: (n, h) float32.
        targets: What should be answered: (n,).
    """

    vectors: NDArray[np.float32]
    targets: NDArray[np.int64]

    @property
    def lengths(self) -> NDArray[np.int64]:
        """One for each: a vector costs as much as a token."""
        return np.ones(len(self.vectors), dtype=np.int64)

    def __len__(self) -> int:
        return len(self.vectors)

    def take(self, indices: NDArray[np.int64]) -> VectorExamples:
        """Some of the vectors, in the order of the indices."""
        return VectorExamples(self.vectors[indices], self.targets[indices])

    def batch(self, indices: NDArray[np.int64]) -> Batch:
        """`vectors` (b, h) float32 and `targets` (b,) int64."""
        return {
            "vectors": torch.from_numpy(self.vectors[indices]),
            "targets": torch.from_numpy(self.targets[indices]),
        }
