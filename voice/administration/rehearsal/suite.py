"""All conversations of some plans, held one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from loguru import logger

from voice.administration.rehearsal.data import FilesBeside
from voice.administration.rehearsal.expected import Mismatch
from voice.administration.rehearsal.play import Data, Failure, Played, play
from voice.administration.rehearsal.read import Rehearsal, read_rehearsals
from voice.conversation import prepare
from voice.dialplan.load import plans_beside
from voice.dialplan.model import Dialplan
from voice.dialplan.source import Place
from voice.errors import Problem


@dataclass(frozen=True, slots=True)
class Result:
    """How one conversation went, and where it stands written."""

    plan: str
    place: Place
    played: Played
    places: tuple[Place, ...]
    """Of each failure."""

    @property
    def passed(self) -> bool:
        """True when everything came as expected."""
        return self.played.passed

    @property
    def file(self) -> Path:
        """The file that holds it."""
        return self.place.file

    @property
    def path(self) -> str:
        """What it is called in full: plan, file and name."""
        return f"{self.plan}/{self.file.stem}: {self.played.name}"


@dataclass(frozen=True, slots=True)
class Suite:
    """The conversations written beside one plan."""

    plan: Dialplan
    rehearsals: tuple[Rehearsal, ...]
    problems: tuple[Problem, ...]
    """What is wrong with their files."""


def read_suite(folder: Path, plan: Dialplan) -> Suite:
    """Read the conversations beside a plan."""
    rehearsals, problems = read_rehearsals(folder, plan)
    return Suite(plan, tuple(rehearsals), tuple(problems))


def run_suite(
    suite: Suite,
    wanted: str = "",
    data: Data | None = None,
    on_result: Callable[[Result], None] | None = None,
) -> list[Result]:
    """Hold the conversations whose full name contains `wanted`, in any case of letters."""
    return asyncio.run(_run(suite, wanted.casefold(), data or FilesBeside(), on_result))


async def _run(
    suite: Suite, wanted: str, data: Data, on_result: Callable[[Result], None] | None
) -> list[Result]:
    results: list[Result] = []
    plans: Mapping[str, Dialplan] = {}
    for rehearsal in _variants(suite.rehearsals):
        named = f"{suite.plan.name}/{rehearsal.file.stem}: {rehearsal.scene.name}"
        if wanted not in named.casefold():
            continue
        if not results:
            prepare(suite.plan)
            plans = plans_beside(suite.plan)
        played = await _played(suite.plan, rehearsal, data, plans)
        results.append(_placed(suite.plan.name, rehearsal, played))
        if on_result:
            on_result(results[-1])
    return results


def _variants(rehearsals: tuple[Rehearsal, ...]) -> Iterator[Rehearsal]:
    for rehearsal in rehearsals:
        for scene in rehearsal.scene.variants:
            yield Rehearsal(scene, rehearsal.file, rehearsal.index, rehearsal.document)


async def _played(plan: Dialplan, rehearsal: Rehearsal, data: Data, plans: Mapping[str, Dialplan]) -> Played:
    """One conversation; a failure of the program's own is this one's failure and no other's."""
    try:
        return await play(plan, rehearsal.scene, data, plans)
    except Exception as error:  # whatever it is, the other conversations are held
        logger.opt(exception=True).debug("a rehearsed conversation broke")
        mismatch = Mismatch((), "a conversation", f"a failure of the program's own: {type(error).__name__}")
        return Played(rehearsal.scene.name, (Failure(0, mismatch),), (), 0, 0.0)


def _placed(plan: str, rehearsal: Rehearsal, played: Played) -> Result:
    places = tuple(
        rehearsal.place("lines", failure.line, *failure.mismatch.key) for failure in played.failures
    )
    return Result(plan, rehearsal.place("name"), played, places)
