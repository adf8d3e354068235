"""Asks the operator's language model for the fluent summary; the call never waits for it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable

import httpx
from loguru import logger
from pydantic import BaseModel, ValidationError

from voice.handoff.brief import HandoffBrief
from voice.handoff.fluent import fluent, messages
from voice.settings import HandoffSettings

AT_ONCE = 2
MOST_KEPT = 200
MOST_TOKENS = 250


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message


class _Answer(BaseModel):
    choices: list[_Choice]


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

    def _keep_latest(self, handoff_id: str) -> None:
        """As the summary is now, with the sentences that were written for the same facts."""
        if (brief := self._latest.get(handoff_id)) is not None:
            text = self._known.get((brief.id, brief.summary), "")
            self._keep(brief.model_copy(update={"fluent": text}))

    async def _write(self, brief: HandoffBrief) -> None:
        try:
            async with self._free, asyncio.timeout(self._settings.fluent_seconds):
                text, added = fluent(await self._ask(brief), brief)
        except (httpx.HTTPError, ValidationError, TimeoutError, IndexError) as error:
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

    async def _ask(self, brief: HandoffBrief) -> str:
        settings = self._settings
        key = settings.fluent_key.get_secret_value()
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        body = {
            "model": settings.fluent_model,
            "messages": messages(brief),
            "temperature": 0,
            "max_tokens": MOST_TOKENS,
        }
        url = f"{settings.fluent_url.rstrip('/')}/chat/completions"
        async with httpx.AsyncClient(timeout=settings.fluent_seconds, trust_env=False) as client:
            answer = await client.post(url, json=body, headers=headers)
            answer.raise_for_status()
            return _Answer.model_validate_json(answer.content).choices[0].message.content
