"""Asks the operator's language model for the fluent summary; the call never waits for it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable

import httpx
from loguru import logger
from pydantic import BaseModel, Field

from voice.errors import EngineFailed
from voice.handoff.brief import HandoffBrief
from voice.handoff.fluent import fluent, messages
from voice.settings import HandoffSettings

AT_ONCE = 2
MOST_KEPT = 200
LEAST_LEFT = 0.5
"""Share of the time allowed that must be left when the model is asked."""
MOST_TOKENS = 250
MOST_BYTES = 65536
"""An answer that is longer is none: reading on would cost the calls of the process time and memory."""


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message


class _Answer(BaseModel):
    choices: list[_Choice] = Field(min_length=1)


class FluentWriter:
    """One for the process. Without `fluent_url` it does nothing.

    The endpoint is one of OpenAI's chat completions, or of any server that speaks it.
    """

    def __init__(
        self,
        settings: HandoffSettings,
        keep: Callable[[HandoffBrief], None],
        counted: Callable[[str], None] = lambda outcome: None,
    ) -> None:
        """`keep` stores a summary; `counted` is told what became of each fluent version.

        That is added, dropped (it said more than the facts) or failed.
        """
        self._settings = settings
        self._keep = keep
        self._counted = counted
        self._known: OrderedDict[tuple[str, tuple[str, ...]], str] = OrderedDict()
        self._latest: OrderedDict[str, HandoffBrief] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self._free = asyncio.Semaphore(AT_ONCE)
        self._web = httpx.AsyncClient(timeout=settings.fluent_seconds, trust_env=False)

    def keep(self, brief: HandoffBrief) -> None:
        """Keep a summary at once, and once more when there is a fluent version of its facts."""
        if not self._settings.fluent_url:
            self._keep(brief)
            return
        self._latest[brief.id] = brief
        self._keep_latest(brief.id)
        key = (brief.id, brief.summary)
        if key in self._known:
            return
        self._known[key] = ""
        for kept in (self._known, self._latest):
            while len(kept) > MOST_KEPT:
                kept.popitem(last=False)
        task = asyncio.create_task(self._write(brief))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Write no more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._web.aclose()

    def _keep_latest(self, handoff_id: str) -> None:
        """As the summary is now, with the sentences that were written for the same facts."""
        if (brief := self._latest.get(handoff_id)) is not None:
            text = self._known.get((brief.id, brief.summary), "")
            self._keep(brief.model_copy(update={"fluent": text}))

    async def _write(self, brief: HandoffBrief) -> None:
        try:
            # The wait for a turn counts too: behind a model that hangs nothing piles up.
            async with asyncio.timeout(self._settings.fluent_seconds) as limit, self._free:
                self._in_time(limit)
                text, added = fluent(await self._ask(brief), brief)
        except Exception as error:  # its text may quote the facts, or the key
            logger.warning("summary {}: no fluent version: {}", brief.id, type(error).__name__)
            self._counted("failed")
            return
        if not text or added:
            logger.warning(
                "summary {}: the fluent version said more than the facts, and is dropped", brief.id
            )
            self._counted("dropped")
            return
        self._known[brief.id, brief.summary] = text
        self._counted("added")
        self._keep_latest(brief.id)

    def _in_time(self, limit: asyncio.Timeout) -> None:
        """Raises TimeoutError when too little is left to ask at all."""
        left = (limit.when() or 0.0) - asyncio.get_running_loop().time()
        if left < LEAST_LEFT * self._settings.fluent_seconds:
            raise TimeoutError

    async def _ask(self, brief: HandoffBrief) -> str:
        settings = self._settings
        key = settings.fluent_key.get_secret_value()
        headers = {"Accept-Encoding": "identity"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        body = {
            "model": settings.fluent_model,
            "messages": messages(brief),
            "temperature": 0,
            "max_tokens": MOST_TOKENS,
        }
        url = f"{settings.fluent_url.rstrip('/')}/chat/completions"
        async with self._web.stream("POST", url, json=body, headers=headers) as answer:
            answer.raise_for_status()
            content = await _read(answer)
        return _Answer.model_validate_json(content).choices[0].message.content


async def _read(answer: httpx.Response) -> bytes:
    """All of it. Raises EngineFailed when it is far longer than any summary."""
    content = bytearray()
    async for piece in answer.aiter_bytes():
        content += piece
        if len(content) > MOST_BYTES:
            raise EngineFailed("the language model's answer has no end")
    return bytes(content)
