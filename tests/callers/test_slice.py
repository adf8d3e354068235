"""Six callers of the corpus, made and phoning: one of each way a call goes, on a quiet line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.callers.dialogues import dialogues
from benchmarks.callers.holding import Holder, Place
from benchmarks.callers.judging import misses
from benchmarks.callers.takes import takes

pytestmark = [pytest.mark.weights, pytest.mark.long]
MODELS = Path("models")
SLICE = (
    "hospital-en-the-way-by-bus-quiet",
    "hospital-fr-numéro-de-facture-au-clavier-quiet",
    "insurance-en-cuts-in-with-the-number-quiet",
    "insurance-fr-veut-un-humain-quiet",
    "insurance-en-furious-about-a-claim-quiet",
    "hospital-fr-deux-dossiers-inconnus-quiet",
)
UNDERSTOOD = SLICE[0], SLICE[2]
"""Those that are also understood in every point; benchmarks/results/callers.md tells of the others."""


@pytest.fixture(scope="module")
def holder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Holder]:
    holder = Holder(Place(MODELS, tmp_path_factory.mktemp("callers")))
    yield holder
    holder.close()


@pytest.mark.parametrize("name", SLICE)
def test_a_caller_made_by_the_script_ends_where_he_should(holder: Holder, name: str) -> None:
    # The voices that everybody has; the corpus itself also uses optional ones.
    everyone = takes(dialogues(), ["en_US-joe-medium", "ff_siwis"], lines=5)
    take = next(take for take in everyone if take.id.startswith(name))
    _, made = holder.make(take)
    first = made.sound.read_bytes()
    outcome = holder.hold(made)
    assert outcome.ends is take.dialogue.expect.ends, outcome.heard
    if name in UNDERSTOOD:
        assert misses(take.dialogue.expect, outcome) == [], outcome.heard
    assert holder.make(take)[1].sound.read_bytes() == first
