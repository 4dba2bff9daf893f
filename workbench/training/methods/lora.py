"""Training of low-rank additions to the attention's weights, through peft; a saved model has them in its weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import ModelError
from workbench.i18n import N_, say
from workbench.training.method import Method

if TYPE_CHECKING:
    from torch import nn

    from workbench.training.task_model import Settings, TaskModel

LEARNING_RATE = 5e-4
"""Ten times that of full fine-tuning, and what Hu et al. use for RoBERTa (appendix D)."""

QUERIES_AND_VALUES = frozenset(
    {
        "query",  # BERT, RoBERTa, ELECTRA, ALBERT, XLM-R
        "value",
        "q_lin",  # DistilBERT
        "v_lin",
        "query_proj",  # DeBERTa-v2 and v3
        "value_proj",
        "in_proj",  # DeBERTa: query, key and value in one
        "q",  # MPNet
        "v",
        "Wqkv",  # ModernBERT: in one
        "c_attn",  # GPT-2: in one
        "query_key_value",  # GPT-NeoX: in one
        "q_proj",  # Llama, Mistral, Qwen, OPT, EuroBERT, GPT-Neo
        "v_proj",
    }
)
"""How the families call the projections to which Hu et al. add (section 4.2); where they are one matrix, all of it."""


def mark_trainable(model: TaskModel, settings: Settings) -> None:
    """Adds B A to queries and values, of which only A, B and the head learn; Hu et al., "LoRA", arXiv:2106.09685.

    Raises:
        ModelError: If the base model has no projections of a known name.
    """
    import peft

    model.module.requires_grad_(False)
    targets = _projections(model.encoder)
    if not targets:
        raise ModelError(
            say(N_("Low-rank additions are not possible for this kind of model.")),
            say(N_("Choose another training method, or another model.")),
        )
    config = peft.LoraConfig(
        r=int(settings["lora_rank"]),
        lora_alpha=float(settings["lora_alpha"]),
        lora_dropout=float(settings["lora_dropout"]),
        target_modules=sorted(targets),
        fan_in_fan_out="Conv1D" in targets.values(),
    )
    peft.inject_adapter_in_model(config, model.encoder)
    for layer in model.layers[: int(settings["frozen_layers"])]:
        layer.requires_grad_(False)
    model.head.requires_grad_(True)


def settle(model: TaskModel) -> None:
    """Adds what was learned to the weights and takes the additions out, so that the model is a plain one again."""
    from peft.tuners.tuners_utils import BaseTunerLayer

    for name, layer in list(model.encoder.named_modules()):
        if isinstance(layer, BaseTunerLayer):
            layer.merge(safe_merge=True)
            parent, _, own = name.rpartition(".")
            setattr(model.encoder.get_submodule(parent), own, layer.get_base_layer())


def _projections(encoder: nn.Module) -> dict[str, str]:
    """The modules to add to, by name, with the name of their class."""
    kinds = {name: type(module).__name__ for name, module in encoder.named_modules()}
    return {
        name: kind
        for name, kind in kinds.items()
        if kind in ("Linear", "Conv1D") and name.rpartition(".")[2] in QUERIES_AND_VALUES
    }


METHOD = Method(
    title=N_("LoRA"),
    summary=N_("Learns small additions to the attention of each layer, and the last layer; little memory is needed."),
    mark_trainable=mark_trainable,
    defaults={"learning_rate": LEARNING_RATE},
    settle=settle,
)
