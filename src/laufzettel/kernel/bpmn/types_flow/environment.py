"""What is known about the variables at one point of a process."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from laufzettel.kernel.feel import FeelType, union
from laufzettel.kernel.feel.types import ANY, NULL, ContextType, Field

MAX_TURNS = 12
"""After so many changes of one name in loops its type is widened to Any."""


@dataclass(frozen=True, slots=True)
class Known:
    """A variable: its type, whether it is there on every way, and the scope it lives in."""

    type: FeelType
    is_certain: bool = True
    owner: str = ""

    @property
    def seen(self) -> FeelType:
        """The type an expression meets: a variable that may be absent may be null."""
        return self.type if self.is_certain else union(self.type, NULL)


@dataclass(frozen=True)
class Environment:
    """Names in sight. An open one may hold names nobody declared (a task whose form is not known)."""

    names: Mapping[str, Known] = field(default_factory=dict)
    is_open: bool = False

    def types(self, context: Mapping[str, FeelType]) -> dict[str, FeelType]:
        """What expressions see here; the platform's own values come first."""
        return {name: known.seen for name, known in self.names.items()} | dict(context)

    def write(self, name: str, kind: FeelType, root: str, *, is_certain: bool = True) -> "Environment":
        """Rule 8: into the scope that has the name, else the root."""
        before = self.names.get(name)
        owner = before.owner if before is not None else root
        if before is not None and not is_certain:
            known = Known(union(before.type, kind), before.is_certain, owner)
        else:
            known = Known(kind, is_certain, owner)
        return Environment({**self.names, name: known}, self.is_open)

    def write_local(self, name: str, kind: FeelType, owner: str) -> "Environment":
        """A variable of an inner scope; it hides one of the same name outside."""
        return Environment({**self.names, name: Known(kind, True, owner)}, self.is_open)

    def write_path(self, path: tuple[str, ...], kind: FeelType, root: str) -> "Environment":
        """The target of an output mapping; `a.b` merges into `a`."""
        if len(path) == 1:
            return self.write(path[0], kind, root)
        before = self.names.get(path[0])
        return self.write(path[0], with_path(before.type if before else None, path[1:], kind), root)

    def merge_result(self, result: ContextType, root: str) -> "Environment":
        """A result without output mappings: every field is written, optional ones perhaps."""
        found = self
        for name, given in result.fields.items():
            found = found.write(name, given.type, root, is_certain=given.required)
        return found if result.closed else found.opened()

    def opened(self) -> "Environment":
        """The same names, and perhaps others."""
        return Environment(self.names, True)

    def leaving(self, owner: str, outside: "Environment") -> "Environment":
        """What is left when a scope ends: its locals go, what they hid is seen again."""
        names = {name: known for name, known in self.names.items() if known.owner != owner}
        hidden = {
            name: outside.names[name]
            for name, known in self.names.items()
            if known.owner == owner and name in outside.names
        }
        return Environment(names | hidden, self.is_open)


def with_path(before: FeelType | None, path: tuple[str, ...], kind: FeelType) -> FeelType:
    """The context type in which `path` has a type."""
    fields = dict(before.fields) if isinstance(before, ContextType) else {}
    inner = fields[path[0]].type if path[0] in fields else None
    fields[path[0]] = Field(with_path(inner, path[1:], kind) if len(path) > 1 else kind)
    return ContextType(fields, before.closed if isinstance(before, ContextType) else True)


def merge_ways(environments: Iterable[Environment]) -> Environment:
    """Where one of several ways was gone: union of types, certain only if certain on every way."""
    return _merge(list(environments), all)


def merge_branches(environments: Iterable[Environment]) -> Environment:
    """Where several branches meet: certain if any branch is certain to write it."""
    return _merge(list(environments), any)


def _merge(found: list[Environment], decide: Callable[[Iterable[bool]], bool]) -> Environment:
    if len(found) == 1:
        return found[0]
    names: dict[str, Known] = {}
    for name in dict.fromkeys(name for one in found for name in one.names):
        knowns = [one.names[name] for one in found if name in one.names]
        certain = decide(name in one.names and one.names[name].is_certain for one in found)
        names[name] = Known(union(*(known.type for known in knowns)), certain, knowns[0].owner)
    return Environment(names, any(one.is_open for one in found))


def widened(before: Environment, after: Environment) -> Environment:
    """Loops that keep growing a type end here: what still changes becomes Any."""
    names = {
        name: known if before.names.get(name) == known else Known(ANY, known.is_certain, known.owner)
        for name, known in after.names.items()
    }
    return Environment(names, after.is_open)
