"""Requests told apart, several at once, and what is none of them."""

from __future__ import annotations

import gc
import pickle
import random
import threading
import time
import weakref
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.turn import Heard, Language
from voice.understanding import intents
from voice.understanding.encoder import MOST_LETTERS, encode, spoken_form
from voice.understanding.intents import ExampleClassifier, classifier, general_background
from voice.understanding.kernel import LikenessModel
from voice.understanding.several import find_requests
from voice.understanding.understander import Understander

EXAMPLES = {
    "book_table": [
        "I'd like to book a table", "a table for four tonight please", "can I reserve for Saturday evening",
        "do you have room for six people", "reservation for two at eight",
        "je voudrais réserver une table", "une table pour quatre ce soir",
        "est-ce que vous avez de la place samedi",
    ],
    "menu": [
        "what's on the menu", "do you have vegetarian dishes", "what is the dish of the day",
        "are there gluten free options", "what desserts do you have",
        "qu'est-ce qu'il y a à la carte", "quel est le plat du jour", "vous avez des plats végétariens",
    ],
    "lost_property": [
        "I left my coat at your place", "did you find an umbrella", "I think I forgot my phone on the table",
        "I lost my glasses in your restaurant", "has anyone handed in a scarf",
        "j'ai oublié mon manteau chez vous", "vous avez retrouvé un parapluie",
        "j'ai perdu mes lunettes hier soir",
    ],
    "gift_card": [
        "I want to buy a gift card", "do you sell vouchers", "how long is the voucher valid",
        "can I pay with a gift card", "a voucher for my parents",
        "je voudrais acheter un bon cadeau", "vous vendez des cartes cadeaux",
        "mon bon cadeau est-il encore valable",
    ],
}  # fmt: skip
ASKED = [
    ("hi um could we get a table for three tomorrow", "book_table"),
    ("have you got anything for vegans", "menu"),
    ("my wife left her scarf on a chair yesterday", "lost_property"),
    ("i got a voucher for christmas is it still good", "gift_card"),
    ("euh bonjour ce serait pour réserver pour huit personnes", "book_table"),
    ("qu'est-ce que vous avez comme desserts", "menu"),
    ("je crois que j'ai laissé mon téléphone sur une chaise", "lost_property"),
    ("j'aimerais offrir un bon à ma mère", "gift_card"),
]
OUTSIDE = [
    "what's the weather like tomorrow", "my car has broken down", "who won the election",
    "j'ai mal aux dents depuis ce matin", "comment fait-on pour voter par procuration",
    "je n'arrive pas à me connecter à internet",
]  # fmt: skip


@pytest.fixture(scope="module")
def restaurant() -> ExampleClassifier:
    return ExampleClassifier(EXAMPLES, background=general_background(["en", "fr"]))


@pytest.mark.parametrize(("text", "intent"), ASKED)
def test_requests_in_other_words(restaurant: ExampleClassifier, text: str, intent: str) -> None:
    reading = restaurant.classify(text)
    assert reading.intents[0].name == intent
    assert reading.intents[0].confidence > 0.5
    assert reading.out_of_scope < 0.5


@pytest.mark.parametrize("text", OUTSIDE)
def test_outside_none_is_sure(restaurant: ExampleClassifier, text: str) -> None:
    reading = restaurant.classify(text)
    assert reading.out_of_scope > 0.5
    assert reading.intents[0].confidence < 0.5


def test_the_encoder_speaks_both_languages() -> None:
    english_only = {
        name: [
            text for text in texts if text.isascii() and not text.startswith(("une", "vous", "je", "quel"))
        ]
        for name, texts in EXAMPLES.items()
    }
    model = ExampleClassifier(english_only)
    right = [model.classify(text).intents[0].name == intent for text, intent in ASKED[4:]]
    assert sum(right) >= 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'd like to book a table and what desserts do you have", ["book_table", "menu"]),
        ("what is the dish of the day and also I forgot my umbrella", ["menu", "lost_property"]),
        ("je voudrais réserver une table et quel est le plat du jour", ["book_table", "menu"]),
        ("j'ai oublié mon parapluie chez vous je voudrais aussi acheter un bon cadeau",
         ["lost_property", "gift_card"]),
        ("a table for four and a table for two", ["book_table"]),
        ("a table for my mother and my father on saturday", ["book_table"]),
    ],
)  # fmt: skip
def test_several_requests_in_the_order_said(
    restaurant: ExampleClassifier, text: str, expected: list[str]
) -> None:
    found, _ = find_requests(text, restaurant)
    assert [intent.name for intent in found] == expected


@pytest.mark.parametrize("text", OUTSIDE)
def test_nothing_is_found_outside(restaurant: ExampleClassifier, text: str) -> None:
    found, whole = find_requests(f"{text} and {text}", restaurant)
    assert not found
    assert whole.out_of_scope > 0.5


def test_what_was_given_as_outside_is_known(restaurant: ExampleClassifier) -> None:
    near = "can I speak about a job as a waiter"
    taught = ExampleClassifier(
        EXAMPLES,
        outside=["do you have a job for me", "I'm looking for work as a waiter", "are you hiring waiters"],
        background=general_background(["en", "fr"]),
    )
    assert taught.classify(near).out_of_scope > restaurant.classify(near).out_of_scope
    assert taught.classify(near).out_of_scope > 0.9
    assert taught.classify("I'd like a table for two").out_of_scope < 0.3


def test_the_order_of_examples_does_not_matter(restaurant: ExampleClassifier) -> None:
    chance = random.Random(5)
    names = list(EXAMPLES)
    chance.shuffle(names)
    shuffled = {name: chance.sample(EXAMPLES[name], len(EXAMPLES[name])) for name in names}
    background = general_background(["fr", "en"])
    other = ExampleClassifier(shuffled, background=background)
    for text, _ in ASKED:
        assert other.classify(text) == restaurant.classify(text)


def test_alone_or_among_others_a_sentence_reads_the_same(restaurant: ExampleClassifier) -> None:
    together = restaurant.classify_all([text for text, _ in ASKED])
    for (text, _), reading in zip(ASKED, together, strict=True):
        alone = restaurant.classify(text)
        assert alone.intents[0].name == reading.intents[0].name
        assert alone.out_of_scope == pytest.approx(reading.out_of_scope, abs=0.002)


def test_probabilities_add_up(restaurant: ExampleClassifier) -> None:
    for text in [*(text for text, _ in ASKED), *OUTSIDE]:
        reading = restaurant.classify(text)
        assert sum(intent.confidence for intent in reading.intents) + reading.out_of_scope == pytest.approx(
            1, abs=0.002
        )


def test_an_example_itself_is_certain(restaurant: ExampleClassifier) -> None:
    for name, texts in EXAMPLES.items():
        for text in texts:
            reading = restaurant.classify(text)
            assert reading.intents[0].name == name
            assert reading.intents[0].confidence > 0.7


@pytest.mark.parametrize("spoil", [str.upper, lambda t: f"euh {t} hein", lambda t: f"um, {t}, you know!!"])
def test_case_fillers_and_points_change_little(restaurant: ExampleClassifier, spoil: object) -> None:
    assert callable(spoil)
    right = [restaurant.classify(spoil(text)).intents[0].name == intent for text, intent in ASKED]
    assert all(right)


@pytest.mark.parametrize("text", ["", "  ", "?!…", "euh", "🙂🙂", "\x00", "-" * 5000, "\ud800"])
def test_without_words_there_is_no_request(restaurant: ExampleClassifier, text: str) -> None:
    reading = restaurant.classify(text)
    assert reading.intents == ()
    assert reading.out_of_scope == 1.0
    assert find_requests(text, restaurant)[0] == ()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    model = _small()
    found, whole = find_requests(text, model)
    assert 0 <= whole.out_of_scope <= 1
    assert all(0 <= intent.confidence <= 1 for intent in (*found, *whole.intents))


def test_a_very_long_text_costs_no_more_than_what_is_read(restaurant: ExampleClassifier) -> None:
    def took(text: str) -> float:
        times = []
        for _ in range(5):
            started = time.perf_counter()
            find_requests(text, restaurant)
            times.append(time.perf_counter() - started)
        return min(times)

    sentence = "and then I said please can you what do you think about my coat and when do I "
    limited = (sentence * 50)[:MOST_LETTERS]
    assert took(sentence * 2000) < 5 * took(limited)


def test_time_grows_less_than_the_examples() -> None:
    def took(model: ExampleClassifier) -> float:
        times = []
        for _ in range(15):
            started = time.perf_counter()
            model.classify("I would like a table for two please")
            times.append(time.perf_counter() - started)
        return min(times)

    many = {
        f"{name} {n}": [f"{text} {n}" for text in texts]
        for name, texts in EXAMPLES.items()
        for n in range(20)
    }
    assert took(ExampleClassifier(many)) < 10 * took(ExampleClassifier(EXAMPLES))


def test_threads_share_the_encoder(restaurant: ExampleClassifier) -> None:
    expected = [restaurant.classify(text) for text, _ in ASKED]
    found: list[list[object]] = []

    def ask() -> None:
        found.append([restaurant.classify(text) for text, _ in ASKED])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


# -- plans --


@dataclass(frozen=True)
class Shape:
    examples: Mapping[Language, tuple[str, ...]]
    keywords: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    intents: Mapping[str, Shape]
    languages: tuple[Language, ...] = ("en",)
    slots: Mapping[str, object] = field(default_factory=dict)


def shapes(**keywords: tuple[str, ...]) -> dict[str, Shape]:
    return {
        name: Shape({"en": tuple(texts[:5])}, {"en": keywords.get(name, ())})
        for name, texts in EXAMPLES.items()
    }


def test_equal_examples_are_learned_once() -> None:
    assert classifier(shapes(), ("en",)) is classifier(shapes(), ("en",))
    assert classifier(shapes(), ("en",)) is not classifier(shapes(menu=("tasting",)), ("en",))


def test_who_finds_it_learned_does_not_wait_for_what_is_being_learned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known, learning, may_end = classifier(shapes(), ("en",)), threading.Event(), threading.Event()
    really = intents.learn
    learned = []

    def slowly(*content: Any) -> ExampleClassifier:
        learned.append(content)
        learning.set()
        assert may_end.wait(30)
        return really(*content)

    monkeypatch.setattr(intents, "learn", slowly)
    with ThreadPoolExecutor(2) as pool:
        new = [pool.submit(classifier, shapes(menu=("degustation",)), ("en",)) for _ in range(2)]
        assert learning.wait(30)
        assert classifier(shapes(), ("en",)) is known
        may_end.set()
        assert new[0].result() is new[1].result()
    assert len(learned) == 1


def test_what_is_used_is_kept_however_much_is_learned_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intents, "learn", lambda *_: ExampleClassifier({}))
    used = classifier(shapes(menu=("kept",)), ("en",))
    for number in range(200):
        classifier(shapes(menu=(f"word{number}",)), ("en",))
    assert classifier(shapes(menu=("kept",)), ("en",)) is used
    gone = weakref.ref(classifier(shapes(menu=("word0",)), ("en",)))
    for number in range(1, 40):
        classifier(shapes(menu=(f"another{number}",)), ("en",))
    gc.collect()
    assert gone() is None


def test_what_another_process_has_learned_is_shared() -> None:
    there = shapes(menu=("learned elsewhere",))
    languages: tuple[Language, ...] = ("en",)
    assert not intents.is_learned(there, languages)
    learned = pickle.loads(pickle.dumps(intents.learn(there, languages)))
    intents.adopt(there, languages, learned)
    assert classifier(there, languages) is learned
    said = "a table for two on Friday"
    assert learned.classify(said) == intents.learn(there, languages).classify(said)


def test_a_keyword_settles_it() -> None:
    reading = classifier(shapes(menu=("omakase",)), ("en",)).classify("is it omakase tonight")
    assert reading.intents[0].name == "menu"
    assert reading.intents[0].confidence > 0.5
    assert reading.out_of_scope <= 0.1


def test_the_understander_gives_requests_in_the_order_said() -> None:
    understander = Understander(Plan(shapes()))  # type: ignore[arg-type]
    understood = understander.understand(Heard("what's on the menu and can I reserve for Saturday"))
    assert [intent.name for intent in understood.intents] == ["menu", "book_table"]
    assert understander.understand(Heard("")).out_of_scope == 0.0


@pytest.mark.parametrize("examples", [{}, {"only": []}, {"only": ["?"]}])
def test_a_plan_without_examples_serves_nothing(examples: dict[str, list[str]]) -> None:
    reading = ExampleClassifier(examples, background=["hello"]).classify("I want a table")
    assert reading.intents == ()
    assert reading.out_of_scope == 1.0


def test_one_request_with_one_example() -> None:
    model = ExampleClassifier({"only": ["I want a table"]}, background=general_background(["en"]))
    assert model.classify("I want a table").intents[0].confidence > 0.5
    assert model.classify("who won the football game").out_of_scope > 0.5


def test_of_too_many_examples_the_longest_lists_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intents, "MOST_EXAMPLES", 12)
    many = {
        **EXAMPLES,
        "menu": [*EXAMPLES["menu"], *(f"is dish {letter} on the menu" for letter in "abcdefgh")],
    }
    model = ExampleClassifier(many)
    right = [model.classify(text).intents[0].name == name for text, name in ASKED]
    assert sum(right) >= 6


# -- the model --


def test_left_out_scores_are_those_of_learning_without() -> None:
    texts = [text for texts in EXAMPLES.values() for text in texts]
    labels = [name for name, texts in EXAMPLES.items() for _ in texts]
    order = sorted(range(len(texts)), key=lambda index: (labels[index], texts[index]))
    points = encode(texts)
    whole = LikenessModel(texts, labels, points)
    place = 7
    gone = order[place]
    rest = [index for index in range(len(texts)) if index != gone]
    without = LikenessModel([texts[i] for i in rest], [labels[i] for i in rest], points[rest])
    expected = without.score([texts[gone]]).labels[0]
    assert whole.labels[whole.left_out_labels[place]] == labels[gone]
    assert np.abs(whole.left_out[place] - expected).max() < 0.06  # the weights of words differ a little


def test_points_are_unit_vectors_and_empty_ones_are_zero() -> None:
    lengths = np.linalg.norm(encode(["where is my order", "?", "où est ma commande"]), axis=1)
    assert lengths == pytest.approx([1, 0, 1], abs=1e-4)
    near = encode(["where is my order", "où est ma commande", "I have a toothache"])
    assert near[0] @ near[1] > near[0] @ near[2] + 0.3


def test_the_spoken_form_keeps_accents_and_apostrophes() -> None:
    assert (
        spoken_form("Euh… J’ai « perdu » mon n° 12-B, s'il vous plaît !")
        == "j'ai perdu mon n 12-b s'il vous plaît"
    )


_models: list[ExampleClassifier] = []


def _small() -> ExampleClassifier:
    if not _models:
        _models.append(ExampleClassifier(EXAMPLES))
    return _models[0]
