"""The small, safe `if:` language: comparisons of values, joined by and, or, not.

    order.status == "shipped"
    open and not (invoice.amount > 500)
    order_number

A value stands for itself: it holds when it is known and not empty. Two numbers compare as numbers,
everything else as text. What is not known is neither more nor less than anything.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
MOST_CHARACTERS = 300


class ConditionError(ValueError):
    """A condition that is not in the language; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition, checked and ready."""

    text: str
    names: frozenset[str]
    """Values it reads: slot names, and lookup.column."""
    tree: ast.expr

    @property
    def equalities(self) -> Iterator[tuple[str, str]]:
        """Values and the texts that they are compared with by == and !=."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Compare) and all(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops):
                sides = [node.left, *node.comparators]
                texts = [str(side.value) for side in sides if isinstance(side, ast.Constant)]
                names = [_name(side) for side in sides if not isinstance(side, ast.Constant)]
                yield from ((name, text) for name in names for text in texts)

    def holds(self, values: Mapping[str, str]) -> bool:
        """True when the condition holds for these values; a value that is missing is empty."""
        return _truth(self.tree, values)


def parse(text: str) -> Condition:
    """Check a condition. Raises ConditionError."""
    if len(text) > MOST_CHARACTERS:
        raise ConditionError(f"longer than {MOST_CHARACTERS} characters")
    if "\\" in text:
        raise ConditionError("a backslash cannot stand here")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ConditionError('not a condition; write for example: order.status == "shipped"') from None
    names: set[str] = set()
    _check(tree, names)
    return Condition(text, frozenset(names), tree)


def _condition(raw: Any) -> Condition:
    if isinstance(raw, Condition):
        return raw
    if isinstance(raw, bool):
        raise PydanticCustomError("condition", "a condition is missing here")
    try:
        return parse(str(raw))
    except ConditionError as error:
        raise PydanticCustomError("condition", "{why}", {"why": str(error)}) from None


When = Annotated[
    Condition,
    PlainValidator(_condition),
    PlainSerializer(lambda condition: condition.text, return_type=str),
    WithJsonSchema({"type": "string", "maxLength": MOST_CHARACTERS}),
]
"""A condition in a plan."""


def _check(node: ast.expr, names: set[str]) -> None:
    match node:
        case ast.BoolOp(values=values):
            for value in values:
                _check(value, names)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            _check(operand, names)
        case ast.Compare(left=left, ops=ops, comparators=others):
            if any(type(op) not in _COMPARE for op in ops):
                raise ConditionError("only == != < <= > >= compare")
            for side in (left, *others):
                _check_value(side, names)
        case _:
            _check_value(node, names)


def _check_value(node: ast.expr, names: set[str]) -> None:
    match node:
        case ast.Constant(value=str() | int() | float()):
            return
        case ast.Name(id=name):
            names.add(name)
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            names.add(f"{owner}.{name}")
        case _:
            raise ConditionError('only values, "texts", numbers, comparisons, and, or, not can stand here')


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _truth(node: ast.expr, values: Mapping[str, str]) -> bool:
    match node:
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(_truth(part, values) for part in parts)
        case ast.BoolOp(values=parts):
            return any(_truth(part, values) for part in parts)
        case ast.UnaryOp(operand=operand):
            return not _truth(operand, values)
        case ast.Compare(left=left, ops=ops, comparators=others):
            sides = [_read(side, values) for side in (left, *others)]
            pairs = zip(ops, sides, sides[1:], strict=False)
            return all(_compare(op, one, two) for op, one, two in pairs)
        case _:
            return bool(_read(node, values))


def _read(node: ast.expr, values: Mapping[str, str]) -> str:
    match node:
        case ast.Constant(value=bool() as value):
            return "true" if value else ""
        case ast.Constant(value=value):
            return str(value)
        case ast.Name(id=name):
            return values.get(name, "")
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return values.get(f"{owner}.{name}", "")
        case _:
            raise AssertionError("checked by parse()")


def _compare(op: ast.cmpop, one: str, two: str) -> bool:
    if isinstance(op, _ORDER) and not (one and two):
        return False
    compare = _COMPARE[type(op)]
    try:
        return compare(float(one), float(two))
    except ValueError:
        return compare(one, two)
