"""Tunes the encoder's network for feelings and stores how far its weights moved; needs torch.

    python -m benchmarks.mood_network --emotion FOLDER --intents FOLDER [--rows N]

It takes some 10 minutes of one core, in an environment of its own that has the project's requirements and
torch (2.13 was used; torch is no requirement of the project). Rows of split `train` alone are learnt from: of
88 % of them all labels together (28 of GoEmotions, 9 of XED, anger, distress). On the rest, set aside, it is
fitted how much the network and the linear model of benchmarks/mood.py each weigh, and their AUC is printed:
linear model, network, both. A second run with another seed, averaged with the first, gained nothing on them.
"""

from __future__ import annotations

import argparse
import lzma
import time
from collections.abc import Iterator, Sequence
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from torch.nn.functional import binary_cross_entropy_with_logits

from benchmarks.mood import CALM, MOST_CALM, Row, read, shows, train
from benchmarks.mood_torch import Network
from voice.escalation.mood_model import FEELINGS, MoodModel
from voice.escalation.mood_network import MOST_PIECES, MoodNetwork, encoder_weights, written_form
from voice.understanding.encoder import network, spoken_form

TABLE = Path(__file__).parent.parent / "voice/escalation/data/mood_network.npz.xz"
CORPORA = ("goemotions_en", "xed_en", "xed_fr", "calm")
SET_ASIDE = 0.12
EPOCHS = 3
TOGETHER = 64
RATE = 3e-4
"""Highest learning rate of the encoder's own weights."""
HEAD_RATE = 1e-3
DROPOUT = 0.3
WORD_DROPOUT = 0.1
SEED = 0
LABEL_WEIGHTS = {"goemotions_en": 4 / 28, "xed_en": 2 / 9, "xed_fr": 2 / 9, "calm": 0.0}
"""Of each label of a corpus, beside 1 for anger and 0.5 for distress."""
MOST_STEPS = {True: 7, False: 127}
"""Steps on each side of zero that are stored for a weight: of one that only moved, of a new one."""
CLIPPED = 2.6
"""Moves beyond so many standard deviations are stored as that far."""


class Material:
    """The rows of split `train`, as the network wants them."""

    def __init__(self, emotion: Path, intents: Path, most: int | None) -> None:
        corpora = {name: read(emotion / f"{name}.jsonl.gz") for name in CORPORA[:-1]}
        requests = [row for path in sorted(intents.glob("*.gz")) for row in read(path)]
        rows = [(row, place, row) for place, part in enumerate(corpora.values()) for row in part]
        ordinary = [row for row in requests if row["split"] == "train" and row["source"] in CALM]
        chosen = np.random.default_rng(0).permutation(len(ordinary))[:MOST_CALM]
        calm = [ordinary[at] for at in chosen]
        rows += [({**row, "anger": 0, "labels": []}, len(CORPORA) - 1, row) for row in calm]
        lots = np.random.default_rng(7).random(len(rows))  # drawn for all, so that no split moves another
        kept = [at for at, (row, *_) in enumerate(rows) if row["split"] == "train"]
        if most:
            kept = sorted(np.random.default_rng(1).permutation(kept)[:most])
        self.rows: list[Row] = [rows[at][0] for at in kept]
        aside = {id(rows[at][2]) for at in kept if lots[at] < SET_ASIDE}
        self.learnt = {name: [row for row in part if id(row) not in aside] for name, part in corpora.items()}
        self.learnt_requests = [row for row in requests if id(row) not in aside]
        self.corpus = np.array([rows[at][1] for at in kept])
        self.aside = lots[kept] < SET_ASIDE
        shown = {
            name: sorted({label for row in part for label in row["labels"]}) for name, part in corpora.items()
        }
        self.names = [*shown["goemotions_en"], *(f"xed {name}" for name in shown["xed_en"]), *FEELINGS]
        self.weights = torch.tensor([[self._weight(name, one) for name in self.names] for one in CORPORA])

    def _weight(self, label: str, corpus: str) -> float:
        if label in FEELINGS:
            return 1.0 if label == "anger" else 0.5
        own = label.startswith("xed ") == corpus.startswith("xed")
        judged = own and (label, corpus) != ("xed neutral", "xed_fr")  # no French row is neutral
        return LABEL_WEIGHTS[corpus] if judged else 0.0

    @cached_property
    def truth(self) -> NDArray[np.float32]:
        """(rows, labels)"""
        found = np.zeros((len(self.rows), len(self.names)), np.float32)
        for line, row, corpus in zip(found, self.rows, self.corpus, strict=True):
            own = "xed " if CORPORA[corpus].startswith("xed") else ""
            for label in row["labels"]:
                line[self.names.index(own + label)] = 1
            line[-len(FEELINGS) :] = [shows(row, feeling) for feeling in FEELINGS]
        return found

    @cached_property
    def forms(self) -> tuple[list[list[int]], list[list[int]]]:
        """The pieces of each row as written and as a recognizer would write it."""
        encode = network().sp.encode
        texts = [row["text"] for row in self.rows]
        return (
            [encode(written_form(text), out_type=int)[:MOST_PIECES] for text in texts],
            [encode(spoken_form(text), out_type=int)[:MOST_PIECES] for text in texts],
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Tune the network for feelings.")
    parser.add_argument("--emotion", type=Path, required=True)
    parser.add_argument("--intents", type=Path, required=True)
    parser.add_argument("--rows", type=int, help="learn from so many rows only and store nothing: a try")
    options = parser.parse_args()
    torch.set_num_threads(1)
    material = Material(options.emotion, options.intents, options.rows)
    weights = tuned(material)
    table = in_steps(weights)
    stored = BytesIO()
    np.savez(stored, allow_pickle=False, **table, share=shares(material, weights))
    packed = lzma.compress(stored.getvalue(), preset=9 | lzma.PRESET_EXTREME)
    print(f"{len(packed)} bytes")
    if not options.rows:
        TABLE.write_bytes(packed)


# -- training --


def tuned(material: Material) -> dict[str, NDArray[np.float32]]:
    """The weights after training."""
    torch.manual_seed(SEED)
    chance = np.random.default_rng(SEED)
    encoder = network()
    part = np.arange(len(encoder.table)) % len(encoder.scale)
    pieces = encoder.table * encoder.scale[part, None] + encoder.lo[part, None]
    net = Network(pieces, len(material.names), DROPOUT, WORD_DROPOUT)
    offsets = torch.nn.Parameter(torch.zeros(len(CORPORA), len(FEELINGS)))
    own = list(net.w.parameters())
    head = [weight for name, weight in net.named_parameters() if not name.startswith("w.")]
    rates = (HEAD_RATE, RATE)
    optimizer = torch.optim.AdamW(
        [{"params": [*head, offsets], "weight_decay": 0.01}, {"params": own, "weight_decay": 0.0}],
        lr=HEAD_RATE, betas=(0.9, 0.99),
    )  # fmt: skip
    net.train()
    learnt = np.flatnonzero(~material.aside)
    steps, step, began = EPOCHS * (len(learnt) // TOGETHER + 1), 0, time.process_time()
    for epoch in range(EPOCHS):
        total = 0.0
        for batch in batches(material, learnt, chance):
            rise = min(1, (step + 1) / (0.06 * steps)) * max(0.0, 1 - step / steps)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * rise
            loss = missed(net, offsets, material, batch, chance)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            step, total = step + 1, total + float(loss.detach())
        spent = time.process_time() - began
        print(f"epoch {epoch}: {total * EPOCHS / steps:.4f}, {spent:.0f} s", flush=True)
    return net.named(len(FEELINGS))


def batches(material: Material, rows: NDArray[Any], chance: Any) -> Iterator[NDArray[Any]]:
    """Rows of about the same length together, in an order of chance."""
    lengths = np.array([max(len(form[at]) for form in material.forms) for at in rows])
    order = np.argsort(lengths + chance.random(len(rows)) * 6)
    parts = [rows[order[at : at + TOGETHER]] for at in range(0, len(rows), TOGETHER)]
    chance.shuffle(parts)
    yield from parts


def missed(net: Network, offsets: Any, material: Material, batch: NDArray[Any], chance: Any) -> Any:
    """How far the network is from the labels of the batch."""
    spoken = chance.random(len(batch)) < 0.5
    said = [material.forms[int(form)][at] for at, form in zip(batch, spoken, strict=True)]
    numbers, filled = padded(said)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        told = net(numbers, filled)
    corpus = torch.from_numpy(material.corpus[batch])
    count = len(FEELINGS)
    told = torch.cat([told[:, :-count].float(), told[:, -count:].float() + offsets[corpus]], 1)
    truth = torch.from_numpy(material.truth[batch])
    loss = binary_cross_entropy_with_logits(told, truth, reduction="none")
    return (loss * material.weights[corpus]).sum(1).mean()


def padded(said: Sequence[Sequence[int]]) -> tuple[Any, Any]:
    numbers = torch.zeros(len(said), max(map(len, said)), dtype=torch.long)
    filled = torch.zeros(numbers.shape)
    for at, pieces in enumerate(said):
        numbers[at, : len(pieces)] = torch.tensor(pieces)
        filled[at, : len(pieces)] = 1
    return numbers, filled


# -- storing --


def in_steps(weights: dict[str, NDArray[np.float32]]) -> dict[str, NDArray[Any]]:
    """What is stored: how far each weight of the encoder moved, and the new ones, in steps."""
    before, table = encoder_weights(), {}
    for name, value in weights.items():
        moved = value - before[name] if name in before else value
        if value.ndim < 2 or value.shape[1] < 16:
            table[name] = moved.astype(np.float32)
            continue
        most = MOST_STEPS[name in before]
        reach = np.abs(moved).max(axis=0)
        if name in before:
            reach = np.minimum(reach, CLIPPED * moved.std(axis=0))
        step = np.maximum(reach, 1e-8) / most
        table[name] = np.clip(np.round(moved / step), -most, most).astype(np.int8)
        table[f"{name}.step"] = step.astype(np.float32)
    return table


def shares(material: Material, weights: dict[str, NDArray[np.float32]]) -> NDArray[np.float32]:
    """(3, feelings): what the linear model, the network and 1 weigh, fitted on the rows set aside."""
    linear = MoodModel(*train(material.learnt, material.learnt_requests))
    rows = np.flatnonzero(material.aside)
    texts = [material.rows[at]["text"] for at in rows]
    corpus = material.corpus[rows]
    tuned_network = MoodNetwork({**weights, "share": np.zeros((3, len(FEELINGS)), np.float32)})
    told = np.stack([in_parts(linear.scores, texts), in_parts(tuned_network.scores, texts)])
    places = np.eye(len(CORPORA))[corpus][:, :-1]
    found = []
    for at, feeling in enumerate(FEELINGS):
        truth = material.truth[rows, at - len(FEELINGS)]
        model = LogisticRegression(C=1.0, max_iter=1000)
        model.fit(np.column_stack([told[0, :, at], told[1, :, at], places]), truth)
        share = model.coef_[0][:2]
        found.append([*share, model.intercept_[0] + model.coef_[0][2:].mean()])
        for place, name in enumerate(CORPORA[:-1]):
            part = corpus == place
            print(
                feeling, name, len(truth[part]),
                *(f"{auc(truth[part], one[part]):.4f}" for one in (*told[:, :, at], share @ told[:, :, at])),
            )  # fmt: skip
    return np.array(found, np.float32).T


def in_parts(scores: Any, texts: list[str]) -> NDArray[np.float64]:
    return np.concatenate([scores(texts[at : at + 1000]) for at in range(0, len(texts), 1000)])


def auc(truth: Any, told: Any) -> float:
    return float(roc_auc_score(truth, told))


if __name__ == "__main__":
    main()
