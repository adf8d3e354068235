"""What is said again after a noise, and what a voice, words and keys stop."""

from __future__ import annotations

from voice.call.speaking import MOST_RESUMES, Speaking
from voice.turn import Action, HangUp, Listen, NoteRequest, Say

HELLO, HELP = Say("Hello.", "en"), Say("How can I help?", "en")
WARNING = Say("Hang up, and call 112.", "en", interruptible=False)
NOTE, LISTEN = NoteRequest({"en": "send a bill"}, {}), Listen()


def speaking(*actions: Action) -> Speaking:
    made = Speaking()
    made.decided(actions)
    made.begin(actions)
    return made


def test_what_was_cut_is_said_again_without_what_was_heard_or_done() -> None:
    bot = speaking(NOTE, HELLO, HELP, LISTEN)
    bot.done(NOTE)
    bot.began(HELLO, over=False)
    bot.ended(HELLO, cut=False)
    bot.began(HELP, over=False)
    assert bot.talked_over()
    bot.interrupted()
    bot.ended(HELP, cut=True)
    assert bot.by_noise(keyed=False) == (HELP, LISTEN)
    assert bot.by_noise(keyed=False) == ()


def test_after_some_times_it_only_listens_and_then_only_words_stop_it() -> None:
    bot = speaking(HELP, LISTEN)
    for _ in range(MOST_RESUMES):
        bot.interrupted()
        assert bot.by_noise(keyed=False) == (HELP, LISTEN)
    assert not bot.stops_for_a_voice and bot.stops_for_words and not bot.talked_over()
    bot.interrupted()
    assert bot.by_noise(keyed=False) == (LISTEN,)
    bot.by_words()
    assert bot.stops_for_a_voice and not bot.stops_for_words


def test_a_key_stops_it_for_good() -> None:
    bot = speaking(HELP, LISTEN)
    bot.interrupted()
    bot.by_key()
    assert bot.by_noise(keyed=False) == ()
    bot.interrupted()
    assert bot.by_noise(keyed=True) == ()


def test_some_sentences_are_stopped_by_nothing() -> None:
    bot = speaking(WARNING, LISTEN)
    assert not bot.stops_for_a_voice and not bot.stops_for_words
    bot.began(WARNING, over=False)
    bot.ended(WARNING, cut=False)
    assert bot.stops_for_a_voice


def test_what_it_waits_for_is_the_last_of_what_was_decided() -> None:
    end = HangUp()
    bot = speaking(HELLO, end)
    assert bot.said_goodbye and bot.awaits([end]) and not bot.awaits([HELLO, end])
    bot.decided([HELP, LISTEN])
    assert not bot.said_goodbye and not bot.awaits([end])


def test_what_only_looks_the_same_is_not_awaited() -> None:
    first, second = Listen(), Listen()
    bot = speaking(HELLO, first)
    assert bot.still_awaits(first) and not bot.still_awaits(second)
    bot.decided([HELP, second])
    assert bot.still_awaits(second) and not bot.still_awaits(first)
