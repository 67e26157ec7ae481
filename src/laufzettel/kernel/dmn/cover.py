"""Gaps and overlaps of tables: which inputs no rule lets through, and which several do.

Columns are cut into pieces (`axes`); a combination of pieces is let through by the rules whose bits all columns share.
The search goes column by column, treats pieces that let the same rules through as one, and remembers what it has seen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from laufzettel.kernel.dmn.axes import Axis
from laufzettel.kernel.feel.values import Value

MAX_STEPS = 200_000
MAX_FINDINGS = 20


class TooManyError(Exception):
    """The table has more combinations than the search looks through."""


@dataclass(frozen=True, slots=True)
class Example:
    """One input a column, and the rules (from 0) that let it through."""

    inputs: tuple[Value, ...]
    rules: tuple[int, ...]


def bits(mask: int) -> Iterator[int]:
    """The positions of the bits that are set, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


class Cover:
    """The rules of a table over the pieces of its columns."""

    def __init__(self, axes: Sequence[Axis], rules: int) -> None:
        self.axes = axes
        self.all_rules = (1 << rules) - 1
        self._atoms = [axis.allowed() for axis in axes]
        self._groups = [_grouped(axis, atoms) for axis, atoms in zip(axes, self._atoms, strict=True)]
        # The rules that ask nothing any more from column i on: they let through whatever comes.
        self._free = [self.all_rules] * (len(axes) + 1)
        for index in range(len(axes) - 1, -1, -1):
            free = self._free[index + 1]
            for mask in self._groups[index]:
                free &= mask
            self._free[index] = free
        self._steps = 0

    def gaps(self, limit: int = MAX_FINDINGS) -> list[Example]:
        """Inputs of the domain that no rule lets through, at most `limit`, each of another kind."""
        self._steps = 0
        return list(islice(self._uncovered(0, self.all_rules, {}, ()), limit))

    def unmatched(self, rule: int, others: int) -> bool:
        """Whether `rule` ever fires: some input of the domain goes to it and to none of the rules in `others`."""
        self._steps = 0
        return self._escapes(0, rule, others, set())

    def overlaps(self, pairs: Iterator[tuple[int, int]], limit: int = MAX_FINDINGS) -> list[Example]:
        """For pairs of rules: an input that both let through, where there is one."""
        spans = [self._rule_atoms(index) for index in range(len(self.axes))]
        found: list[Example] = []
        for one, two in pairs:
            shared = [span[one] & span[two] for span in spans]
            if all(shared):
                atoms = [self._atoms[index][next(bits(each))] for index, each in enumerate(shared)]
                found.append(Example(self._values(atoms), (one, two)))
                if len(found) >= limit:
                    break
        return found

    def _rule_atoms(self, index: int) -> list[int]:
        """Per rule, the bits of the allowed pieces of a column that it lets through."""
        masks = self.axes[index].masks
        spans = [0] * self.all_rules.bit_length()
        for position, atom in enumerate(self._atoms[index]):
            for rule in bits(masks[atom]):
                spans[rule] |= 1 << position
        return spans

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise TooManyError

    def _uncovered(
        self, index: int, rules: int, seen: dict[tuple[int, int], bool], chosen: tuple[int, ...]
    ) -> Iterator[Example]:
        if rules & self._free[index]:
            return
        if index == len(self.axes):
            yield Example(self._values(chosen), ())
            return
        if seen.get((index, rules)):
            return
        seen[index, rules] = True
        for mask, atom in self._groups[index].items():
            self._step()
            yield from self._uncovered(index + 1, rules & mask, seen, (*chosen, atom))

    def _escapes(self, index: int, rule: int, others: int, seen: set[tuple[int, int]]) -> bool:
        if index == len(self.axes):
            return not others
        if others & self._free[index] or (index, others) in seen:
            return False
        seen.add((index, others))
        for mask in self._groups[index]:
            if mask >> rule & 1:
                self._step()
                if self._escapes(index + 1, rule, others & mask, seen):
                    return True
        return False

    def _values(self, atoms: Sequence[int]) -> tuple[Value, ...]:
        return tuple(axis.example(atom) for axis, atom in zip(self.axes, atoms, strict=True))


def _grouped(axis: Axis, atoms: list[int]) -> dict[int, int]:
    """The different rule sets of a column's pieces, each with the first piece that has it; an exact value is plainer
    than a gap between values."""
    groups: dict[int, int] = {}
    for atom in sorted(atoms, key=lambda atom: (not axis.is_value(atom), atom)):
        groups.setdefault(axis.masks[atom], atom)
    return groups
