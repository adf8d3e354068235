"""Posts written summaries to the operator's webhook, however long the receiver is away.

Deliveries wait in the database's outbox, so a restart loses none. Each carries an `Idempotency-Key`: a
receiver may get one twice, and then knows.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol

import httpx
from loguru import logger
from pydantic import HttpUrl, TypeAdapter, ValidationError

from voice.errors import RecordsError, SettingsError
from voice.handoff.signature import HEADER, sign, verify_signature
from voice.settings import HandoffSettings

__all__ = ["Delivery", "Outbox", "WebhookSender", "verify_signature"]

_FIRST_RETRY = 1.0
_LONGEST_RETRY = 3600.0
_GIVE_UP_AFTER = timedelta(days=3)
_TIMEOUT = httpx.Timeout(10.0)
_AT_ONCE = 5
_ADDRESS: TypeAdapter[HttpUrl] = TypeAdapter(HttpUrl)


class Delivery(Protocol):
    """One summary that waits."""

    @property
    def id(self) -> str:
        """The summary's id."""

    @property
    def body(self) -> bytes:
        """JSON, posted as it is."""

    @property
    def attempts(self) -> int:
        """How often it was tried in vain."""

    @property
    def created(self) -> datetime:
        """With time zone."""


class Outbox(Protocol):
    """Where summaries wait. Methods raise RecordsError."""

    async def due_deliveries(self, now: datetime, *, limit: int) -> Sequence[Delivery]:
        """Those whose time has come; nobody else is given them for a minute."""

    async def delivered(self, delivery_id: str) -> None:
        """The receiver took it."""

    async def delivery_failed(self, delivery_id: str, error: str, *, due: datetime | None) -> None:
        """Try again at `due`, or never when None."""


class WebhookSender:
    """Sends what is in the outbox, in its own task. Without a `webhook_url` it does nothing."""

    def __init__(
        self,
        settings: HandoffSettings,
        outbox: Outbox,
        *,
        every: float = 5.0,
        first_retry: float = _FIRST_RETRY,
    ) -> None:
        """`every` is how often the outbox is looked into, in seconds; the wait before the n-th retry is about
        `first_retry` times 2 to the n, at most an hour.

        Raises SettingsError when the address is none, or comes without a secret.
        """
        self._url = _checked(settings)
        self._secret = settings.webhook_secret
        self._outbox = outbox
        self._every = every
        self._first_retry = first_retry
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._complained = False

    @property
    def enabled(self) -> bool:
        """True when there is somewhere to send to."""
        return bool(self._url)

    async def start(self) -> None:
        """Begin to send."""
        if self.enabled and self._task is None:
            self._task = asyncio.create_task(self._run(), name="webhook")

    def wake(self) -> None:
        """Something new is in the outbox."""
        self._wake.set()

    async def close(self) -> None:
        """Stop; what was not taken stays in the outbox."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _run(self) -> None:
        async with httpx.AsyncClient(timeout=_TIMEOUT, follow_redirects=False) as client:
            while True:
                self._wake.clear()
                if await self._send_due(client):
                    continue
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._every):
                        await self._wake.wait()

    async def _send_due(self, client: httpx.AsyncClient) -> bool:
        """One round; True when there may be more."""
        try:
            due = await self._outbox.due_deliveries(datetime.now(UTC), limit=_AT_ONCE)
            await asyncio.gather(*(self._send(client, delivery) for delivery in due))
        except Exception as error:
            # Nothing may end this task; messages of other errors might hold what the caller said.
            why = error.message if isinstance(error, RecordsError) else type(error).__name__
            logger.log("DEBUG" if self._complained else "ERROR", "webhook: {}", why)
            self._complained = True
            return False
        self._complained = False
        return len(due) == _AT_ONCE

    async def _send(self, client: httpx.AsyncClient, delivery: Delivery) -> None:
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": delivery.id,
            HEADER: sign(self._secret.get_secret_value(), delivery.body, int(time.time())),
        }
        wait: float | None = None
        try:
            answer = await client.post(self._url, content=delivery.body, headers=headers)
        except httpx.HTTPError as error:
            why = type(error).__name__
        else:
            if answer.is_success:
                await self._outbox.delivered(delivery.id)
                return
            why, wait = f"HTTP {answer.status_code}", _asked_to_wait(answer)
        await self._failed(delivery, why, wait)

    async def _failed(self, delivery: Delivery, why: str, wait: float | None) -> None:
        now = datetime.now(UTC)
        if why == "HTTP 410" or now - delivery.created > _GIVE_UP_AFTER:
            logger.error("webhook: summary {} is given up: {}", delivery.id, why)
            await self._outbox.delivery_failed(delivery.id, why, due=None)
            return
        logger.warning("webhook: summary {} was not taken: {}", delivery.id, why)
        seconds = self._delay(delivery.attempts) if wait is None else wait
        await self._outbox.delivery_failed(delivery.id, why, due=now + timedelta(seconds=seconds))

    def _delay(self, attempts: int) -> float:
        longest = min(_LONGEST_RETRY, self._first_retry * 2.0 ** min(attempts, 30))
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - spreads retries, keeps no secret


def _checked(settings: HandoffSettings) -> str:
    if not settings.webhook_url:
        return ""
    try:
        _ADDRESS.validate_python(settings.webhook_url)
    except ValidationError:
        raise SettingsError(
            "handoff.webhook_url is no web address; it must begin with https:// or http://"
        ) from None
    if not settings.webhook_secret.get_secret_value():
        raise SettingsError(
            "handoff.webhook_url needs handoff.webhook_secret: make up a long random one and give it to the"
            " receiver, who checks signatures with it"
        )
    return settings.webhook_url


def _asked_to_wait(answer: httpx.Response) -> float | None:
    """Seconds in Retry-After (RFC 9110, section 10.2.3), at most an hour; dates are not understood."""
    text = answer.headers.get("Retry-After", "").strip()
    return min(_LONGEST_RETRY, float(text)) if text.isascii() and text.isdigit() and len(text) < 9 else None
