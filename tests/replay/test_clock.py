"""The clock jumps over waiting and stands still for work."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
import time

import pytest

from voice.replay.clock import run, stand_still

REAL_SLEEP, REAL_CLOCK = time.sleep, time.perf_counter


def test_an_hour_of_waiting_takes_no_time() -> None:
    async def main() -> float:
        await asyncio.sleep(3600)
        return asyncio.get_running_loop().time()

    began = REAL_CLOCK()
    assert run(main()) == pytest.approx(3600)
    assert REAL_CLOCK() - began < 60


def test_timers_fire_in_order() -> None:
    fired: list[int] = []

    async def wait(seconds: int) -> None:
        await asyncio.sleep(seconds)
        fired.append(seconds)

    async def main() -> None:
        await asyncio.gather(*(wait(seconds) for seconds in (30, 10, 20)))

    run(main())
    assert fired == [10, 20, 30]


def test_a_thread_at_work_takes_no_time() -> None:
    async def main() -> tuple[float, float]:
        loop = asyncio.get_running_loop()
        ticking = asyncio.create_task(asyncio.sleep(1000))
        await asyncio.sleep(5)
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            await loop.run_in_executor(pool, REAL_SLEEP, 0.05)
        now = loop.time()
        ticking.cancel()
        return now, loop.time()

    assert run(main()) == (5, 5)


def test_work_done_elsewhere_can_hold_the_clock() -> None:
    async def main() -> float:
        loop = asyncio.get_running_loop()
        done = loop.create_future()
        asyncio.get_running_loop().call_later(500, lambda: None)
        thread = threading.Timer(0.05, lambda: loop.call_soon_threadsafe(done.set_result, None))
        thread.start()
        await stand_still(done)
        thread.join()
        return loop.time()

    assert run(main()) == 0


async def test_on_an_ordinary_loop_it_is_just_awaited() -> None:
    assert await stand_still(asyncio.sleep(0, "done")) == "done"


def test_the_clocks_of_the_time_module_follow() -> None:
    async def main() -> tuple[float, float]:
        before = time.time(), time.monotonic()
        await asyncio.sleep(42)
        return time.time() - before[0], time.monotonic() - before[1]

    assert run(main()) == pytest.approx((42, 42))
    assert time.monotonic() != 1000


def test_what_main_raises_is_raised_and_nothing_is_left_running() -> None:
    cancelled = threading.Event()

    async def forever() -> None:
        try:
            await asyncio.sleep(1e9)
        finally:
            cancelled.set()

    async def main() -> None:
        task = asyncio.create_task(forever())
        await asyncio.sleep(0)
        raise ValueError(str(task.done()))

    with pytest.raises(ValueError, match="False"):
        run(main())
    assert cancelled.is_set()
