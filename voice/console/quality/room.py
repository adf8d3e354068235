"""What the quality pages work with."""

from __future__ import annotations

import asyncio
import getpass
import wave
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from fastapi import Request

from voice.console.quality.plans import Choice, choices
from voice.console.quality.replays import Replays
from voice.errors import RecordsError
from voice.records.loudness import Loudness, loudness
from voice.records.rows import CallRecord
from voice.records.store import Store
from voice.settings import QualitySettings

RATER = "voice_rater"
"""Cookie with the name of a rater where nobody signs in."""
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Room:
    """The records, the plans, and the replays that run."""

    store: Store
    settings: QualitySettings
    dialplans: Path
    replays: Replays
    _drawing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def call(self, call_id: str) -> CallRecord | None:
        """A call by its whole id or the beginning of it; None when there is none, or several."""
        try:
            return await self.store.call(call_id)
        except RecordsError:
            if len(call_id) < 32:  # an abbreviated id that fits several calls
                return None
            raise

    async def loudness(self, record: CallRecord) -> Loudness | None:
        """How loud the call's recording is over time; None without one that can be read."""
        path = Path(record.row.recording) if record.row.recording else None
        if path is None:
            return None
        try:
            async with self._drawing:  # one at a time: calls are served beside it
                return await asyncio.to_thread(loudness, path)
        except (OSError, EOFError, wave.Error):
            return None

    async def choices(self, plan: str) -> list[Choice]:
        """Under what a call of this plan can be replayed."""
        published = await self.store.versions.history(limit=30)
        return await asyncio.to_thread(choices, plan, self.dialplans, self.settings.drafts, published)


def rater(request: Request, fields: Mapping[str, str] | None = None) -> str:
    """Who judges: the user who signed in; else the name in the form, an earlier one, or the system's."""
    user = getattr(request.state, "user", None)
    named = (fields or {}).get("rater", "") or unquote(request.cookies.get(RATER, ""))
    return str(user or " ".join(named.split())[:_LONGEST_NAME] or getpass.getuser())
