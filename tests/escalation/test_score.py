"""Signals and scores: evidence adds up, no weak signal decides alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.dialplan.model import EscalationSpec
from voice.escalation.score import assess, demand, score
from voice.escalation.signals import LOOKS, History
from voice.turn import Assessment, Heard, Intent, Outcome, Side, Signal, Thresholds, Tone, Turn, Understanding

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


def judge(history: tuple[Turn, ...], nothing_found: tuple[int, ...] = ()) -> Assessment:
    return assess(History(history, "en", nothing_found), WEIGHTS, LIMITS)


@pytest.mark.parametrize(
    "said",
    [
        "where is my order", "my parcel hasn't come yet", "je n'ai pas encore reçu mon colis",
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
        "je vais voir ailleurs",
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
        ["vous êtes des voleurs, je vais faire une réclamation officielle"],
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


def voiced(*angers: float, words: str = "yes") -> tuple[Turn, ...]:
    return tuple(
        Turn(n, "s", Heard(words, tone=Tone(anger)), Understanding(), Outcome.MATCHED)
        for n, anger in enumerate(angers, 1)
    )


def test_tone_alone_never_decides() -> None:
    shouting = judge(voiced(0.9, 1.0, 1.0, 1.0, 1.0))
    assert [signal.name for signal in shouting.signals] == ["shouting"] and shouting.decided_by is None
    loud = assess(History(voiced(1.0), "en"), {**WEIGHTS, "shouting": 1.0}, LIMITS)
    assert loud.emotion == 1.0 and loud.decided_by is None


def test_tone_adds_to_words() -> None:
    said = "this is ridiculous, I've had enough"
    calm, loud = judge(voiced(0.1, words=said)), judge(voiced(0.95, words=said))
    assert loud.emotion > calm.emotion


def test_a_voice_raised_against_its_own_beginning_counts() -> None:
    tones = [Tone(0.1, -30, 120, voiced_seconds=1.0)] * 3 + [Tone(0.1, -19, 180, voiced_seconds=1.0)]
    turns = tuple(
        Turn(n, "s", Heard("yes", tone=tone), Understanding(), Outcome.MATCHED)
        for n, tone in enumerate(tones, 1)
    )
    assert [(signal.name, signal.turn) for signal in judge(turns).signals] == [("shouting", 4)]


def test_talking_over_the_bot_counts_from_the_third_time() -> None:
    def cuts(count: int) -> list[str]:
        turns = tuple(
            Turn(n, "s", Heard("yes", barged_in=True), Understanding(), Outcome.MATCHED)
            for n in range(1, count + 1)
        )
        return [signal.name for signal in judge(turns).signals]

    assert cuts(2) == [] and cuts(3) == ["talks_over"]


def test_words_the_recognizer_doubts_prove_nothing() -> None:
    doubted = (Turn(1, "s", Heard("you idiots, outrageous", 0.1), Understanding(), Outcome.NO_MATCH),)
    assert judge(doubted).emotion == 0


def test_a_long_call_counts_slowly() -> None:
    talk = ["abcdefghijklmnopqrstuvwxyz"[n] * 9 for n in range(18)]
    assert judge(turns(*talk[:12])).complexity == 0
    assert 0 < judge(turns(*talk)).complexity < 0.7


def test_a_request_that_takes_longer_than_it_should_counts() -> None:
    talk = turns(*("abcdefghij"[n] * 9 for n in range(9)))
    assert assess(History(talk, "en", begun=4, depth=6), WEIGHTS, LIMITS).signals == ()
    signals = assess(History(talk, "fr", begun=2, depth=6), WEIGHTS, LIMITS).signals
    assert [signal.name for signal in signals] == ["many_turns"]
    assert signals[0].evidence == "8 échanges pour cette demande"


@pytest.mark.parametrize(
    ("first", "again", "evidence"),
    [
        ("I need the thing from last week", "I need that thing from last week", "almost word for word"),
        (
            "my washing machine flooded the kitchen",
            "the kitchen was flooded by that washing machine",
            "in other words",
        ),
    ],
)
def test_saying_the_same_again_counts(first: str, again: str, evidence: str) -> None:
    signals = judge(turns(first, again)).signals
    assert [signal.name for signal in signals] == ["repeats"]
    assert evidence in signals[0].evidence


def test_the_same_meaning_counts_where_meaning_can_be_compared() -> None:
    said = turns("the heating does not work", "radiators stay cold")
    assert judge(said).signals == ()
    alike = History(said, "en", alike=lambda one, other: 0.9)
    assert [signal.name for signal in assess(alike, WEIGHTS, LIMITS).signals] == ["repeats"]


def test_what_does_not_fit_a_question_is_not_out_of_scope() -> None:
    odd = turns("blah blah blah", outcome=Outcome.NO_MATCH, out=0.9)
    assert [signal.name for signal in judge(odd).signals] == ["out_of_scope"]
    assert assess(History(odd, "en", asked=frozenset({1})), WEIGHTS, LIMITS).signals == ()


def test_a_demand_needs_no_score() -> None:
    assessment = assess(History((), "fr"), WEIGHTS, LIMITS, demand("asked_for_person", 1, "touche 0"))
    assert assessment.decided_by == "asked_for_person"
    assert (assessment.emotion, assessment.complexity) == (0, 0)


def test_a_weight_of_nothing_silences_a_signal() -> None:
    assert (
        assess(History(turns("idiot"), "en"), {**WEIGHTS, "insult": 0.0, "anger": 0.0}, LIMITS).signals == ()
    )


def names(*said: str) -> set[str]:
    return {signal.name for signal in judge(turns(*said)).signals}


SHOWN = {
    "threat": ["je vais voir ailleurs", "I'll take my business elsewhere", "je vais faire une réclamation",
    "I want to make a formal complaint"],
    "grievance": ["c'est la troisième fois que j'appelle", "I've been waiting for three weeks",
    "personne ne me rappelle", "I've already called twice",
                  "on me balade d'un service à l'autre", "nobody ever calls me back"],
    "irony": ["merci pour rien", "bravo, quel service", "thanks for nothing", "oh great, just what I needed"],
    "bereavement": ["mon mari est décédé la semaine dernière", "j'ai perdu mon père",
    "my dad passed away on Sunday", "we lost our daughter", "elle vient de mourir, ma mère"],
    "child_gift": ["le cadeau de Noël de ma fille n'est jamais arrivé",
    "my son's birthday present never came", "the toy for my little girl is late",
                   "il devait être là pour les huit ans de ma petite et y a rien"],
    "negotiates": ["vous pourriez faire un geste commercial", "can you make an exception",
    "je veux être remboursé quand même", "could you waive it just this once",
                   "est-ce que je peux payer en plusieurs fois", "any chance of some money off"],
    "two_sources": ["ma facture dit quarante mais votre lettre dit soixante",
    "my invoice says forty but your letter says sixty", "alors qui dit vrai, lui ou vous",
                    "the two amounts don't match", "c'est pas le même montant"],
    "told_otherwise": ["on m'avait pourtant dit que c'était couvert", "nobody told me it was an option",
    "votre conseiller m'a dit le contraire", "I was told it was included"],
    "not_answered": ["ça ne répond pas à ma question", "that's not what I asked", "vous m'écoutez pas",
    "you're not listening"],
    "wants_explained": ["je n'y comprends rien", "I can't make sense of this bill", "à quoi ça correspond",
    "what is it made of"],
    "wavers": ["non enfin c'est l'autre", "no wait, the other one", "je ne sais plus lequel c'est",
    "or was it the car"],
    "several": ["j'ai plusieurs choses à voir avec vous", "I have a couple of things",
    "two policies and three claims"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "said"), [(name, text) for name, texts in SHOWN.items() for text in texts])
def test_words_that_show_a_signal(name: str, said: str) -> None:
    assert name in names(said)


def test_every_signal_has_a_weight_and_every_weight_a_signal() -> None:
    seen = set(SHOWN) | {"anger", "distress", "insult", "shouting", "talks_over", "contradicts", "long_story",
                         "not_understood", "repeats", "out_of_scope", "slot_failed", "nothing_found",
                         "many_turns"}  # fmt: skip
    assert set(WEIGHTS) == seen
    assert {look.__name__ for look in LOOKS} == seen


@pytest.mark.parametrize(
    "said",
    [
        "mon propriétaire est furieux, il me dit que c'est inadmissible", "my brother called you all idiots",
        "my wife will murder me if I miss it", "je suis mort de rire", "the battery died",
        "my boss was so angry",
    ],
)  # fmt: skip
def test_somebody_elses_mood_is_not_the_callers(said: str) -> None:
    assert judge(turns(said)).emotion == 0


def test_a_loss_of_long_ago_weighs_less() -> None:
    recent, old = judge(turns("my husband died last week")), judge(turns("my husband died two years ago"))
    assert recent.emotion > old.emotion > 0
    assert recent.decided_by is None


def test_a_child_and_a_present_may_be_told_one_after_the_other() -> None:
    said = turns("an order for my little girl's birthday", "A1043", "no, her party is on Saturday")
    assert [(s.name, s.turn) for s in judge(said).signals if s.name == "child_gift"] == [("child_gift", 3)]


def test_several_requests_at_once_or_one_after_the_other() -> None:
    def asking(*each: tuple[str, ...]) -> list[str]:
        turns = tuple(
            Turn(
                n,
                "s",
                Heard("so"),
                Understanding(tuple(Intent(name, 0.9) for name in asked)),
                Outcome.MATCHED,
            )
            for n, asked in enumerate(each, 1)
        )
        return [signal.name for signal in judge(turns).signals]

    assert asking(("a",), ("b",), ("c",)) == []
    assert asking(("a", "b")) == ["several"]
    assert asking(("a",), ("b",), ("c",), ("d",)) == ["several"]


def test_giving_another_value_counts_unless_the_first_led_nowhere() -> None:
    def given(*values: str, nothing_found: tuple[int, ...] = ()) -> list[str]:
        turns = tuple(
            Turn(n, "number", Heard("x"), Understanding(slots={"number": value}), Outcome.FILLED)
            for n, value in enumerate(values, 1)
        )
        return [signal.name for signal in judge(turns, nothing_found).signals if signal.name == "contradicts"]

    assert given("A1", "A1") == []
    assert given("A1", "A2") == ["contradicts"]
    assert given("A1", "A2", nothing_found=(1,)) == []


def test_a_long_tale_counts() -> None:
    assert judge(turns(" ".join(["blah"] * 60))).complexity > 0
    assert judge(turns("blah " * 20)).complexity == 0


signals = st.builds(
    Signal, name=st.just("s"), side=st.sampled_from(Side), strength=st.floats(0, 1), weight=st.floats(0, 1),
    turn=st.just(1), evidence=st.just("e"),
)  # fmt: skip


@given(st.lists(signals, max_size=8), signals)
def test_more_evidence_never_lowers_a_score(some: list[Signal], more: Signal) -> None:
    for side in Side:
        assert 0 <= score(some, side) <= score([*some, more], side) <= 1


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), max_size=8), st.sampled_from(Outcome))
def test_any_history_can_be_judged(said: list[str], outcome: Outcome) -> None:
    assessment = judge(turns(*said, outcome=outcome, out=0.8))
    assert 0 <= assessment.emotion <= 1 and 0 <= assessment.complexity <= 1
