"""How the conversations that were held compare with their labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from statistics import mean

from tests.judgement.hold import Held
from voice.turn import Outcome, Side, Signal, TransferReason


class Verdict(StrEnum):
    """How one conversation came out."""

    STAYED = "stayed"
    """With the bot, as it should."""
    IN_TIME = "in time"
    """Given away, no later than a good supervisor would have."""
    LATE = "late"
    """Given away, but later."""
    EARLY = "early"
    """Given away before anything called for it."""
    MISSED = "missed"
    """Not given away; a demand also when it was not heeded in time."""
    NEEDLESS = "needless"
    """Given away where the bot should have served it."""


RIGHT = (Verdict.STAYED, Verdict.IN_TIME)


def verdict(held: Held) -> Verdict:
    """Compare one conversation with its labels."""
    call, line = held.labelled.call, held.line
    if call.expect == "stay":
        return Verdict.NEEDLESS if line else Verdict.STAYED
    assert call.first_sign and call.latest
    if line is None or (call.by == "demand" and line > call.latest):
        return Verdict.MISSED
    if line < call.first_sign:
        return Verdict.EARLY
    return Verdict.IN_TIME if line <= call.latest else Verdict.LATE


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over some conversations. `others` are transfers for emotion, complexity or both."""

    conversations: int
    demands: int
    demands_missed: int
    demands_for_another_reason: int
    """Given away in time, but by a score, the plan or a failed dialogue: with the wrong sentence."""
    others: int
    others_missed: int
    others_late: int
    others_not_understood: int
    """Given away only because the dialogue failed: no signal saw what the call was about."""
    by_plan: int
    by_plan_missed: int
    stays: int
    needless: int
    early: int
    mean_delay: float | None
    """Lines from the first sign to the transfer; those never given away, and early ones, left out."""
    others_mean_delay: float | None
    """The same over emotion and complexity alone, without demands and what the plan gives away."""

    @property
    def others_missed_share(self) -> float:
        """Missed among those that emotion or complexity should give away."""
        return self.others_missed / self.others if self.others else 0.0

    @property
    def needless_share(self) -> float:
        """Given away without grounds, early ones included, among all that should have stayed so far."""
        without_grounds = self.needless + self.early
        return without_grounds / (self.stays + self.early) if without_grounds else 0.0

    def as_dict(self) -> dict[str, float | int | None]:
        """For a JSON file."""
        return {
            **asdict(self),
            "others_missed_percent": round(100 * self.others_missed_share, 1),
            "needless_percent": round(100 * self.needless_share, 1),
        }


def figures(held: Iterable[Held]) -> Figures:
    """Count."""
    judged = [(one, verdict(one)) for one in held]
    demands = [pair for pair in judged if pair[0].labelled.call.by == "demand"]
    others = [pair for pair in judged if pair[0].labelled.call.by in ("emotion", "complexity", "mixed")]
    planned = [pair for pair in judged if pair[0].labelled.call.by == "plan"]
    return Figures(
        conversations=len(judged),
        demands=len(demands),
        demands_missed=_count(demands, Verdict.MISSED),
        demands_for_another_reason=sum(
            found is not Verdict.MISSED and not by_demand(one) for one, found in demands
        ),
        others=len(others),
        others_missed=_count(others, Verdict.MISSED),
        others_late=_count(others, Verdict.LATE),
        others_not_understood=sum(
            decided_by(one) == TransferReason.NOT_UNDERSTOOD.value for one, _ in others
        ),
        by_plan=len(planned),
        by_plan_missed=_count(planned, Verdict.MISSED),
        stays=sum(one.labelled.call.expect == "stay" for one, _ in judged),
        needless=_count(judged, Verdict.NEEDLESS),
        early=_count(judged, Verdict.EARLY),
        mean_delay=_mean_delay(judged),
        others_mean_delay=_mean_delay(others),
    )


def _mean_delay(judged: Sequence[tuple[Held, Verdict]]) -> float | None:
    delays = [
        one.line - first
        for one, _ in judged
        if (first := one.labelled.call.first_sign) and one.line and one.line >= first
    ]
    return round(mean(delays), 2) if delays else None


def _count(judged: Sequence[tuple[Held, Verdict]], wanted: Verdict) -> int:
    return sum(found is wanted for _, found in judged)


def by_demand(held: Held) -> bool:
    """True when the call was given away for what the caller demanded or must have."""
    if not held.transfer:
        return False
    demanded = {signal.name for signal in _signals(held) if signal.side is Side.DEMAND}
    decided = held.assessment.decided_by if held.assessment else None
    return decided in demanded or held.transfer.reason in (TransferReason.CALLER_ASKED, TransferReason.DANGER)


def decided_by(held: Held) -> str:
    """What gave the call away: a demand's name, a side, or the transfer's reason."""
    if not held.transfer:
        return ""
    return (held.assessment.decided_by if held.assessment else None) or held.transfer.reason.value


def misunderstood(held: Iterable[Held]) -> list[Held]:
    """Conversations that should stay in which a line fitted nothing, or the bot hung up on more than one."""
    return [
        one
        for one in held
        if one.labelled.call.expect == "stay"
        and (one.unheard > 1 or any(exchange.outcome is Outcome.NO_MATCH for exchange in one.exchanges))
    ]


def deciding_signals(held: Iterable[Held]) -> dict[str, int]:
    """How many transfers each signal had a part in; only those that a score or a demand decided."""
    counts: Counter[str] = Counter()
    for one in held:
        state = one.assessment if one.transfer else None
        if state and state.decided_by:
            deciding = (signal for signal in state.signals if state.decided_by in (signal.side, signal.name))
            counts.update({f"{signal.side.value}: {signal.name}" for signal in deciding})
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def worst(held: Iterable[Held], number: int) -> list[tuple[Held, Verdict]]:
    """The worst errors first: lives, demands, missed callers, needless transfers, delays."""
    wrong = [(one, found) for one in held if (found := verdict(one)) not in RIGHT]
    return sorted(wrong, key=lambda pair: (-_harm(*pair), pair[0].labelled.call.id))[:number]


def _harm(held: Held, found: Verdict) -> float:
    call = held.labelled.call
    if found is Verdict.MISSED:
        return {"danger": 6.0, None: 4.0}.get(call.demand, 5.0)
    if found is Verdict.LATE and call.latest and held.line:
        return 1 + (held.line - call.latest) / 10
    return 3.0 if found is Verdict.NEEDLESS else 2.0


def evidence(held: Held) -> list[str]:
    """What was said and seen, line by line."""
    lines: list[str] = []
    for exchange in held.exchanges:
        state = exchange.assessment
        scores = f"emotion {state.emotion:.2f}, complexity {state.complexity:.2f}" if state else "no scores"
        outcome = exchange.outcome.value if exchange.outcome else "nothing"
        lines += [
            f"{exchange.line}. caller: {exchange.caller}",
            f"   {outcome} → {exchange.step}; {scores}",
            *(
                f"   {signal.name} {signal.weight * signal.strength:.2f}: {signal.evidence}"
                for signal in (state.signals if state else ())
                if signal.turn == exchange.line
            ),
            f"   bot: {exchange.bot}",
        ]
    return lines


def _signals(held: Held) -> tuple[Signal, ...]:
    return held.assessment.signals if held.assessment else ()
