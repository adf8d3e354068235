"""When the bot's sentences began in the recorded call."""

from __future__ import annotations

import pytest

from voice.events import BotSpoke
from voice.replay.then import Then


def sentence(at: float, text: str, seconds: float) -> BotSpoke:
    return BotSpoke(at=at, step="welcome", text=text, language="en", seconds=seconds, cut=False)


@pytest.mark.parametrize(
    ("next_at", "due"),
    [(8.0, 1.1), (8.02, 1.1), (9.5, 9.46)],
    ids=["waited for the long one", "with the line's jitter", "came late by itself"],
)
def test_a_sentence_that_only_waited_for_the_one_before_is_there_at_once(next_at: float, due: float) -> None:
    """A voice that seems to take as long as the sentence before would be taken for a broken one."""
    then = Then([sentence(1.0, "a long one", 7.0), sentence(next_at, "the next", 2.0)])
    assert then.spoken_at(0.9, "a long one") == pytest.approx(0.96)
    assert then.spoken_at(1.1, "the next") == pytest.approx(due)
