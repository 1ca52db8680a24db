"""What generated functions are called with. Runs inside the interpreter under
test; the module `world` is world.c."""

import re
import sys
import types
import weakref

import world

EVIL = "look-ups with this key raise"


class Evil:
    """A key with the hash of "a"; comparing it raises, or empties the dict."""

    def __init__(self, empties=None):
        self.empties = empties

    def __hash__(self):
        return hash("a")

    def __eq__(self, other):
        if self.empties is None:
            raise ValueError(EVIL)
        self.empties.clear()
        return False

    def __repr__(self):
        return "Evil()"


class Target:
    """What weak references are made of."""

    def __init__(self, number):
        self.number = number

    def __repr__(self):
        return f"Target {self.number}"


class Cell:
    """Makes cells."""

    @staticmethod
    def of(value):
        return (lambda: value).__closure__[0]


def box(number, text="text"):
    return world.Box(world.Box(None, number + 100, "inner"), number, text)


def text(number):
    return "".join(["string ", str(number)])


def pair(number):
    # 20 and more items: small tuples are kept on a free list.
    return tuple([box(number + i) for i in range(21)])


MAKERS = {
    "box": box, "text": text, "tuple": pair, "number": lambda i: 10 ** 20 + i,
    "dict": lambda i: {text(0)[:0] + "a": box(i + 30), "b": text(i)},
    "list": lambda i: [box(i + 40), text(i + 1), box(i + 50)],
    "none": lambda i: None, "unlucky": lambda i: box(13), "negative": lambda i: box(-5 - i),
}


def clone(value):
    """An equal object that is another one."""
    if isinstance(value, world.Box):
        return world.Box(clone(value.value), value.number, value.text)
    if isinstance(value, str):
        return "".join(list(value))
    if isinstance(value, (tuple, list)):
        return type(value)([clone(v) for v in value])
    if isinstance(value, dict):
        return {k: clone(v) for k, v in value.items()}
    if isinstance(value, int) and abs(value) > 1000:
        return value + 1 - 1
    return value


class Inputs:
    """One set of arguments, fresh for each call. `keep` holds every object that
    the containers hold, so that borrowed references stay good."""

    def __init__(self, values, items, key="a", d=None, l=None, w="ref"):
        made = [MAKERS[kind](i) for i, kind in enumerate(values)]
        self.d = dict(zip(("a", "b", "c"), made))
        self.l = [MAKERS[kind](i + 5) for i, kind in enumerate(items)]
        self.target = Target(7)
        self.w = weakref.ref(self.target)
        if w == "cell":
            self.w = Cell.of(box(9, "celled"))
        elif w == "empty cell":
            self.w = types.CellType()
        elif w == "dead":
            self.target = None
        elif w == "no ref":
            self.w = 5
        self.module = sys.modules["fuzz_mod"] = types.ModuleType("fuzz_mod", "old")
        sys.fuzz_value = box(8, "sys")
        if not values:
            del sys.modules["fuzz_mod"], sys.fuzz_value
        self.keep = [*made, *self.l, self.target, self.module, getattr(sys, "fuzz_value", None)]
        if w == "cell":
            self.keep.append(self.w.cell_contents)
        for value in list(self.keep):
            if isinstance(value, dict):
                self.keep += value.values()
            elif isinstance(value, list):
                self.keep += value
        self.k = {"unhashable": [], "evil": Evil()}.get(key, key)
        if key == "emptying":
            self.k = Evil(self.d)
        self.out = []
        self.given_d, self.given_l = self.d, self.l
        if d is not None:
            self.given_d = d
        if l is not None:
            self.given_l = l

    def drop(self, weak):
        """Nobody but the function holds what it holds."""
        self.keep = None
        self.module = None
        for k in list(self.d):
            self.d[k] = clone(self.d[k])
        self.l[:] = [clone(v) for v in self.l]
        if isinstance(self.w, types.CellType):
            try:
                self.w.cell_contents = clone(self.w.cell_contents)
            except ValueError:
                pass
        elif weak:
            self.target = None
        if "fuzz_mod" in sys.modules:
            sys.modules["fuzz_mod"] = types.ModuleType("fuzz_mod", "old")
        if hasattr(sys, "fuzz_value"):
            sys.fuzz_value = clone(sys.fuzz_value)

    def close(self):
        """Breaks the cycles that a call can have made."""
        self.d.clear()
        self.out.clear()
        if isinstance(self.k, Evil):
            self.k.empties = None

    def shrink(self):
        """The list loses its items."""
        self.l.clear()


BOXES = dict(values=["box"] * 3, items=["box"] * 3)
PROFILES = {
    "boxes": BOXES,
    "strings": dict(values=["text"] * 3, items=["text"] * 3),
    "tuples": dict(values=["tuple", "tuple", "box"], items=["tuple", "box", "tuple"]),
    "dicts": dict(values=["dict", "list", "text"], items=["dict", "list", "number"]),
    "mixed": dict(values=["number", "none", "text"], items=["none", "number", "text"]),
    "bad": dict(values=["unlucky", "negative", "none"], items=["negative", "unlucky", "none"]),
    "missing": dict(values=[], items=[], key="zz"),
    "missing key": dict(BOXES, key="zz"),
    "unhashable": dict(BOXES, key="unhashable"),
    "evil": dict(BOXES, key="evil"),
    "emptying": dict(BOXES, key="emptying"),
    "no dict": dict(BOXES, d=[1, 2, 3]),
    "no list": dict(BOXES, l={"a": 1}),
    "dead": dict(BOXES, w="dead"),
    "no ref": dict(BOXES, w="no ref"),
    "empty cell": dict(BOXES, w="empty cell"),
}
SWALLOWED = ("unhashable", "evil", "no dict", "emptying")


def profiles(traits):
    """The names of the inputs that the function is defined for."""
    for name in PROFILES:
        if name in ("dead", "no ref") and (traits["weak"] != "ref" or not traits.get("weak_sites")):
            continue
        if name == "no ref" and traits.get("strict_weak"):
            continue
        if name == "empty cell" and (traits["weak"] != "cell" or not traits.get("weak_sites")):
            continue
        if traits.get("pending") and name in ("unhashable", "evil", "emptying"):
            continue  # undefined: the key's code would run with an exception set
        if name == "emptying" and (traits.get("inserts") or traits["mutates"]):
            continue
        yield name


def make(profile, traits):
    arguments = dict(PROFILES[profile])
    if traits["weak"] == "cell" and "w" not in arguments:
        arguments["w"] = "cell"
    return Inputs(**arguments)


def seen(value, depth=0):
    """The value as a text without addresses."""
    if depth > 6:
        return "..."
    if isinstance(value, world.Box):
        return f"Box({value.number}, {value.text}, {seen(value.value, depth + 1)})"
    if isinstance(value, (list, tuple)):
        return f"{type(value).__name__}({', '.join(seen(v, depth + 1) for v in value)})"
    if isinstance(value, dict):
        return "dict(" + ", ".join(f"{seen(k, depth + 1)}: {seen(v, depth + 1)}" for k, v in value.items()) + ")"
    if isinstance(value, types.ModuleType):
        return f"module {value.__name__}"
    if isinstance(value, str):
        return repr(re.sub(r" at 0x[0-9a-f]+", "", value))
    if value is None or isinstance(value, (int, float, bool)):
        return repr(value)
    if isinstance(value, type):
        return value.__name__
    return type(value).__name__
