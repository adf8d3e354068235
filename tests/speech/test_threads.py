"""Who computes gives way to who carries sound."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from voice.speech.threads import NICE, give_way


def priority() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has priorities of threads")
def test_a_pool_and_the_threads_it_starts_give_way_and_no_other() -> None:
    before = priority()

    def in_a_thread_of_its_own() -> list[int]:
        found: list[int] = []
        thread = threading.Thread(target=lambda: found.append(priority()))
        thread.start()
        thread.join()
        return found

    with ThreadPoolExecutor(1, initializer=give_way) as pool:
        assert pool.submit(priority).result() == max(NICE, before)
        assert pool.submit(in_a_thread_of_its_own).result() == [max(NICE, before)]
    assert priority() == before
