"""Received sound on the reader's clock."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voice.telephony.sip_playout import Playout

SIZE = 320
SILENCE = bytes(SIZE)


def frame(number: int) -> bytes:
    return (number % 250 + 1).to_bytes(2, "little") * (SIZE // 2)


def test_nothing_there_is_silence() -> None:
    assert Playout(SIZE).pull() == SILENCE


def test_sound_waits_for_a_cushion_and_comes_out_whole_and_in_order() -> None:
    playout = Playout(SIZE)
    playout.push(frame(1)[:100])
    assert playout.pull() == SILENCE
    playout.push(frame(1)[100:] + frame(2) + frame(3))
    assert [playout.pull() for _ in range(3)] == [frame(1), frame(2), frame(3)]
    assert playout.pull() == SILENCE


def test_an_arrival_that_is_a_frame_late_again_and_again_costs_one_gap_only() -> None:
    playout = Playout(SIZE)
    out = []
    for tick in range(100):
        if tick % 2:
            playout.push(frame(tick) + frame(tick + 1))
        out.append(playout.pull())
    first = next(i for i, sound in enumerate(out) if sound != SILENCE)
    assert out[first:].count(SILENCE) <= 1


def test_delay_that_nothing_needs_is_given_back() -> None:
    playout = Playout(SIZE)
    playout.push(b"".join(frame(n) for n in range(10)))
    for tick in range(250 * 12):
        playout.push(frame(tick))
        assert playout.pull() != SILENCE
    left = 0
    while playout.pull() != SILENCE:
        left += 1
    assert left <= 4


def test_a_backlog_never_grows() -> None:
    playout = Playout(SIZE)
    playout.push(b"".join(frame(n) for n in range(100)))
    assert playout.pull() == frame(97)
    assert playout.dropped == 97


def test_a_reader_that_was_away_gets_what_it_is_owed() -> None:
    playout = Playout(SIZE)
    playout.push(b"".join(frame(n) for n in range(50)), owed=50)
    assert [playout.pull() for _ in range(50)] == [frame(n) for n in range(50)]


@given(st.lists(st.tuples(st.binary(max_size=2000), st.integers(1, 5)), max_size=60))
def test_always_exactly_one_frame(arrivals: list[tuple[bytes, int]]) -> None:
    playout = Playout(SIZE)
    for pcm, owed in arrivals:
        playout.push(pcm, owed)
        assert all(len(playout.pull()) == SIZE for _ in range(owed))
