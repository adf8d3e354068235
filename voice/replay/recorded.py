"""A call to replay: its sound, its keys, who phoned when, and what was decided then."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from voice.errors import AudioFileError, RecordsError
from voice.events import CallEvent, CallStarted, Held, KeyPressed, Resumed
from voice.records.rows import CallRecord
from voice.replay.cache import key_of
from voice.replay.tape import Tape, read_tape

MOMENT = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
"""When a recorded caller is taken to phone, unless it is known or told: a Wednesday morning.

A fixed moment, so that the same file gives the same answers on any day.
"""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One call to replay."""

    id: str
    """The call's id, or a sound file's hash."""
    name: str
    """The call's id, or a sound file's name."""
    sound: Path | None
    """None when the recording is gone; the words can still be replayed."""
    at: datetime = MOMENT
    """When the caller phones."""
    caller: str = ""
    dialled: str = ""
    plan: str = ""
    """Name of the plan that served it then; empty for a sound file."""
    events: tuple[CallEvent, ...] = ()
    """Everything that happened then; empty for a sound file."""

    def tape(self) -> Tape:
        """What the caller said and pressed. Raises AudioFileError."""
        tape = read_tape(self._there())
        keys = tuple((event.at, event.key) for event in self.events if isinstance(event, KeyPressed))
        holds = tuple(
            (event.at, isinstance(event, Held)) for event in self.events if isinstance(event, Held | Resumed)
        )
        return Tape(tape.pcm, tape.rate, keys, holds)

    def key(self, *, sound: bool = True) -> str:
        """A hash of all of it, or of all but the sound. Raises AudioFileError."""
        about = (
            self.id,
            sound_sha(self._there()) if sound else "",
            self.at.isoformat(),
            self.caller,
            self.dialled,
        )
        return key_of(*about, *(event.model_dump_json() for event in self.events))

    def _there(self) -> Path:
        if self.sound is None:
            raise AudioFileError(f"call {self.id} has no recording any more; --words replays it without")
        return self.sound


def recorded_file(path: Path, at: datetime | None = None) -> Recorded:
    """A sound file as a call. Raises AudioFileError."""
    return Recorded(id=sound_sha(path), name=path.name, sound=path, at=at or MOMENT)


def recorded_call(record: CallRecord, recordings: Path) -> Recorded:
    """A call of the records. Raises RecordsError when it has no beginning, or is one in which the bot decides
    nothing."""
    started = next((event for event in record.events if isinstance(event, CallStarted)), None)
    if started is None:
        raise RecordsError(f"call {record.id} has no beginning on record; it cannot be replayed")
    if started.door == "callback":
        raise RecordsError(f"call {record.id} is a call back: people talked, so there is nothing to replay")
    return Recorded(
        id=record.id,
        name=record.id,
        sound=_sound(record, recordings),
        at=started.started,
        caller=started.caller,
        dialled=started.dialled,
        plan=started.plan,
        events=tuple(record.events),
    )


def _sound(record: CallRecord, recordings: Path) -> Path | None:
    places: Sequence[Path] = (
        *([Path(record.row.recording)] if record.row.recording else []),
        recordings / f"{record.id}.wav",
    )
    return next((place for place in places if place.is_file()), None)


def sound_sha(path: Path) -> str:
    """SHA-256 of a file's bytes. Raises AudioFileError."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise AudioFileError(f"{path}: {error.strerror or 'cannot be read'}.") from error
