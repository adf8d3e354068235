"""Places for boxes: columns from left to right, each box beside the middle of what it leads to.

Since every box has one way that leads to it, no two arrows cross.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from voice.administration.drawing.graph import Arrow, Box, Drawing, Kind
from voice.administration.drawing.text import width, wrapped

BOX = 252.0
"""Width of a box of a step, in pixels, as all lengths here."""
PAD = 10.0
TITLE, BODY, LABEL = 12.0, 12.0, 11.0
"""Sizes of letters."""
LINE = 15.0
BOLD = 1.08
"""How much wider bold letters are."""
MOST_SAID = 3
"""Lines of what is said."""
BETWEEN = 14.0
"""Least distance of two boxes above each other."""
STUB = 18.0
"""Length of an arrow before it turns."""
HEAD = 24.0
MOST_LABEL = 200.0
MARGIN = 24.0


@dataclass(slots=True)
class Placed:
    """A box with its place and its lines."""

    box: Box
    x: float
    y: float
    width: float
    height: float
    title: list[str]
    does: list[str]
    body: list[str]

    @property
    def middle(self) -> float:
        """Where arrows begin and end."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow with its label's lines and the place where it turns."""

    start: Placed
    end: Placed
    turn: float
    label: list[str]


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole drawing with places."""

    placed: tuple[Placed, ...]
    lines: tuple[Line, ...]
    width: float
    height: float


def lay_out(drawing: Drawing, top: float) -> Layout:
    """Find a place for everything; `top` is left free above."""
    return _Layouter(drawing, top).run()


class _Layouter:
    def __init__(self, drawing: Drawing, top: float) -> None:
        self._drawing = drawing
        self._top = top
        self._columns: dict[int, list[Placed]] = {}
        self._depth: dict[str, int] = {}
        self._by_id: dict[str, Placed] = {}

    def run(self) -> Layout:
        """Sizes first, then heights from the leaves on, then columns."""
        for root in self._drawing.roots:
            for box, depth in _walk(root):
                placed = _sized(box)
                self._by_id[box.id] = placed
                self._depth[box.id] = depth
                self._columns.setdefault(depth, []).append(placed)
        self._stack()
        gaps = self._across()
        lines = tuple(self._lines(gaps))
        boxes = tuple(self._by_id.values())
        return Layout(
            boxes,
            lines,
            max(box.x + box.width for box in boxes) + MARGIN,
            max(box.y + box.height for box in boxes) + MARGIN,
        )

    def _stack(self) -> None:
        """Heights: what a box leads to is stacked, and the box stands beside its middle."""
        spans = self._spans()
        y = self._top
        for root in self._drawing.roots:
            waiting = [(root, y)]
            y += spans[root.id] + 2 * BETWEEN
            while waiting:
                box, start = waiting.pop()
                placed = self._by_id[box.id]
                placed.y = start + (spans[box.id] - placed.height) / 2
                inner = sum(spans[arrow.to.id] for arrow in box.arrows)
                inner += BETWEEN * max(len(box.arrows) - 1, 0)
                below = start + (spans[box.id] - inner) / 2
                for arrow in box.arrows:
                    waiting.append((arrow.to, below))
                    below += spans[arrow.to.id] + BETWEEN

    def _spans(self) -> dict[str, float]:
        """How high a box is with all that it leads to."""
        spans: dict[str, float] = {}
        every = [box for root in self._drawing.roots for box, _ in _walk(root)]
        for box in reversed(every):
            inner = sum(spans[arrow.to.id] for arrow in box.arrows)
            inner += BETWEEN * max(len(box.arrows) - 1, 0)
            spans[box.id] = max(self._by_id[box.id].height, inner, _label_height(box))
        return spans

    def _across(self) -> dict[int, float]:
        """Columns: as wide as their widest box, with room for the labels of the arrows into the next."""
        x, gaps = MARGIN, dict[int, float]()
        for depth in sorted(self._columns):
            column = self._columns[depth]
            for placed in column:
                placed.x = x
            widest = max(placed.width for placed in column)
            labels = [_label(arrow) for placed in column for arrow in placed.box.arrows]
            longest = max((width(line, LABEL) for label in labels for line in label), default=0.0)
            gaps[depth] = x + widest + STUB
            x = gaps[depth] + longest + (8.0 if longest else 0.0) + HEAD
        return gaps

    def _lines(self, gaps: dict[int, float]) -> Iterator[Line]:
        for placed in self._by_id.values():
            for arrow in placed.box.arrows:
                turn = gaps[self._depth[placed.box.id]]
                yield Line(placed, self._by_id[arrow.to.id], turn, _label(arrow))


def _walk(root: Box) -> Iterator[tuple[Box, int]]:
    """Each box before what it leads to, in the order in which it is drawn."""
    waiting = [(root, 0)]
    while waiting:
        box, depth = waiting.pop()
        yield box, depth
        waiting.extend((arrow.to, depth + 1) for arrow in reversed(box.arrows))


def _label(arrow: Arrow) -> list[str]:
    return wrapped(arrow.label, MOST_LABEL, LABEL, 2) if arrow.label else []


def _label_height(box: Box) -> float:
    """What labels of arrows need that lie close above each other."""
    return 0.0 if len(box.arrows) < 2 else 30.0 * len(box.arrows)


def _sized(box: Box) -> Placed:
    if box.kind in (Kind.PERSON, Kind.END, Kind.BACK):
        title = wrapped(box.name, BOX - 2 * PAD, TITLE, 2)
        wide = max(BOLD * width(line, TITLE) for line in title) + 2 * PAD + 18
        return Placed(box, 0, 0, wide, len(title) * LINE + 10, title, [], [])
    inner = BOX - 2 * PAD
    title = wrapped(box.says if box.kind is Kind.REQUEST else box.name, inner / BOLD, TITLE, 2)
    does = wrapped(box.does, inner, LABEL, 1) if box.does else []
    body = wrapped(box.says, inner, BODY, MOST_SAID) if box.says and box.kind is not Kind.REQUEST else []
    body += [line for note in box.notes for line in wrapped(note, inner, BODY, 2)]
    lines = len(title) + len(does) + len(body)
    return Placed(box, 0, 0, BOX, lines * LINE + 2 * PAD - 2, title, does, body)
