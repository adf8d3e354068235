"""Every error the gateway raises on purpose.

    VoiceError                  code and a sentence that says what to do
    ├── PlanError               dialplans that cannot be used; carries every Problem found
    ├── SettingsError           voice.toml or the environment
    ├── WeightsError            a model file is missing or altered
    ├── AudioFileError          a file that is not audio, or cannot be read
    ├── ExamplesError           labelled sentences that cannot be read
    ├── PortInUse               an address is taken
    ├── EngineFailed            a recognizer or a voice broke down in a call
    ├── LookupFailed            a database or service did not answer
    ├── PinError                a call that cannot be kept as a test
    ├── ClusterError            a Ray cluster cannot be reached, or lost a worker
    ├── ExchangeError           a file that calls are exchanged in cannot be used
    ├── RecordsError            the store cannot be opened, or a call is not in it
    ├── VersionError            a published version is unknown, damaged or cannot be put on disk
    ├── ImportFailed            a foreign dialplan that cannot be read at all
    ├── PublishConflict         somebody else published at the same time
    └── LineError
        ├── LineClosed          the other side is gone
        └── DialFailed          a person could not be reached; carries a HandoffFailure

A message never contains what a caller said or keyed.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar, Literal

from voice.turn import HandoffFailure


class VoiceError(Exception):
    """Base of all. `code` is stable and short; the message says what happened and how to mend it."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with a dialplan file, with its place."""

    file: Path
    line: int
    """From 1; 0 when the file as a whole is meant."""
    column: int
    """From 1; 0 when the line as a whole is meant."""
    code: str
    message: str
    hint: str = ""
    level: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}"
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}: {self.level} {self.code}: {self.message}{hint}"

    def as_json(self) -> dict[str, str | int]:
        """Plain values."""
        return asdict(self) | {"file": str(self.file)}


class PlanError(VoiceError):
    """Dialplans that cannot be used."""

    code = "plan"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class SettingsError(VoiceError):
    """A setting is missing, unknown or impossible."""

    code = "settings"


class WeightsError(VoiceError):
    """A model file is missing or not the one that was pinned."""

    code = "weights"


class AudioFileError(VoiceError):
    """A file is not audio, or cannot be read."""

    code = "audio_file"


class ExamplesError(VoiceError):
    """Labelled sentences, or sentences to be understood, that cannot be read."""

    code = "examples"


class PortInUse(VoiceError):
    """An address that the gateway was told to listen on is taken."""

    code = "port_in_use"


class EngineFailed(VoiceError):
    """A recognizer or a voice broke down in a call."""

    code = "engine_failed"


class LookupFailed(VoiceError):
    """A database or service did not answer, or refused."""

    code = "lookup_failed"


class ClusterError(VoiceError):
    """A Ray cluster cannot be reached, lacks something, or lost a worker."""

    code = "cluster"


class RecordsError(VoiceError):
    """The store cannot be opened, or holds no such call."""

    code = "records"


class VersionError(VoiceError):
    """A published version is unknown, damaged or cannot be put on disk."""

    code = "version"


class ImportFailed(VoiceError):
    """A foreign dialplan that cannot be read at all, or has not the context that was asked for."""

    code = "import"


class PublishConflict(VoiceError):
    """Somebody else published meanwhile, and won."""

    code = "publish_conflict"


class PinError(VoiceError):
    """A call cannot be kept as a test."""

    code = "pin"


class ExchangeError(VoiceError):
    """A file that calls are exchanged in cannot be read, or not be written."""

    code = "exchange"


class LineError(VoiceError):
    """Something about a telephone line."""

    code = "line"


class LineClosed(LineError):
    """The other side is gone."""

    code = "line_closed"


class DialFailed(LineError):
    """A person could not be reached."""

    code = "dial_failed"

    def __init__(self, failure: HandoffFailure, message: str) -> None:
        super().__init__(message)
        self.failure = failure
