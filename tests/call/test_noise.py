"""When only words stop the bot, and when a voice does again."""

from __future__ import annotations

from voice.call.noise import MOST_FALSE_CUTS, ROUNDS_OF_PEACE, Noise


def in_a_street() -> Noise:
    noise = Noise()
    for _ in range(10):
        noise.disturbed()
    return noise


def test_some_sounds_that_were_no_words_make_it_a_street() -> None:
    noise = Noise()
    for _ in range(MOST_FALSE_CUTS):
        assert not noise.only_words
        noise.disturbed()
    assert noise.only_words


def test_words_over_the_bot_or_some_rounds_of_peace_end_it() -> None:
    noise = in_a_street()
    noise.meant()
    assert not noise.only_words
    noise = in_a_street()
    for _ in range(ROUNDS_OF_PEACE):
        assert noise.only_words
        noise.heard_out()
    assert not noise.only_words


def test_one_more_noise_begins_it_again() -> None:
    noise = in_a_street()
    noise.meant()
    noise.disturbed()
    assert noise.only_words


def test_peace_counts_in_a_row() -> None:
    noise = in_a_street()
    for _ in range(10):
        noise.heard_out()
        noise.disturbed()
    assert noise.only_words


def test_a_quiet_call_has_nothing_saved_up() -> None:
    noise = Noise()
    for _ in range(10):
        noise.heard_out()
        noise.meant()
    for _ in range(MOST_FALSE_CUTS):
        noise.disturbed()
    assert noise.only_words
