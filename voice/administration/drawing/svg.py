"""A drawing as one SVG file that needs nothing else: no network, no script, no font."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from voice.administration.drawing.graph import Drawing, Kind
from voice.administration.drawing.layout import (
    LABEL,
    LINE,
    MARGIN,
    PAD,
    TITLE,
    Layout,
    Line,
    Placed,
    lay_out,
)  # fmt: skip

_TOP = 78.0
_STYLE = """
text { font-family: system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; fill: #1c2430; }
.house { font-size: 18px; font-weight: 700; }
.anywhere { font-size: 13px; fill: #8a3b06; }
.name { font-size: 12px; font-weight: 700; }
.does { font-size: 11px; fill: #5b6675; }
.said { font-size: 12px; fill: #2f3b4a; }
.label { font-size: 11px; fill: #44505e; }
.line { fill: none; stroke: #8b96a5; stroke-width: 1.4; }
.box { stroke-width: 1.3; }
.say { fill: #ffffff; stroke: #9aa5b4; }
.ask { fill: #eaf6f0; stroke: #3f9a6c; }
.listen { fill: #eaf6f0; stroke: #3f9a6c; }
.lookup { fill: #fff8e0; stroke: #c99a12; }
.choose { fill: #f4f1fb; stroke: #8668c4; }
.request { fill: #e4effc; stroke: #2d6fb7; }
.person { fill: #fde5d3; stroke: #cf6a1d; }
.end { fill: #e9ecf0; stroke: #7d8896; }
.back { fill: #ffffff; stroke: #9aa5b4; stroke-dasharray: 4 3; }
a text { text-decoration: underline; }
"""


def as_svg(drawing: Drawing) -> str:
    """The file's text."""
    layout = lay_out(drawing, _TOP)
    return "\n".join(_lines(drawing, layout)) + "\n"


def _lines(drawing: Drawing, layout: Layout) -> Iterator[str]:
    wide, high = max(layout.width, 720.0), layout.height
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{high:.0f}" '
        f'viewBox="0 0 {wide:.0f} {high:.0f}" role="img" aria-label={_attribute(drawing.title)}>'
    )
    yield f"<title>{_text(drawing.title)}</title>"
    yield f"<style>{_STYLE}</style>"
    yield '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
    yield 'orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#8b96a5"/></marker></defs>'
    yield f'<rect width="{wide:.0f}" height="{high:.0f}" fill="#fbfcfd"/>'
    yield f'<text class="house" x="{MARGIN}" y="34">{_text(drawing.title)}</text>'
    yield f'<text class="anywhere" x="{MARGIN}" y="56">{_text(drawing.anywhere)}</text>'
    for line in layout.lines:
        yield from _arrow(line)
    for placed in layout.placed:
        yield from _box(placed)
    yield "</svg>"


def _arrow(line: Line) -> Iterator[str]:
    start_x, start_y = line.start.x + line.start.width, line.start.middle
    end_x, end_y = line.end.x - 1, line.end.middle
    if abs(start_y - end_y) < 1:
        path = f"M{start_x:.1f} {start_y:.1f} H{end_x:.1f}"
    else:
        round_ = min(8.0, abs(end_y - start_y) / 2)
        turn = round_ if end_y > start_y else -round_
        path = (
            f"M{start_x:.1f} {start_y:.1f} H{line.turn - round_:.1f} "
            f"Q{line.turn:.1f} {start_y:.1f} {line.turn:.1f} {start_y + turn:.1f} V{end_y - turn:.1f} "
            f"Q{line.turn:.1f} {end_y:.1f} {line.turn + round_:.1f} {end_y:.1f} H{end_x:.1f}"
        )
    yield f'<path class="line" d="{path}" marker-end="url(#head)"/>'
    for index, text in enumerate(reversed(line.label)):
        y = end_y - 5 - index * (LABEL + 2)
        yield f'<text class="label" x="{line.turn + 10:.1f}" y="{y:.1f}">{_text(text)}</text>'


def _box(placed: Placed) -> Iterator[str]:
    kind, x, y = placed.box.kind, placed.x, placed.y
    round_ = placed.height / 2 if kind in (Kind.PERSON, Kind.END, Kind.BACK) else 6
    target = f"#step-{placed.box.name}" if kind is Kind.BACK else ""
    yield f'<a href="{target}">' if target else f"<g id={_attribute(placed.box.id)}>"
    whole = " ".join([placed.box.name, placed.box.says, *placed.box.notes]).strip()
    yield f"<title>{_text(whole)}</title>"
    yield (
        f'<rect class="box {kind.value}" x="{x:.1f}" y="{y:.1f}" width="{placed.width:.1f}" '
        f'height="{placed.height:.1f}" rx="{round_:.1f}"/>'
    )
    if kind in (Kind.PERSON, Kind.END, Kind.BACK):
        for index, text in enumerate(placed.title):
            middle = x + placed.width / 2
            shown = f"↩ {text}" if kind is Kind.BACK and not index else text
            yield (
                f'<text class="name" x="{middle:.1f}" y="{y + 18 + index * LINE - 1:.1f}" '
                f'text-anchor="middle">{_text(shown)}</text>'
            )
    else:
        yield from _inside(placed)
    yield "</a>" if target else "</g>"


def _inside(placed: Placed) -> Iterator[str]:
    y = placed.y + PAD + TITLE - 3
    for css, lines in (("name", placed.title), ("does", placed.does), ("said", placed.body)):
        for text in lines:
            yield f'<text class="{css}" x="{placed.x + PAD:.1f}" y="{y:.1f}">{_text(text)}</text>'
            y += LINE


def _text(text: str) -> str:
    return escape("".join(char for char in text if char >= " "))


def _attribute(text: str) -> str:
    return quoteattr("".join(char for char in text if char >= " "))
