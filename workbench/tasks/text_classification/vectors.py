"""One vector a text, from a base model that has not been trained on anything of ours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workbench.models import loading
from workbench.tasks.text_classification.model import encode_texts, pad_id
from workbench.tasks.text_classification.network import ClassifierNetwork, natural_pooling
from workbench.training.device import choose_device
from workbench.training.examples import TokenExamples
from workbench.training.inference import run_batches
from workbench.training.task_model import Steps

MOST_TOKENS = 128
"""What a text is about stands at its beginning, and the time grows with the tokens."""


def text_vectors(folder: Path, texts: Sequence[str]) -> Steps[NDArray[np.float32]]:
    """Reads texts with a base model.

    Args:
        folder: Of the model.
        texts: n of them.

    Returns:
        (n, h) float32, h the width of the model.

    Raises:
        ModelError: If the model cannot be used.
    """
    tokenizer = loading.load_tokenizer(folder)
    encoder = loading.load_encoder(folder)
    device = choose_device()
    network = ClassifierNetwork(encoder, 1, pooling=natural_pooling(encoder.config.model_type))
    network.to(device.torch_device).eval()
    ids = encode_texts(tokenizer, texts, min(MOST_TOKENS, tokenizer.model_max_length))
    examples = TokenExamples.pack(ids, np.zeros(len(texts), np.int64), pad_id=pad_id(tokenizer))
    vectors = yield from run_batches(network.vectors, examples, device, width=network.head.in_features)
    return vectors
