"""How many callers have agreed on each time to be called back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from voice.turn import CallbackTime

Agreed = tuple[str, str, datetime]
"""Call in which it was agreed, its plan, and when the time begins."""


class AgreedTimes:
    """Of all gateways on one database as of the last look, and of this one as of now."""

    def __init__(self) -> None:
        self._stored: dict[str, tuple[str, datetime]] = {}
        self._own: dict[str, tuple[str, datetime]] = {}
        """By call; agreed in this process and not found in the records yet."""
        self._counts: Counter[tuple[str, datetime]] = Counter()

    def __call__(self, plan: str, start: datetime) -> int:
        """How many callers of a plan are to be called back at the time that begins then."""
        return self._counts[plan, start.astimezone(UTC)]

    def agree(self, call_id: str, plan: str, time: CallbackTime) -> None:
        """One more."""
        self._own[call_id] = (plan, time.start.astimezone(UTC))
        self._count()

    def load(self, stored: Iterable[Agreed], now: datetime) -> None:
        """What the records say now of those who are still to be called back."""
        self._stored = {call_id: (plan, start.astimezone(UTC)) for call_id, plan, start in stored}
        self._own = {
            call_id: (plan, start)
            for call_id, (plan, start) in self._own.items()
            if call_id not in self._stored and start > now
        }
        self._count()

    def _count(self) -> None:
        self._counts = Counter((self._stored | self._own).values())
