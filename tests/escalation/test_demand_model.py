"""Demands told from whole sentences, in words that neither the rules nor the training sentences have."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conversation.talk import Talk
from tests.judgement.set import load
from voice.escalation.demand_model import demand_model, likely_demand, likely_together
from voice.escalation.demands import REASONS, find_demand, told_demand
from voice.escalation.sentence_points import POINT, main_axes
from voice.turn import Listen, Transfer

EXAMPLES = sorted(Path("benchmarks").glob("*_examples.jsonl"))
UNSEEN = [path for path in EXAMPLES if path.name.startswith("unseen")]
TOLD = {
    "danger": ["the old man's bleeding from his head and he's gone quiet", "there's so much blood here"],
    "vulnerable": ["my sight's so poor i can't read your letter", "j'ai la vue si basse je lis plus rien"],
    "legal": ["i shall be consulting a lawyer about you", "mes avocats prendront contact avec vous"],
    "data_protection": ["i want every trace of me off your system", "une copie de toutes mes données"],
    "bereavement": ["we had to bury our granddad on monday", "mon époux a rendu l'âme samedi"],
    "asked_for_person": [
        "i'd rather go over it with one of your own team",
        "j'aime mieux voir ça de vive voix avec un des vôtres",
    ],
    "fraud": ["money went out of my account to you and i bought nothing", "quelqu'un a acheté avec ma carte"],
}  # fmt: skip
NOTHING = [
    "lovely i'll tell the wife to calm down", "très bien mon frère va arrêter de râler",
    "i work at a legal aid office and i need a certificate",
    "est-ce que la fraude est comprise dans le contrat",
    "can you tell me when my parcel comes", "je voudrais savoir quand passe l'expert",
    "j'appelle pour ma tante elle voudrait son heure de rendez-vous",
    "i've a headache so let's be quick about my order",
    "he'd have laughed at me talking to a machine", "converser avec un automate ne me gêne pas",
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), [(name, text) for name in TOLD for text in TOLD[name]])
def test_a_demand_is_told_from_the_whole_sentence(name: str, text: str) -> None:
    likely = likely_demand(text)
    assert likely and likely[0] == name, likely
    told = told_demand(text, "fr")
    assert told and told.name == name and told.reason is REASONS[name]
    assert text[:20] in told.evidence and "%" in told.evidence


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_sounds_like_it_is_none(text: str) -> None:
    assert likely_demand(text) is None and find_demand(text, "en") is None


def test_probability_and_what_is_ignored_count() -> None:
    text = "someone has been shopping with my card number"
    name, probability = likely_demand(text) or ("", 0.0)
    assert name == "fraud"
    assert told_demand(text, "en", probability) and not told_demand(text, "en", probability + 0.01)
    assert told_demand(text, "en", ignored=("fraud",)) is None


def test_few_words_say_too_little() -> None:
    assert likely_demand("lawyer sues") is None


def test_every_demand_of_the_model_has_a_reason_and_reads_the_same_each_time() -> None:
    model = demand_model()
    assert set(model.names) <= set(REASONS)
    assert model.weights.shape == (len(model.learned), len(model.names))
    assert main_axes().shape == (POINT, model.learned.shape[1])
    likely_demand.cache_clear()
    assert likely_demand("je vais vous faire un procès") == likely_demand("je vais vous faire un procès")


def texts(paths: list[Path]) -> set[str]:
    return {json.loads(line)["text"] for path in paths for line in path.read_text("utf-8").splitlines()}


def test_no_example_stands_in_the_labelled_calls() -> None:
    said = {line.say for one in load() for line in one.call.lines if line.say}
    assert not {text for text in texts(EXAMPLES) & said if len(text.split()) > 4}


def test_nothing_was_trained_on_what_is_to_stay_unseen() -> None:
    assert len(UNSEEN) == 2
    assert not texts(UNSEEN) & texts([path for path in EXAMPLES if path not in UNSEEN])


def test_a_sentence_that_surely_demands_something_counts_though_it_is_not_clear_what() -> None:
    text = "they've put me out with the baby and my card's been stopped"
    model = demand_model()
    told = model.told(text)
    assert all(told[name] < least for name, least in zip(model.names, model.thresholds, strict=True))
    assert likely_demand(text)


ONE, TWO = "j'ai du mal avec les petits caractères", "je perds un peu le fil vous savez"


def test_two_sentences_in_a_row_add_up() -> None:
    assert likely_demand(ONE) is None and likely_demand(TWO) is None
    name, probability = likely_together(ONE, TWO) or ("", 0.0)
    assert name == "vulnerable" and probability >= 0.7
    assert likely_together(ONE, "c'est tout merci au revoir") is None


def test_what_the_first_told_by_itself_is_not_held_against_the_second() -> None:
    told = "someone has been shopping with my card number"
    assert likely_demand(told)
    assert likely_together(told, "and when will my parcel come") is None


def test_a_call_in_which_two_sentences_add_up_is_given_to_a_person() -> None:
    talk = Talk("hospital", language="fr")
    talk.say(ONE, language="fr")
    assert isinstance(talk.waiting, Listen)
    decision = talk.say(TWO, language="fr")
    assert isinstance(talk.waiting, Transfer)
    assert decision.assessment and decision.assessment.decided_by == "vulnerable"
