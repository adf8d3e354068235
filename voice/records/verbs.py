"""What every verb about the records needs: the store for as long as it runs, and the call that is named."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from voice.errors import RecordsError
from voice.records.rows import CallRecord
from voice.records.store import Store


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    """A store on this database with its tables up to date, closed afterwards. Raises RecordsError."""
    store = await Store.open(url)
    try:
        await store.migrate()
        yield store
    finally:
        await store.close()


async def named_call(store: Store, call_id: str) -> CallRecord:
    """The call with this id, or whose id begins so. Raises RecordsError when there is none."""
    record = await store.call(call_id)
    if record is None:
        raise RecordsError("no call has an id that begins so; `voice calls` lists them")
    return record
