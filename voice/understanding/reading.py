"""A value read out of words, and whether it needs to be confirmed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """One value in canonical form."""

    value: str
    sure: bool = True
    """False when the words can also be read otherwise: the value is read back to the caller."""
