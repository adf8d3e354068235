"""Matters that no plan settles, in words that neither the rules nor the training sentences have."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conversation.talk import Talk
from tests.judgement.set import load
from voice.dialplan.escalation import Weights
from voice.escalation.matter_model import likely_matters, matter_model

EXAMPLES = [Path(f"benchmarks/{name}_examples.jsonl") for name in ("matter", "matter_voices", "feeling")]
TOLD = [
    ("negotiates", "surely you could make an exception for me this time"),
    ("negotiates", "vous pourriez faire une petite exception pour moi"),
    ("two_sources", "the paper says sixty and your website says eighty"),
    ("two_sources", "j'ai deux courriers avec des montants différents"),
    ("told_otherwise", "the man in the shop promised me it was included"),
    ("told_otherwise", "au téléphone on m'a promis que tout serait payé"),
]
NOTHING = [
    "where is my parcel", "je voudrais une attestation d'assurance", "thursday my dad will be in to sign",
    "quels sont vos horaires le samedi", "i've lost my letter what time is my appointment",
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), TOLD)
def test_a_matter_is_told_from_the_whole_sentence(name: str, text: str) -> None:
    assert name in likely_matters(text)


@pytest.mark.parametrize("text", NOTHING)
def test_ordinary_sentences_are_none(text: str) -> None:
    assert not likely_matters(text)


def test_every_matter_of_the_model_has_its_weight() -> None:
    assert set(matter_model().names) <= set(Weights.model_fields)


def test_it_weighs_with_its_evidence_and_does_not_decide_alone() -> None:
    talk = Talk("insurance", language="en")
    talk.say("the paper says sixty and your website says eighty", language="en")
    state = talk.decision.assessment
    assert state and state.decided_by is None
    [signal] = [signal for signal in state.signals if signal.name == "two_sources"]
    assert 0 < signal.strength < 0.9 and "%" in signal.evidence


def test_nothing_was_trained_on_the_labelled_conversations() -> None:
    learned = {json.loads(line)["text"] for path in EXAMPLES for line in path.read_text("utf-8").splitlines()}
    said = {line.say for one in load() for line in one.call.lines if line.say}
    assert not {text for text in learned & said if len(text.split()) > 4}
