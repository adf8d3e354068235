"""A call as WebVTT subtitles (W3C WebVTT): who said what, at the moments of the recording."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voice.events import AgentSpoke, BotSpoke, CallerSpoke, CallEvent, TurnTaken


@dataclass(frozen=True, slots=True)
class Cue:
    """One stretch of speech."""

    start: float
    end: float
    """Seconds."""
    who: str
    """Caller, Bot or Agent."""
    text: str


def cues(events: Sequence[CallEvent]) -> list[Cue]:
    """What was said, in the order of its beginning."""
    return sorted(_cues(events), key=lambda cue: (cue.start, cue.end, cue.who))


def webvtt(events: Sequence[CallEvent]) -> str:
    """The file's text."""
    blocks = ["WEBVTT"]
    for cue in cues(events):
        end = max(cue.end, cue.start + 0.001)
        blocks.append(f"{_time(cue.start)} --> {_time(end)}\n<v {cue.who}>{_escaped(cue.text)}")
    return "\n\n".join(blocks) + "\n"


def _cues(events: Sequence[CallEvent]) -> Iterator[Cue]:
    for event in events:
        match event:
            case BotSpoke():
                yield Cue(event.at, event.at + event.seconds, "Bot", event.text)
            case TurnTaken(turn=turn) if turn.heard is not None:
                words = turn.heard.text or f"[{turn.heard.digits}]"
                yield Cue(turn.heard.started, turn.heard.ended, "Caller", words)
            case CallerSpoke():
                yield Cue(event.at, event.ended, "Caller", event.text)
            case AgentSpoke():
                yield Cue(event.at, event.ended, "Agent", event.text)
            case _:
                pass


def _time(seconds: float) -> str:
    thousandths = max(0, round(seconds * 1000))
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def _escaped(text: str) -> str:
    # A blank line would end the cue, and --> begin another.
    flat = " ".join(text.split())
    return flat.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
