"""What a setting is, and the tables of all of them: of training, of the split, and the preferences."""

from __future__ import annotations

from typing import Literal

from workbench.data import augment
from workbench.discovery import member_names
from workbench.i18n import N_
from workbench.values import Value

SettingValue = str | int | float | bool


class Setting(Value, frozen=True, kw_only=True):
    """One setting.

    Attributes:
        key: Its name on the command line and in files.
        kind: The type of its value.
        default: The value where none is chosen.
        minimum: Smallest value allowed (numbers only).
        maximum: Largest value allowed (numbers only).
        choices: The values allowed (choice only).
        unit: Such as `tokens`; empty for a plain number.
        title: Its name in the window.
        help: One sentence: what it does and when to change it.
    """

    key: str
    kind: Literal["int", "float", "bool", "choice", "text"]
    default: SettingValue
    title: str
    help: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    unit: str = ""


TRAINING: tuple[Setting, ...] = (
    Setting(
        key="epochs",
        kind="int",
        default=3,
        minimum=1,
        maximum=100,
        unit=N_("epochs"),
        title=N_("Epochs"),
        help=N_("How often the model goes through the training rows. It stops sooner when it no longer improves."),
    ),
    Setting(
        key="learning_rate",
        kind="float",
        default=5e-5,
        minimum=1e-7,
        maximum=0.1,
        title=N_("Learning rate"),
        help=N_("The size of each step. Lower it if the loss jumps; raise it if the loss hardly falls."),
    ),
    Setting(
        key="head_learning_rate",
        kind="float",
        default=1e-4,
        minimum=1e-7,
        maximum=1.0,
        title=N_("Learning rate of the last layer"),
        help=N_("The last layer is new and can learn in larger steps than the model below it."),
    ),
    Setting(
        key="batch_size",
        kind="int",
        default=16,
        minimum=1,
        maximum=1024,
        unit=N_("examples"),
        title=N_("Batch size"),
        help=N_("Examples learned from at once. Larger ones need more memory."),
    ),
    Setting(
        key="max_tokens",
        kind="int",
        default=128,
        minimum=8,
        maximum=8192,
        unit=N_("tokens"),
        title=N_("Longest text"),
        help=N_("Texts are cut after this many tokens. Time and memory grow with it."),
    ),
    Setting(
        key="warmup_ratio",
        kind="float",
        default=0.1,
        minimum=0.0,
        maximum=0.9,
        title=N_("Warm-up"),
        help=N_("The share of all steps during which the learning rate rises from zero."),
    ),
    Setting(
        key="weight_decay",
        kind="float",
        default=0.01,
        minimum=0.0,
        maximum=1.0,
        title=N_("Weight decay"),
        help=N_("Keeps the weights small, which can help when there are few examples."),
    ),
    Setting(
        key="max_grad_norm",
        kind="float",
        default=1.0,
        minimum=0.01,
        maximum=100.0,
        title=N_("Gradient clipping"),
        help=N_("A larger gradient is scaled down to this length, so that one odd batch does no harm."),
    ),
    Setting(
        key="balance",
        kind="float",
        default=0.5,
        minimum=0.0,
        maximum=1.0,
        title=N_("Weight of rare labels"),
        help=N_("0 counts every example alike, 1 every label alike. More of it finds rare labels more often."),
    ),
    Setting(
        key="label_weights",
        kind="float",
        default=0.0,
        minimum=0.0,
        maximum=1.0,
        title=N_("Label weights in the loss"),
        help=N_("0 weighs every mistake alike, 1 a mistake by how rare its label is. Another way than the one above."),
    ),
    Setting(
        key="resampling",
        kind="choice",
        default="none",
        choices=(N_("none"), N_("over"), N_("under")),
        title=N_("Resampling"),
        help=N_("Over repeats training rows of rare labels, under leaves out rows of common ones, until all are even."),
    ),
    Setting(
        key="augmentation",
        kind="choice",
        default="none",
        choices=(N_("none"), *member_names(augment)),
        title=N_("Augmentation"),
        help=N_("Makes more training texts from those there are. Rarely helps; compare with a run without."),
    ),
    Setting(
        key="augmentation_share",
        kind="float",
        default=0.1,
        minimum=0.01,
        maximum=0.9,
        title=N_("Share of changed words"),
        help=N_("How much of a text is changed by augmentation; at least one word of it is."),
    ),
    Setting(
        key="augmentation_copies",
        kind="int",
        default=1,
        minimum=1,
        maximum=16,
        title=N_("New texts for each text"),
        help=N_("How many texts augmentation makes from each. Training takes as many times longer."),
    ),
    Setting(
        key="frozen_layers",
        kind="int",
        default=0,
        minimum=0,
        maximum=128,
        unit=N_("layers"),
        title=N_("Frozen layers"),
        help=N_("The lowest layers that are left as they are. More of them is faster."),
    ),
    Setting(
        key="train_embeddings",
        kind="bool",
        default=False,
        title=N_("Train the word table"),
        help=N_("Also changes the vectors of the words themselves. Slower, rarely better."),
    ),
    Setting(
        key="lora_rank",
        kind="int",
        default=8,
        minimum=1,
        maximum=512,
        title=N_("LoRA rank"),
        help=N_("For LoRA only: how many directions each addition has. More of them learn more and need more memory."),
    ),
    Setting(
        key="lora_alpha",
        kind="float",
        default=16.0,
        minimum=0.1,
        maximum=1024.0,
        title=N_("LoRA alpha"),
        help=N_("For LoRA only: how much the additions count; twice the rank is usual."),
    ),
    Setting(
        key="lora_dropout",
        kind="float",
        default=0.05,
        minimum=0.0,
        maximum=0.9,
        title=N_("LoRA dropout"),
        help=N_("For LoRA only: the share of inputs left out at random. More of it helps when there are few examples."),
    ),
    Setting(
        key="warm_head",
        kind="bool",
        default=True,
        title=N_("Start from a fitted head"),
        help=N_("Fits the last layer on the untouched model first, then trains everything from there."),
    ),
    Setting(
        key="half_precision",
        kind="bool",
        default=True,
        title=N_("Half precision"),
        help=N_("Computes with 16-bit numbers where the processor is faster with them. Rarely changes the result."),
    ),
    Setting(
        key="evaluations_per_epoch",
        kind="int",
        default=2,
        minimum=1,
        maximum=50,
        title=N_("Checks per epoch"),
        help=N_("How often the validation rows are scored in each epoch."),
    ),
    Setting(
        key="patience",
        kind="int",
        default=4,
        minimum=1,
        maximum=100,
        unit=N_("checks"),
        title=N_("Patience"),
        help=N_("Stops after this many checks without a better validation score."),
    ),
)

SPLIT: tuple[Setting, ...] = (
    Setting(
        key="validation_share",
        kind="float",
        default=0.1,
        minimum=0.01,
        maximum=0.5,
        title=N_("Validation share"),
        help=N_("The share of the rows that decides which epoch is kept."),
    ),
    Setting(
        key="test_share",
        kind="float",
        default=0.1,
        minimum=0.01,
        maximum=0.5,
        title=N_("Test share"),
        help=N_("The share of the rows that is kept back for the final test."),
    ),
    Setting(
        key="split_seed",
        kind="int",
        default=0,
        minimum=0,
        maximum=2**31 - 1,
        title=N_("Split seed"),
        help=N_("Another number divides the rows anew; runs with different splits cannot be compared."),
    ),
)

PREFERENCES: tuple[Setting, ...] = (
    Setting(
        key="language",
        kind="choice",
        default="system",
        choices=("system", "en", "zh_CN"),
        title=N_("Language"),
        help=N_("The language of the window."),
    ),
    Setting(
        key="theme",
        kind="choice",
        default="system",
        choices=("system", "light", "dark"),
        title=N_("Theme"),
        help=N_("Light or dark; system follows the desktop."),
    ),
    Setting(
        key="hub_endpoint",
        kind="text",
        default="https://huggingface.co",
        title=N_("Model hub"),
        help=N_("The address from which models are downloaded. Enter a mirror if the hub cannot be reached."),
    ),
    Setting(
        key="mask_on_open",
        kind="bool",
        default=False,
        title=N_("Mask personal data when a file is opened"),
        help=N_("Of what is found, only the masks are kept in the library; the file itself stays as it is."),
    ),
)
