"""Published versions as sides of a comparison."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from voice.administration.references import Side, read_folder
from voice.dialplan.versions import Tree
from voice.errors import VersionError
from voice.records.verbs import opened

_NAMED = re.compile(r"[0-9]{1,9}|[0-9a-f]{4,64}")
"""A number of the history, or the beginning of a hash."""


class Published:
    """Finds versions in the records and puts their files below a folder of its own."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url = url
        self._folder = folder

    def __call__(self, reference: str) -> Side | None:
        """All plans of a version; None when no version is called so. Raises PlanError, RecordsError."""
        if not _NAMED.fullmatch(reference):
            return None
        tree = asyncio.run(self._tree(reference))
        if tree is None:
            return None
        place = self._folder / tree.version
        tree.write(place)
        return read_folder(place, reference)

    async def _tree(self, reference: str) -> Tree | None:
        async with opened(self._url) as store:
            try:
                line = await store.versions.find(reference)
                return await store.versions.tree(line.version)
            except VersionError:
                return None
