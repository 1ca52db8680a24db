"""Objects for the drivers: values that show where they were, and values that
make trouble."""

import types


class Value:
    def __init__(self, number):
        self.number = number

    def __repr__(self):
        return f"Value({self.number!r})"

    def __call__(self, *arguments):
        return self.number, arguments


class Loud(Value):
    """Raises when it is looked at closely."""

    def __str__(self):
        raise RuntimeError(f"do not print {self.number}")

    def __bool__(self):
        raise RuntimeError(f"{self.number} is neither")

    def __len__(self):
        raise RuntimeError(f"{self.number} has no length")

    def __call__(self, *arguments):
        raise RuntimeError(f"{self.number} must not be called")


class Evil:
    """A key with somebody else's hash that raises when it is compared, or
    empties a container."""

    def __init__(self, like, empties=None):
        self.like, self.empties = like, empties

    def __hash__(self):
        return hash(self.like)

    def __eq__(self, other):
        if self.empties is None:
            raise ValueError("evil key")
        self.empties.clear()
        return False

    def __repr__(self):
        return "Evil()"


class Clears:
    """Empties a container when it is finalised."""

    def __init__(self, container):
        self.container = container

    def __del__(self):
        self.container.clear()

    def __repr__(self):
        return "Clears()"


def seen(value, depth=0):
    """The value as a text without addresses; equal values give equal texts."""
    if depth > 5:
        return "..."
    if isinstance(value, (list, tuple, set, frozenset)):
        return f"{type(value).__name__}({', '.join(seen(v, depth + 1) for v in value)})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{seen(k, depth + 1)}: {seen(v, depth + 1)}" for k, v in value.items()) + "}"
    if isinstance(value, types.CellType):
        return f"cell({seen(value.cell_contents, depth + 1) if value != types.CellType() else ''})"
    if type(value).__repr__ is object.__repr__ or callable(value) and not isinstance(value, Value):
        return f"a {type(value).__name__} {getattr(value, '__name__', '')}"
    return repr(value)


def reachable(values):
    """Every object in these containers, each once."""
    found, work = {}, list(values)
    while work:
        value = work.pop()
        if id(value) in found:
            continue
        found[id(value)] = value
        if isinstance(value, dict):
            work += [*value.keys(), *value.values()]
        elif isinstance(value, (list, tuple)):
            work += value
    return list(found.values())


def empty(values):
    """Takes everything out of these containers."""
    for value in reachable(values):
        if isinstance(value, (dict, list)):
            value.clear()
