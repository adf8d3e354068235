"""All checks of one plan, in the order in which they make sense."""

from __future__ import annotations

from pathlib import Path

from voice.dialplan.checks import assist, contract, data, errands, flow, people, prompts, steps
from voice.dialplan.checks.notes import Notes
from voice.dialplan.model import PlanFile
from voice.dialplan.source import Document


def check(plan: PlanFile, document: Document, folder: Path, plans: frozenset[str] = frozenset()) -> None:
    """Note every problem of a well-formed plan in its document.

    `folder` holds its sound files and database; `plans` are the names of the plans beside it.
    """
    notes = Notes(plan, document, folder, plans)
    notes.known("step", plan.start, plan.steps, ("start",))
    if len(set(plan.languages)) < len(plan.languages):
        notes.problem(("languages",), "language", "a language stands here twice")
    for part in (contract, data, people, prompts, steps, assist, errands):
        part.check(notes)
    if not any(problem.level == "error" for problem in document.problems):
        flow.check(notes)
        contract.check_ways(notes)
        errands.check_ways(notes)
