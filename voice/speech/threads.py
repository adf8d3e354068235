"""Threads that compute give way to those that carry sound."""

from __future__ import annotations

import os
import sys
import threading

NICE = 5
"""With it, busy engines delay the frames of calls half as long or less, and are hardly slower."""


def give_way() -> None:
    """Lower the priority of this thread and of those it starts from now on; Linux only, setpriority(2)."""
    if sys.platform == "linux":
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, max(NICE, os.getpriority(os.PRIO_PROCESS, thread)))
