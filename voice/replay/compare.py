"""What happened then beside what happens now: the first decision that differs, and all that follows from it.

Pure. From the first difference on the recorded caller answers a bot that is not there any more: later turns
are *counterfactual*, shown and never counted.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from voice.events import CallEvent
from voice.replay.moments import Moment, moments, transferred
from voice.turn import EndReason


class Change(StrEnum):
    """What kind of difference."""

    NOW_TRANSFERRED = "now_transferred"
    NO_LONGER_TRANSFERRED = "no_longer_transferred"
    OTHER_PERSON = "other_person"
    """Another target, or another reason for the transfer."""
    OTHER_STEP = "other_step"
    OTHER_SLOT = "other_slot"
    OTHER_REQUEST = "other_request"
    OTHER_DATA = "other_data"
    """A lookup was made or not, or found something else."""
    OTHER_PROMISE = "other_promise"
    """A callback, a note or a message."""
    OTHER_WORDS = "other_words"
    """The bot says something else."""
    OTHER_END = "other_end"
    OTHER_TURNS = "other_turns"
    """A turn more or less, such as a silence that was none."""


@dataclass(frozen=True, slots=True)
class Divergence:
    """The first decision that differs."""

    turn: int
    """Number of the turn, 0 being the opening."""
    changes: tuple[Change, ...]
    """What differs there, the weightiest first; never empty."""
    then: Moment | None
    """None when there was no such turn."""
    now: Moment | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One call then and now."""

    then: tuple[Moment, ...]
    now: tuple[Moment, ...]
    first: Divergence | None
    """None when every decision is the same."""
    outcome: Change | None
    """NOW_TRANSFERRED or NO_LONGER_TRANSFERRED, when the call as a whole ends otherwise; counterfactual."""
    heard: tuple[int, ...]
    """Turns before the difference whose words were recognized otherwise, with the same decision."""
    scores: tuple[int, ...]
    """Turns before the difference whose scores are other ones, with the same decision."""

    @property
    def same(self) -> bool:
        """True when every decision is the same."""
        return self.first is None

    @property
    def changes(self) -> tuple[Change, ...]:
        """What to count this call under; empty when nothing changed."""
        if self.first is None:
            return ()
        outcome = (self.outcome,) if self.outcome is not None else ()
        return tuple(dict.fromkeys((*outcome, *self.first.changes)))

    @property
    def counterfactual_from(self) -> int | None:
        """Number of the first turn that the recorded caller spoke to another bot."""
        return None if self.first is None else self.first.turn + 1


def compare(
    then: Sequence[CallEvent], now: Sequence[CallEvent], *, ignoring: Collection[Change] = ()
) -> Comparison:
    """Compare a call's events with those of its replay; changes of the kinds in `ignoring` are none."""
    before, after = moments(then), moments(now)
    first = _first(before, after, ignoring)
    outcome = None
    if first is not None and transferred(before) != transferred(after):
        outcome = Change.NOW_TRANSFERRED if transferred(after) else Change.NO_LONGER_TRANSFERRED
    alike = list(zip(before, after, strict=False))[: first.turn if first else None]
    return Comparison(
        then=tuple(before),
        now=tuple(after),
        first=first,
        outcome=outcome,
        heard=tuple(one.turn for one, other in alike if _bare(one.heard) != _bare(other.heard)),
        scores=tuple(one.turn for one, other in alike if _scores(one) != _scores(other)),
    )


def _first(then: Sequence[Moment], now: Sequence[Moment], ignoring: Collection[Change]) -> Divergence | None:
    for number in range(max(len(then), len(now))):
        before = then[number] if number < len(then) else None
        after = now[number] if number < len(now) else None
        stopped = before is not None and before.ended == EndReason.DRAINED
        unlike = {*ignoring, Change.OTHER_END} if stopped else ignoring
        changes = tuple(change for change in _changes(before, after) if change not in unlike)
        if changes:
            return Divergence(number, changes, before, after)
        if stopped:
            break  # the gateway stopped: how the caller would have gone on is not on record
    return None


def _changes(then: Moment | None, now: Moment | None) -> tuple[Change, ...]:
    if then is None or now is None:
        return (Change.OTHER_TURNS,)
    differs = {
        Change.NOW_TRANSFERRED: not then.transfer and bool(now.transfer),
        Change.NO_LONGER_TRANSFERRED: bool(then.transfer) and not now.transfer,
        Change.OTHER_PERSON: bool(then.transfer)
        and bool(now.transfer)
        and (then.transfer != now.transfer or not _same_people(then, now)),
        Change.OTHER_STEP: (then.step, then.outcome) != (now.step, now.outcome),
        Change.OTHER_SLOT: then.slots != now.slots,
        Change.OTHER_REQUEST: then.requests != now.requests,
        Change.OTHER_DATA: then.lookups != now.lookups,
        Change.OTHER_PROMISE: then.promises != now.promises,
        Change.OTHER_WORDS: not _same_words(then, now),
        Change.OTHER_END: then.ended != now.ended,
        Change.OTHER_TURNS: (then.heard is None) != (now.heard is None),
    }
    return tuple(change for change, there in differs.items() if there)


def _same_people(then: Moment, now: Moment) -> bool:
    return then.queued or now.queued or then.targets == now.targets


def _same_words(then: Moment, now: Moment) -> bool:
    """Whether the bot says the same, as far as the caller let it speak."""
    if then.said == now.said:
        return True
    shorter, longer = sorted((then, now), key=lambda moment: len(moment.said))
    cut = shorter.cut or shorter.ended is not None or not shorter.said
    return cut and longer.said[: len(shorter.said)] == shorter.said


def _bare(words: str | None) -> str | None:
    return None if words is None else " ".join(words.casefold().split())


def _scores(moment: Moment) -> tuple[float, float] | None:
    judged = moment.assessment
    return None if judged is None else (judged.emotion, judged.complexity)


@dataclass(frozen=True, slots=True)
class Totals:
    """What changed over many calls."""

    calls: int
    same: int
    changed: tuple[tuple[Change, tuple[str, ...]], ...]
    """Each kind of change with the names of the calls that have it; a call may stand under several."""
    failed: tuple[str, ...] = ()
    """Names of the calls that could not be replayed."""


def total(compared: Sequence[tuple[str, Comparison]], failed: Sequence[str] = ()) -> Totals:
    """Gather comparisons by what changed, in the order of `Change`."""
    by_change = {
        change: tuple(name for name, comparison in compared if change in comparison.changes)
        for change in Change
    }
    return Totals(
        calls=len(compared) + len(failed),
        same=sum(comparison.same for _, comparison in compared),
        changed=tuple((change, names) for change, names in by_change.items() if names),
        failed=tuple(failed),
    )
