"""Sentences that are spoken again and again, kept as sound in memory and on disk."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from loguru import logger

RECIPE = "1"
"""Changes when the sound of the same voice and text does: level, pauses, pronunciation."""


class Prompts:
    """Kept sound by voice, text, rate and speed."""

    def __init__(self, folder: Path) -> None:
        """Sound is kept in `folder` across restarts; where that cannot be written, in memory alone."""
        self._folder = folder
        self._sounds: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """Sound kept in memory."""
        return self._sounds.get(key)

    def load(self, key: str) -> bytes | None:
        """Sound kept in memory or on disk; reads a file."""
        if key not in self._sounds:
            try:
                self._sounds[key] = (self._folder / f"{key}.pcm").read_bytes()
            except OSError:
                return None
        return self._sounds[key]

    def put(self, key: str, pcm: bytes) -> None:
        """Keep sound; writes a file, whole or not at all."""
        self._sounds[key] = pcm
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".", delete=False) as file:
                file.write(pcm)
            Path(file.name).replace(self._folder / f"{key}.pcm")
        except OSError as error:
            logger.warning("a prompt is kept in memory only: {}", type(error).__name__)


def prompt_key(voice_sha: str, text: str, rate: int, speed: float) -> str:
    """Name under which a sound is kept."""
    return hashlib.sha256(
        "\0".join((RECIPE, voice_sha, text, str(rate), f"{speed:.3f}")).encode()
    ).hexdigest()
