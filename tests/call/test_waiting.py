"""What is waited for, how long, and what is then told."""

import asyncio
from collections.abc import Callable

import pytest

from voice.call.waiting import (
    AFTER_NOISE_SECONDS,
    MOST_NOISE_SECONDS,
    MOST_NOISES_SECONDS,
    MOST_TURN_SECONDS,
    Waiting,
)
from voice.replay.clock import run
from voice.turn import Digits, Heard, Listen


class Told:
    """Writes down what it is told, and when."""

    def __init__(self) -> None:
        self.words = False
        self.what: list[tuple[str, float]] = []

    def has_words(self) -> bool:
        return self.words

    async def answer_words(self) -> None:
        self._note("words")

    async def keyed(self, heard: Heard) -> None:
        self._note(f"keys {heard.digits}")

    async def silence(self) -> None:
        self._note("silence")

    def _note(self, what: str) -> None:
        self.what.append((what, round(asyncio.get_running_loop().time(), 2)))


def told(begin: Callable[[Waiting, Told], None], *later: tuple[float, Callable[[Waiting], None]]) -> Told:
    """What was told within two minutes; `later` happens at its seconds."""
    out = Told()

    async def main() -> None:
        loop = asyncio.get_running_loop()
        waiting = Waiting(out, loop.create_task, loop.time)
        begin(waiting, out)
        waiting.start()
        for at, happen in later:
            await asyncio.sleep(at - loop.time())
            happen(waiting)
        await asyncio.sleep(120 - loop.time())

    run(main())
    return out


def listen(waiting: Waiting, _: Told) -> None:
    waiting.turn_to(Listen(no_input_after=6.0))


def voice(waiting: Waiting) -> None:
    assert waiting.voice_began() and not waiting.voice_began()
    waiting.start()


def no_voice(waiting: Waiting) -> None:
    waiting.speaking = False
    waiting.start()


def test_silence_is_told_once_the_callers_time_is_over() -> None:
    assert told(listen).what == [("silence", 6.0)]


def test_a_noise_leaves_a_moment_to_speak_but_does_not_begin_the_time_anew() -> None:
    assert told(listen, (1.0, voice), (2.0, no_voice)).what == [("silence", 6.0)]
    late = told(listen, (5.0, voice), (7.0, no_voice))
    assert late.what == [("silence", 7.0 + AFTER_NOISE_SECONDS)]
    over = 6.0 + MOST_NOISES_SECONDS + 1
    assert told(listen, (5.0, voice), (over, no_voice)).what == [("silence", over)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [(False, ("silence", MOST_NOISE_SECONDS)), (True, ("words", MOST_TURN_SECONDS))],
    ids=["noise", "words"],
)
def test_a_voice_without_end_is_answered(words: bool, expected: tuple[str, float]) -> None:
    def speaks(waiting: Waiting, out: Told) -> None:
        out.words = words
        listen(waiting, out)
        voice(waiting)

    assert told(speaks).what == [expected]


def test_keys_wait_for_the_next_and_for_nobodys_silence() -> None:
    def presses(waiting: Waiting, out: Told) -> None:
        listen(waiting, out)
        for key in "12":
            waiting.keys.press(key, Digits(most=8), 0.0)

    assert told(presses).what == [("keys 12", Digits(most=8).between)]


def test_words_being_said_count_more_than_a_number_left_unfinished() -> None:
    def both(waiting: Waiting, out: Told) -> None:
        listen(waiting, out)
        waiting.keys.press("1", Digits(most=8), 0.0)
        waiting.voice_began()

    between = Digits(most=8).between
    assert told(both).what == [("keys 1", between + MOST_NOISE_SECONDS)]


def test_on_hold_and_while_the_bot_speaks_nobody_is_waited_for() -> None:
    def hold(waiting: Waiting, out: Told) -> None:
        listen(waiting, out)
        waiting.held = True

    assert told(hold).what == []
    assert told(lambda waiting, _: waiting.turn_to(None)).what == []


def test_what_waits_can_be_stopped() -> None:
    assert told(listen, (5.0, Waiting.stop)).what == []
