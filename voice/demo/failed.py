"""The demonstration's own error."""

from __future__ import annotations

from typing import ClassVar

from voice.errors import VoiceError


class DemoFailed(VoiceError):
    """The demonstration cannot begin, or did not come to its end."""

    code: ClassVar[str] = "demo"
