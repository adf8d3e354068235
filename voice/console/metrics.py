"""What Prometheus reads: calls, hand-overs and response gaps, without anything about a caller."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

_GAPS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0, 10.0)
_STATUSES = ("available", "busy", "break", "wrap_up", "talking")
_WAITS = (5, 10, 20, 30, 60, 120, 180, 300, 600, 1200)


class Metrics:
    """Counts for one gateway process. Labels are the project's own words, never what a caller brought."""

    content_type = CONTENT_TYPE_LATEST
    """Of what `render` returns."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._active = Gauge("voice_calls_active", "Calls in progress.", registry=self._registry)
        self._started = Counter("voice_calls_started", "Calls answered.", ["door"], registry=self._registry)
        self._ended = Counter("voice_calls_ended", "Calls over.", ["reason"], registry=self._registry)
        self._handoffs = Counter(
            "voice_handoffs", "Attempts to give a call to a person.", ["outcome"], registry=self._registry
        )
        self._in_time = Counter(
            "voice_callback_times",
            "Callers rung at the time they had chosen, or later.",
            ["outcome"],
            registry=self._registry,
        )
        self._callbacks = Counter(
            "voice_callbacks", "Attempts to call somebody back.", ["outcome"], registry=self._registry
        )
        self._queues: set[str] = set()
        self._waiting = Gauge(
            "voice_queue_waiting", "Callers waiting in a queue.", ["queue"], registry=self._registry
        )
        self._agents = Gauge("voice_agents", "Agents at the desk.", ["status"], registry=self._registry)
        self._waits = Histogram(
            "voice_queue_wait_seconds",
            "Seconds that callers waited in a queue.",
            ["queue", "outcome"],
            buckets=_WAITS,
            registry=self._registry,
        )
        self._errands = Counter(
            "voice_errands",
            "Steps that agents gave back to the bot, by how they ended.",
            ["outcome"],
            registry=self._registry,
        )
        self._fluent = Counter(
            "voice_fluent_summaries",
            "Fluent versions of written summaries, by what became of them.",
            ["outcome"],
            registry=self._registry,
        )
        self._gaps = Histogram(
            "voice_response_gap_seconds",
            "Seconds from the end of the caller's words to the bot's voice.",
            buckets=_GAPS,
            registry=self._registry,
        )

    def call_started(self, door: str) -> None:
        """A call was answered at this door (sip, browser)."""
        self._active.inc()
        self._started.labels(door).inc()

    def call_ended(self, reason: str) -> None:
        """A call that was counted as started is over, for this EndReason."""
        self._active.dec()
        self._ended.labels(reason).inc()

    def handoff(self, outcome: str) -> None:
        """An attempt to reach a person ended: accepted, or a HandoffFailure."""
        self._handoffs.labels(outcome).inc()

    def errand(self, outcome: str) -> None:
        """A step that an agent had given to the bot is over, for this ErrandOutcome."""
        self._errands.labels(outcome).inc()

    def waited(self, queue: str, why: str, seconds: float) -> None:
        """A caller's waiting in a queue of the plans is over: taken, or why not."""
        self._waits.labels(queue, why).observe(seconds)

    def callback(self, outcome: str) -> None:
        """An attempt to call somebody back is over, for this CallbackOutcome."""
        self._callbacks.labels(outcome).inc()

    def fluent(self, outcome: str) -> None:
        """What became of a fluent summary: added, dropped, failed."""
        self._fluent.labels(outcome).inc()

    def callback_in_time(self, kept: bool) -> None:
        """A caller is rung for the first time who has chosen when: in time, or after it."""
        self._in_time.labels("kept" if kept else "late").inc()

    def gap(self, seconds: float) -> None:
        """The bot answered this long after the caller had finished."""
        self._gaps.observe(seconds)

    def desk(self, waiting: Mapping[str, int], agents: Mapping[str, int]) -> None:
        """The desk as it is: callers by queue, agents by status; queues seen before count 0 when empty."""
        self._queues |= waiting.keys()
        for queue in self._queues:
            self._waiting.labels(queue).set(waiting.get(queue, 0))
        for status in _STATUSES:
            self._agents.labels(status).set(agents.get(status, 0))

    def render(self) -> bytes:
        """All of it in the text format that Prometheus scrapes."""
        return generate_latest(self._registry)
