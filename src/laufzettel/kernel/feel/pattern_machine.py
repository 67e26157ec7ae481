"""A machine for regular expressions that keeps all ways open at once: its work is text times pattern, never more."""

from dataclasses import dataclass

import regex

from laufzettel.kernel.feel.budget import Budget
from laufzettel.kernel.feel.pattern_parser import Anchor, Char, Choice, Group, Part, Repeat, Sequence

MAX_PROGRAM = 5000
_CHAR, _SPLIT, _JUMP, _SAVE, _ANCHOR, _MATCH = range(6)

Span = tuple[int, int]
Slots = tuple[int, ...]


class _Set:
    """A set of characters, asked through the `regex` package and remembered."""

    __slots__ = ("known", "pattern")

    def __init__(self, source: str, flags: int) -> None:
        prefix = "(?-f)" if flags & int(regex.IGNORECASE) else ""
        self.pattern = regex.compile(prefix + source, flags)
        self.known: dict[str, bool] = {}

    def has(self, character: str) -> bool:
        found = self.known.get(character)
        if found is None:
            found = self.known[character] = self.pattern.fullmatch(character) is not None
        return found


@dataclass(frozen=True, slots=True)
class Machine:
    """A pattern as a program: instructions of a kind and two operands."""

    program: tuple[tuple[int, object, int], ...]
    groups: int
    multi_line: bool

    @classmethod
    def of(cls, tree: Part, groups: int, flags: int, multi_line: bool) -> "Machine | None":
        """The machine of a pattern, None when its program would be too long."""
        builder = _Builder(flags)
        try:
            builder.add(Group(0, tree))
        except OverflowError:
            return None
        builder.emit(_MATCH, None, 0)
        return cls(tuple(builder.program), groups, multi_line)

    def search(self, budget: Budget, text: str, start: int) -> tuple[Span | None, ...] | None:
        """The first match at or behind `start`, the same one that backtracking would find."""
        threads: list[tuple[int, Slots]] = []
        best: Slots | None = None
        empty = (-1,) * (2 * self.groups + 2)
        for position in range(start, len(text) + 1):
            seen: set[int] = set()
            ready: list[tuple[int, Slots]] = []
            for counter, slots in threads:
                self._follow(ready, seen, counter, slots, text, position)
            if best is None:
                self._follow(ready, seen, 0, empty, text, position)
            if not ready and best is not None:
                break
            budget.spend(1 + len(seen))
            threads, matched = self._step(ready, text, position)
            best = matched or best
        if best is None:
            return None
        return tuple((best[2 * n], best[2 * n + 1]) if best[2 * n + 1] >= 0 else None for n in range(self.groups + 1))

    def _step(
        self, ready: list[tuple[int, Slots]], text: str, position: int
    ) -> tuple[list[tuple[int, Slots]], Slots | None]:
        """The threads that go on over the character at `position`; those behind a match are cut off."""
        character = text[position : position + 1]
        going: list[tuple[int, Slots]] = []
        for counter, slots in ready:
            kind, operand, _ = self.program[counter]
            if kind == _MATCH:
                return going, slots
            if character and isinstance(operand, _Set) and operand.has(character):
                going.append((counter + 1, slots))
        return going, None

    def _follow(
        self, ready: list[tuple[int, Slots]], seen: set[int], counter: int, slots: Slots, text: str, position: int
    ) -> None:
        """Add what can be reached from `counter` without taking a character, in order of preference."""
        waiting = [(counter, slots)]
        while waiting:
            here, kept = waiting.pop()
            if here in seen:
                continue
            seen.add(here)
            kind, operand, other = self.program[here]
            if kind == _JUMP:
                waiting.append((other, kept))
            elif kind == _SPLIT:
                waiting.append((other, kept))
                waiting.append((int(str(operand)), kept))
            elif kind == _SAVE:
                waiting.append((here + 1, (*kept[:other], position, *kept[other + 1 :])))
            elif kind == _ANCHOR:
                if self._holds(str(operand), text, position):
                    waiting.append((here + 1, kept))
            else:
                ready.append((here, kept))

    def _holds(self, sign: str, text: str, position: int) -> bool:
        if sign == "^":
            after_line = self.multi_line and text[position - 1 : position] == "\n" and position < len(text)
            return position == 0 or after_line
        return position == len(text) or (self.multi_line and text[position] == "\n")


class _Builder:
    def __init__(self, flags: int) -> None:
        self.flags = flags
        self.program: list[tuple[int, object, int]] = []
        self.sets: dict[str, _Set] = {}

    def emit(self, kind: int, operand: object, other: int) -> int:
        if len(self.program) > MAX_PROGRAM:
            raise OverflowError
        self.program.append((kind, operand, other))
        return len(self.program) - 1

    def add(self, part: Part) -> None:
        if isinstance(part, Char):
            if part.set not in self.sets:
                self.sets[part.set] = _Set(part.set, self.flags)
            self.emit(_CHAR, self.sets[part.set], 0)
        elif isinstance(part, Anchor):
            self.emit(_ANCHOR, part.sign, 0)
        elif isinstance(part, Group):
            self._group(part)
        elif isinstance(part, Repeat):
            self._repeat(part)
        elif isinstance(part, Choice):
            self._choice(part)
        elif isinstance(part, Sequence):
            for each in part.parts:
                self.add(each)

    def _group(self, part: Group) -> None:
        if part.index is None:
            return self.add(part.body)
        self.emit(_SAVE, None, 2 * part.index)
        self.add(part.body)
        self.emit(_SAVE, None, 2 * part.index + 1)
        return None

    def _choice(self, part: Choice) -> None:
        jumps: list[int] = []
        for option in part.options[:-1]:
            split = self.emit(_SPLIT, len(self.program) + 1, 0)
            self.add(option)
            jumps.append(self.emit(_JUMP, None, 0))
            self.program[split] = (_SPLIT, split + 1, len(self.program))
        self.add(part.options[-1])
        for jump in jumps:
            self.program[jump] = (_JUMP, None, len(self.program))

    def _repeat(self, part: Repeat) -> None:
        for _ in range(part.low):
            self.add(part.body)
        if part.high is None:
            split = self.emit(_SPLIT, None, 0)
            self.add(part.body)
            self.emit(_JUMP, None, split)
            self._split(split, part.lazy)
            return
        splits: list[int] = []
        for _ in range(part.high - part.low):
            splits.append(self.emit(_SPLIT, None, 0))
            self.add(part.body)
        for split in splits:
            self._split(split, part.lazy)

    def _split(self, split: int, lazy: bool) -> None:
        """A split between going in (the next instruction) and going past (the end of the program so far)."""
        inside, past = split + 1, len(self.program)
        self.program[split] = (_SPLIT, past, inside) if lazy else (_SPLIT, inside, past)
