"""The classifier: its vectors, its head, its files, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
import transformers
from sklearn.linear_model import LogisticRegression
from sklearn.utils.class_weight import compute_class_weight
from tiny_models import save_tiny_model
from tiny_training import CPU, make_model, make_part, make_parts, make_settings
from torch import nn

from workbench.errors import DataError, ModelError
from workbench.tasks.text_classification import model as task
from workbench.tasks.text_classification.checks import check_parts
from workbench.tasks.text_classification.network import ClassifierNetwork, pool
from workbench.tasks.text_classification.warm_head import choose_examples, fit_head
from workbench.training.inference import result_of
from workbench.training.task_model import Part, Parts

FAMILIES = ["bert", "roberta", "distilbert", "electra", "albert", "deberta-v2", "modernbert", "xlm-roberta", "gpt2"]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("base"))


def labeled(labels: list[str]) -> Part:
    return Part(np.arange(len(labels)), {"text": [f"the {label}" for label in labels], "label": labels})


def test_that_mean_pooling_leaves_padding_out() -> None:
    hidden = torch.tensor([[[1.0], [3.0], [99.0]], [[1.0], [2.0], [6.0]]])
    mask = torch.tensor([[1, 1, 0], [1, 1, 1]])

    assert pool(hidden, mask, pooling="mean").tolist() == [[2.0], [3.0]]
    assert pool(hidden, None, pooling="mean")[1].tolist() == [3.0]


def test_that_last_pooling_takes_the_last_real_token() -> None:
    hidden = torch.tensor([[[1.0], [3.0], [99.0]], [[1.0], [2.0], [6.0]]])
    mask = torch.tensor([[1, 1, 0], [1, 1, 1]])

    assert pool(hidden, mask, pooling="last").tolist() == [[3.0], [6.0]]
    assert pool(hidden, None, pooling="last").tolist() == [[99.0], [6.0]]


@pytest.mark.parametrize("family", FAMILIES)
def test_that_every_family_learns_is_saved_and_answers_alike(tmp_path: Path, family: str) -> None:
    base = tmp_path / "base"
    save_tiny_model(base, family=family)
    parts, settings = make_parts(24), make_settings()
    classifier = make_model(base, settings, parts)
    classifier.module.train()
    loss = classifier.loss(result_of(classifier.encode(parts.train)).batch(np.arange(8)))
    loss.backward()  # type: ignore[no-untyped-call] # torch leaves it untyped
    without = {name for name, parameter in classifier.module.named_parameters() if parameter.grad is None}
    assert not without
    folder = tmp_path / "model"
    folder.mkdir()

    classifier.save(folder)
    answers = result_of(classifier.answers(result_of(classifier.encode(parts.test)), CPU))
    predictor = task.load_predictor(folder)
    probabilities = predictor.predict_probabilities(parts.test.columns["text"])

    assert predictor.labels == ("cat", "dog")
    assert probabilities == pytest.approx(answers.probabilities, abs=2e-2)  # half precision where the device has it
    assert probabilities.sum(axis=1) == pytest.approx(1)


def test_that_padding_does_not_change_an_answer(base: Path) -> None:
    classifier = make_model(base, make_settings(), make_parts(24))
    classifier.module.eval()
    examples = result_of(classifier.encode(make_part(10)))
    with torch.no_grad():
        together = classifier.module(examples.batch(np.arange(10)))
        alone = torch.cat([classifier.module(examples.batch(np.array([at]))) for at in range(10)])

    assert together.numpy() == pytest.approx(alone.numpy(), abs=1e-5)


def test_that_transformers_itself_can_read_a_saved_model(base: Path, tmp_path: Path) -> None:
    classifier = make_model(base, make_settings(), make_parts(24))
    classifier.save(tmp_path)

    encoder = transformers.AutoModel.from_pretrained(tmp_path, add_pooling_layer=False)
    tokenizer = transformers.AutoTokenizer.from_pretrained(tmp_path)

    ids = tokenizer("the cat sat", return_tensors="pt")
    with torch.no_grad():
        vector = encoder(**ids).last_hidden_state.mean(dim=1)
        classifier.module.eval()
        examples = result_of(classifier.encode(Part(np.arange(1), {"text": ["the cat sat"], "label": ["cat"]})))
        ours = classifier.module.vectors(examples.batch(np.arange(1)))
    assert vector.numpy() == pytest.approx(ours.numpy(), abs=1e-5)


def test_that_answers_come_highest_first_with_the_tokens_read(base: Path, tmp_path: Path) -> None:
    make_model(base, make_settings(max_tokens=8), make_parts(24)).save(tmp_path)
    predictor = task.load_predictor(tmp_path)

    outputs, tokens = predictor.predict(["the cat", "a dog sat on the mat the cat sat on", ""])

    assert tokens == [4, 8, 2]  # with [CLS] and [SEP], cut at 8
    assert predictor.max_tokens == 8
    for output in outputs:
        assert list(output.scores) == sorted(output.scores, reverse=True)
        assert sum(output.scores) == pytest.approx(1)
        assert set(output.labels) == {"cat", "dog"}
    assert predictor.predict([]) == ([], [])


def test_that_a_label_the_model_does_not_know_counts_as_a_mistake(base: Path) -> None:
    classifier = make_model(base, make_settings(), make_parts(24))
    examples = result_of(classifier.encode(labeled(["cat", "fish", "dog", "bird", "fish"])))

    answers = result_of(classifier.answers(examples, CPU))
    evaluation = result_of(classifier.evaluate(examples, CPU))

    assert answers.labels == ("cat", "dog", "fish", "bird")
    assert answers.true.tolist() == [0, 2, 1, 3, 2]
    assert answers.probabilities.shape == (5, 2)
    assert evaluation.metrics["accuracy"] <= 0.4
    assert np.isfinite(evaluation.loss)


def test_that_the_warm_head_is_a_logistic_regression(base: Path) -> None:
    parts = make_parts(90)
    classifier = make_model(base, make_settings(balance=0.0), parts)
    examples = result_of(classifier.encode(parts.train))
    vectors = result_of(classifier.cache_features(examples, CPU))

    result_of(classifier.warm_up(examples, CPU))

    centred = vectors.vectors - vectors.vectors.mean(axis=0)
    scaled = centred / np.sqrt(np.mean(centred**2))
    reference = LogisticRegression(max_iter=200).fit(scaled, vectors.targets).predict_proba(scaled)
    answers = result_of(classifier.answers(examples, CPU))
    assert answers.probabilities == pytest.approx(reference, abs=1e-3)


def test_that_rare_labels_count_for_more() -> None:
    shift = task.label_shift(["a"] * 90 + ["b"] * 10, ["a", "b"], balance=0.5)

    # by hand: half the logarithm of 0.9 and of 0.1
    assert shift.tolist() == pytest.approx([-0.05268, -1.15129], abs=1e-5)
    assert task.label_shift(["a", "b", "b"], ["a", "b"], balance=0.0).tolist() == [0.0, 0.0]


def test_that_the_loss_with_full_balance_is_that_of_the_logit_adjustment(base: Path) -> None:
    parts = Parts(labeled(["cat"] * 9 + ["dog"] * 3), labeled(["cat"]), labeled(["cat"]))
    classifier = make_model(base, make_settings(balance=1.0), parts)
    classifier.module.eval()
    batch = result_of(classifier.encode(parts.train)).batch(np.arange(12))

    with torch.no_grad():
        logits = classifier.module(batch).double()
        own = classifier.loss(batch)

    # equation 10 of arXiv:2007.07314, written out
    weighted = torch.tensor([0.75, 0.25]) * logits.exp()
    expected = -(weighted[torch.arange(12), batch["targets"]] / weighted.sum(dim=1)).log().mean()
    assert float(own) == pytest.approx(float(expected), rel=1e-5)


def test_that_the_head_of_many_labels_is_that_of_scikit_learn() -> None:
    random = np.random.default_rng(0)
    targets = np.arange(120) % 4
    vectors = (random.normal(size=(120, 6)) + targets[:, None]).astype(np.float32) * 5 + 3

    weight, bias = fit_head(vectors, targets, labels=4)

    assert weight.shape == (4, 6)
    assert (np.argmax(vectors @ weight.T + bias, axis=1) == targets).mean() > 0.4


def test_that_the_sample_for_the_head_has_every_label(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.tasks.text_classification.warm_head.MOST_EXAMPLES", 50)
    targets = np.array([0] * 500 + [1] + [2] * 3)

    chosen = choose_examples(targets)

    assert len(chosen) == len(set(chosen.tolist())) == 50
    assert set(targets[chosen].tolist()) == {0, 1, 2}


def test_that_cached_vectors_give_the_same_logits(base: Path) -> None:
    classifier = make_model(base, make_settings(), make_parts(24))
    examples = result_of(classifier.encode(make_part(10)))

    cached = result_of(classifier.cache_features(examples, CPU))

    plain = result_of(classifier.answers(examples, CPU)).probabilities
    assert result_of(classifier.answers(cached, CPU)).probabilities == pytest.approx(plain, abs=1e-6)
    assert result_of(classifier.cache_features(cached, CPU)) is cached


@pytest.mark.parametrize("name", ["workbench.json", "head.safetensors"])
def test_that_a_damaged_model_is_told_in_words(base: Path, tmp_path: Path, name: str) -> None:
    make_model(base, make_settings(), make_parts(24)).save(tmp_path)
    (tmp_path / name).write_bytes(b"{")

    with pytest.raises(ModelError, match="incomplete or damaged"):
        task.load_predictor(tmp_path)


def test_that_the_model_has_no_pooler_of_its_own(base: Path) -> None:
    network = make_model(base, make_settings(), make_parts(24)).module

    assert isinstance(network, ClassifierNetwork)
    assert not any("pooler" in name for name, _ in network.named_parameters())
    assert isinstance(network.dropout, nn.Dropout)


@pytest.mark.parametrize(
    ("train", "test", "words"),
    [
        ([], ["a"], "No row has both a text and a label"),
        (["a"] * 9, ["a"], "Only 1 label has at least two training examples"),
        (["a"] * 9 + ["b"], ["a"], "Only 1 label has at least two training examples"),
        (["a", "b"], ["a"], "Only 0 labels have|Only 0 label has"),
        (["a", "a", "b", "b"], [], "There are no test rows"),
        ([str(n) for n in range(100)] + ["1", "2"], ["a"], "has 100 different values in 102 rows"),
    ],
)
def test_that_rows_from_which_nothing_can_be_learned_are_refused(train: list[str], test: list[str], words: str) -> None:
    with pytest.raises(DataError, match=words):
        check_parts(Parts(labeled(train), labeled([]), labeled(test)))


def test_that_few_labels_with_two_examples_each_are_enough() -> None:
    check_parts(Parts(labeled(["a", "a", "b", "b", "c"]), labeled([]), labeled(["a"])))


def test_that_label_weights_are_those_of_scikit_learn() -> None:
    labels = ["cat"] * 30 + ["dog"] * 10
    expected = compute_class_weight("balanced", classes=np.array(["cat", "dog"]), y=labels)  # a mean of 1 over rows
    found = task.label_weights(labels, ["cat", "dog"], strength=1.0)
    assert found is not None
    assert found == pytest.approx(expected)
    halved = task.label_weights(labels, ["cat", "dog"], strength=0.5)
    assert halved is not None
    assert halved[1] / halved[0] == pytest.approx(np.sqrt(expected[1] / expected[0]))
    assert (halved * [30, 10]).sum() == pytest.approx(40)
    assert task.label_weights(labels, ["cat", "dog"], strength=0.0) is None


def test_that_label_weights_weigh_each_example_of_the_loss(base: Path) -> None:
    parts = Parts(labeled(["cat"] * 30 + ["dog"] * 10), labeled(["cat"]), labeled(["dog"]))
    plain, weighted = (
        make_model(base, make_settings(balance=0.0, label_weights=strength), parts) for strength in (0.0, 1.0)
    )
    batch = result_of(plain.encode(parts.train)).batch(np.array([0, 35, 36]))
    plain.module.eval()
    weighted.module.eval()
    each = nn.functional.cross_entropy(plain.module(batch), batch["targets"], reduction="none")
    weights = torch.tensor([40 / 60, 40 / 20, 40 / 20])  # n / (labels * rows of the label)
    assert plain.loss(batch).item() == pytest.approx(each.mean().item(), rel=1e-5)
    assert weighted.loss(batch).item() == pytest.approx((each * weights).mean().item(), rel=1e-5)
