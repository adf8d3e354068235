"""The demonstration in a terminal: who says what and when, as it happens, and what remains of it."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.status import Status
from rich.text import Text

from voice.events import (
    BargedIn,
    BotSpoke,
    Broke,
    CallEvent,
    HandoffAccepted,
    HandoffAnswered,
    HandoffFailed,
    HandoffOffered,
    LanguageFound,
    LookedUp,
    TurnTaken,
    Unheard,
)
from voice.records.lines import printable
from voice.turn import Assessment

_STYLES = {"caller": "bold cyan", "bot": "bold green", "agent": "bold magenta"}
_PIPED_WIDTH = 100
_WHO = 8
_AGENT_HEARS = "only the agent hears this: "


class Screen:
    """Prints lines below each other; on a terminal the last one says what is being waited for."""

    def __init__(self) -> None:
        width = None if sys.stdout.isatty() else _PIPED_WIDTH
        self._console = Console(width=width, markup=False, highlight=False, emoji=False)
        self._status: Status | None = None
        self._gaps: list[float] = []

    @property
    def gaps(self) -> Sequence[float]:
        """Seconds between the end of the caller's words and the bot's, of each answer so far."""
        return self._gaps

    def waiting(self, text: str) -> None:
        """Say what goes on; a terminal shows it until the next word."""
        if not self._console.is_terminal:
            return
        if self._status is None:
            self._status = self._console.status(text, spinner_style="dim")
            self._status.start()
        self._status.update(Text(text, style="dim"))

    def done(self) -> None:
        """Nothing is waited for any more."""
        if self._status is not None:
            self._status.stop()
            self._status = None

    def says(self, at: float | None, who: str, text: str, note: str = "") -> None:
        """Words of somebody."""
        self._line(at, who, Text(printable(text)) + Text(f"   {note}" if note else "", style="yellow"))

    def does(self, at: float | None, who: str, text: str) -> None:
        """Something somebody does, or what the gateway makes of it."""
        self._line(at, who, Text(printable(text), style="dim"))

    def event(self, event: CallEvent) -> None:
        """One event of the gateway's records."""
        match event:
            case BotSpoke():
                self._bot(event)
            case TurnTaken():
                self._turn(event)
            case LookedUp():
                found = ", ".join(value for value in event.found.values() if value)
                self.does(event.at, "", f"looks up {event.name}: {found if event.ok else 'failed'}")
            case LanguageFound():
                self.does(event.at, "", f"the caller's language: {event.language}")
            case BargedIn():
                self.does(event.at, "", "the caller cuts in")
            case Unheard():
                self.does(event.at, "", f"a sound without words ({event.why})")
            case HandoffOffered():
                self.does(event.at, "", f"the bot rings {event.target}; the caller hears it ring")
            case HandoffAnswered():
                self.does(event.at, "agent", "picks up")
            case HandoffAccepted():
                self.does(event.at, "", "caller and agent are joined")
            case HandoffFailed():
                self.does(event.at, "", f"{event.target}: {event.failure.value.replace('_', ' ')}")
            case Broke():
                self.does(event.at, "", f"the gateway's {event.part} failed ({event.code})")

    def summary(self, at: float, spoken: str) -> None:
        """What the agent heard before pressing a key."""
        self._line(at, "bot", Text(_AGENT_HEARS, style="dim") + Text(printable(spoken)))

    def result(self, brief: dict[str, Any] | None, places: Sequence[tuple[str, str]]) -> None:
        """The written summary, the response gaps, and where everything is."""
        self.done()
        if brief:
            self._console.print()
            self._console.print(Text("The written summary", style="bold"))
            known = [f"{slot['title']}: {slot['value']}" for slot in brief["slots"]]
            for sentence in (*brief["summary"], *known, brief["next_step"]):
                self._rows(Text("  • "), Text(printable(sentence)))
        if self._gaps:
            each = " · ".join(f"{gap:.1f}" for gap in self._gaps)
            middle = statistics.median(self._gaps)
            self._console.print()
            self._console.print(
                Text("The bot's answers came after ")
                + Text(f"{each} s", style="yellow")
                + Text(f" (median {middle:.1f} s).")
            )
        self._console.print()
        width = max(len(name) for name, _ in places) + 2
        for name, place in places:
            # Never broken into lines, so that they can be opened and copied.
            self._console.print(
                Text(f"{name:<{width}}", style="bold") + Text(printable(place)), soft_wrap=True
            )

    def note(self, text: str) -> None:
        """A line of our own."""
        self._console.print(Text(printable(text)))

    def _bot(self, event: BotSpoke) -> None:
        if event.gap is not None:
            self._gaps.append(event.gap)
        note = "" if event.gap is None else f"after {event.gap:.1f} s"
        self.says(event.at, "bot", event.text + (" …" if event.cut else ""), note)

    def _turn(self, event: TurnTaken) -> None:
        turn = event.turn
        parts = [f"heard “{turn.heard.text}”" if turn.heard and turn.heard.text else "silence"]
        parts += [f"{intent.name} {intent.confidence:.2f}" for intent in turn.understood.intents[:1]]
        parts += [f"{name} = {value}" for name, value in turn.understood.slots.items()]
        if event.assessment is not None and event.assessment.signals:
            parts.append(_mood(event.assessment))
        self.does(None, "", " · ".join(parts))

    def _line(self, at: float | None, who: str, text: Text) -> None:
        if self._status is not None:
            self._status.update(Text(""))
        clock = "" if at is None else f"{at:.1f}"
        start = Text(f"{clock:>6} ", style="dim") + Text(f"{who:<{_WHO}}", style=_STYLES.get(who, ""))
        self._rows(start, text)

    def _rows(self, start: Text, text: Text) -> None:
        """A text in as many rows as it needs, below each other."""
        for row in text.wrap(self._console, max(20, self._console.width - len(start) - 1)):
            row.rstrip()
            self._console.print(start + row)
            start = Text(" " * len(start))


def _mood(assessment: Assessment) -> str:
    strongest = max(assessment.signals, key=lambda signal: signal.strength * signal.weight)
    return f"emotion {assessment.emotion:.2f} · {strongest.name.replace('_', ' ')}"
