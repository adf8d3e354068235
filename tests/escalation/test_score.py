"""Signals and scores: evidence adds up, no weak signal decides alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.dialplan.model import EscalationSpec
from voice.escalation.score import assess, demand, score
from voice.escalation.signals import History
from voice.turn import Assessment, Heard, Outcome, Side, Signal, Thresholds, Turn, Understanding

DEFAULT = EscalationSpec()
WEIGHTS: dict[str, float] = DEFAULT.weights.model_dump()
LIMITS = Thresholds(DEFAULT.emotion, DEFAULT.complexity)


def turns(
    *said: str, outcome: Outcome = Outcome.MATCHED, out: float = 0.0, step: str = "welcome"
) -> tuple[Turn, ...]:
    return tuple(
        Turn(number, step, Heard(text), Understanding(out_of_scope=out), outcome)
        for number, text in enumerate(said, start=1)
    )


def judge(
    history: tuple[Turn, ...], nothing_found: tuple[int, ...] = (), shouted: tuple[int, ...] = ()
) -> Assessment:
    return assess(History(history, "en", nothing_found, shouted), WEIGHTS, LIMITS)


@pytest.mark.parametrize(
    "said",
    [
        "where is my order", "my parcel still hasn't come", "je n'ai toujours pas reçu mon colis",
        "I'm a bit worried",
        "c'est pour le suivi de ma commande", "could you please check", "ça m'arrangerait",
        "il est fâcheux de payer",
    ],
)  # fmt: skip
def test_ordinary_words_show_nothing(said: str) -> None:
    assert judge(turns(said)).signals == ()


@pytest.mark.parametrize(
    "said",
    [
        "this is ridiculous",
        "c'est inadmissible",
        "j'en ai marre",
        "I want a discount",
        "je vais appeler mon avocat",
        "idiot",
    ],
)
def test_one_sign_alone_does_not_decide(said: str) -> None:
    assessment = judge(turns(said))
    assert assessment.signals and assessment.decided_by is None
    assert all(signal.evidence for signal in assessment.signals)


@pytest.mark.parametrize(
    "said",
    [
        ["this is ridiculous, I've had enough", "you are useless, this is outrageous"],
        ["c'est inadmissible et scandaleux", "j'en ai marre, c'est honteux"],
        ["vous êtes des voleurs, je vais porter plainte"],
    ],
)
def test_signs_add_up(said: list[str]) -> None:
    assert judge(turns(*said)).decided_by == "emotion"


def test_not_understood_counts_in_a_row_only() -> None:
    def run(*outcomes: Outcome) -> float:
        return judge(
            tuple(Turn(n, "s", Heard("x"), Understanding(), o) for n, o in enumerate(outcomes, 1))
        ).complexity

    assert run(Outcome.NO_MATCH) == 0
    assert run(Outcome.NO_MATCH, Outcome.MATCHED, Outcome.NO_MATCH) == 0
    assert 0 < run(Outcome.NO_MATCH, Outcome.NO_MATCH) < run(*[Outcome.NO_MATCH] * 3)


def test_lookups_without_result_add_up() -> None:
    assert judge(turns("A1", "A2"), nothing_found=(1,)).decided_by is None
    assert judge(turns("A1", "A2"), nothing_found=(1, 2)).decided_by == "complexity"


def test_tone_alone_never_decides() -> None:
    assert judge(turns(*"abc"), shouted=(1, 2, 3)).decided_by is None


def test_words_the_recognizer_doubts_prove_nothing() -> None:
    doubted = (Turn(1, "s", Heard("you idiots, outrageous", 0.1), Understanding(), Outcome.NO_MATCH),)
    assert judge(doubted).emotion == 0


def test_a_long_call_counts_slowly() -> None:
    talk = [f"sentence number {n} about {'abcdefghijklmnopqrstuvwxyz'[n] * 9}" for n in range(18)]
    assert judge(turns(*talk[:12])).complexity == 0
    assert 0 < judge(turns(*talk)).complexity < 0.7


def test_saying_the_same_again_counts() -> None:
    signals = judge(turns("I need the thing from last week", "I need that thing from last week")).signals
    assert [signal.name for signal in signals] == ["repeats"]


def test_what_does_not_fit_a_question_is_not_out_of_scope() -> None:
    odd = turns("blah blah blah", outcome=Outcome.NO_MATCH, out=0.9)
    assert [signal.name for signal in judge(odd).signals] == ["out_of_scope"]
    assert assess(History(odd, "en", asked=frozenset({1})), WEIGHTS, LIMITS).signals == ()


def test_a_demand_needs_no_score() -> None:
    assessment = assess(History((), "fr"), WEIGHTS, LIMITS, demand("asked_for_person", 1, "touche 0"))
    assert assessment.decided_by == "asked_for_person"
    assert (assessment.emotion, assessment.complexity) == (0, 0)


def test_a_weight_of_nothing_silences_a_signal() -> None:
    assert assess(History(turns("idiot"), "en"), {**WEIGHTS, "insult": 0.0}, LIMITS).signals == ()


signals = st.builds(
    Signal, name=st.just("s"), side=st.sampled_from(Side), strength=st.floats(0, 1), weight=st.floats(0, 1),
    turn=st.just(1), evidence=st.just("e"),
)  # fmt: skip


@given(st.lists(signals, max_size=8), signals)
def test_more_evidence_never_lowers_a_score(some: list[Signal], more: Signal) -> None:
    for side in Side:
        assert 0 <= score(some, side) <= score([*some, more], side) <= 1


@given(st.lists(st.text(max_size=60), max_size=8), st.sampled_from(Outcome))
def test_any_history_can_be_judged(said: list[str], outcome: Outcome) -> None:
    assessment = judge(turns(*said, outcome=outcome, out=0.8))
    assert 0 <= assessment.emotion <= 1 and 0 <= assessment.complexity <= 1
