"""Runs inside an interpreter under test: calls every function of a built golden
with many arguments; each function in processes of its own, since what a golden
does with odd arguments may be undefined.

The job is read from standard input. One JSON line a call is printed.
"""

import gc
import importlib.machinery
import importlib.util
import json
import os
import re
import resource
import signal
import sys
import types
import weakref

sys.setdlopenflags(1)  # RTLD_LAZY: some goldens only declare a function
WARM = 3
TOTAL = getattr(sys, "gettotalrefcount", lambda: 0)


class Value:
    def __init__(self, number):
        self.number = number

    def __repr__(self):
        return f"Value({self.number})"

    def __bool__(self):
        return self.number != 2

    def __len__(self):
        return self.number

    def __index__(self):
        return self.number

    def __call__(self, *arguments):
        return len(arguments)


class Evil:
    def __hash__(self):
        return hash("a")

    def __eq__(self, other):
        raise ValueError("evil key")


def value(kind, i):
    return {"object": lambda: Value(i), "text": lambda: "".join(["text", str(i)]), "number": lambda: 10 ** 20 + i,
            "tuple": lambda: tuple(["".join(["item", str(j)]) for j in range(24)]),
            "pair": lambda: (Value(i), Value(i + 1)), "bytes": lambda: bytes(f"bytes {i} #", "ascii"),
            "list": lambda: ["".join(["in list", str(i)]), Value(i)],
            "dict": lambda: {"a": Value(i), "name": "".join(["in dict", str(i)])},
            "none": lambda: None, "small": lambda: i,
            "ref": lambda: weakref.ref(KEPT), "nested": lambda: (((Value(i),), 1), [Value(2)])}[kind]()


KEPT = Value(9)
KINDS = ("object", "text", "number", "tuple", "pair", "bytes", "list", "dict", "none", "small", "ref", "nested", "missing")


class Inputs:
    """The arguments of one call, and what only the caller keeps."""

    def __init__(self, kind, key, number):
        self.kind = kind
        many = [] if kind == "missing" else [value(kind, i) for i in (1, 2, 3)]
        self.keep = list(many)
        self.d = dict(zip(("a", "name", 1), many))
        for name in ("b", "c", "_API", "__name__", "key", "host", "memo", "value") if many else ():
            self.d[name] = many[1]
        self.l = list(many)
        self.target = Value(7)
        self.key = {"evil": Evil, "unhashable": list}.get(key, lambda: key)()
        self.number = number

    def argument(self, specification):
        what, _, name = specification.partition(" ")
        if what == "number":
            return self.number
        if what == "text":
            return "name"
        if what == "address":
            return None
        if re.search(r"list|seq|items|iterable|stack|names|out", name) or name == "l":
            return self.l
        if re.search(r"key|name|index", name) or name == "k":
            return self.key
        if "ref" in name:
            return weakref.ref(self.target) if self.kind != "none" else DEAD
        if "cell" in name:
            return (lambda content: lambda: content)(self.l[0] if self.l else None).__closure__[0]
        if name == "args":
            return self.d, self.key, self.l
        if name in ("function", "callable", "callback"):
            return len
        if name in ("type", "cls"):
            return Value
        if name in ("module", "mod"):
            return types
        if name in ("object", "any", "other", "value", "a", "b", "text"):
            return self.l[0] if self.l and name != "any" else self.d
        return self.d

    def drop(self, weak):
        self.keep = None
        for k in list(self.d):
            self.d[k] = None
        self.l[:] = [None for _ in self.l]
        if weak:
            self.target = None

    def close(self):
        self.d.clear()
        self.l.clear()


DEAD = weakref.ref(Value(0))


def plain(text):
    return re.sub(r"^\S+\.c:\d+: |( at )?0x[0-9a-f]+", "", text)


def tell(one, depth=0):
    if isinstance(one, BaseException):
        return f"{type(one).__name__}: {plain(str(one))}"
    if depth > 4:
        return "..."
    if isinstance(one, (list, tuple)):
        return f"{type(one).__name__}({', '.join(tell(v, depth + 1) for v in one)})"
    if isinstance(one, dict) and "__builtins__" in one or isinstance(one, types.ModuleType):
        return "a namespace"
    if isinstance(one, dict):
        return "{" + ", ".join(f"{tell(k, depth + 1)}: {tell(v, depth + 1)}" for k, v in one.items()) + "}"
    return plain(repr(one)) if len(repr(one)) < 200 else type(one).__name__


def combinations(specification):
    keys = ("a", "zz", "evil", "unhashable") if any("key" in s or s == "object k" for s in specification) else ("a",)
    numbers = (0, 1, 2, 5) if "number" in specification else (0,)
    for kind in KINDS:
        for key in keys:
            for number in numbers:
                yield f"{kind} {key} {number}", (kind, key, number)


def once(module, function, specification, arguments, race):
    given = Inputs(*arguments)
    module.golden_setup(tell, given.drop if race else None)
    outcome = list(function(tuple([given.argument(one) for one in specification])))
    module.golden_setup(tell, None)
    outcome += [tell(given.d), tell(given.l)]
    given.close()
    return outcome


def measured(module, function, specification, arguments, race):
    """What one call comes to, and how far it moves the total."""
    outcome = once(module, function, specification, arguments, race)
    if race:
        return outcome
    for _ in range(WARM):
        once(module, function, specification, arguments, False)
    before = TOTAL()
    once(module, function, specification, arguments, False)
    return outcome + [TOTAL() - before]


def run(module, name, specification, race):
    """Calls in a child; when it dies, the next child goes on behind that call."""
    function, work, done = getattr(module, name), list(combinations(specification)), 0
    while done < len(work):
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            signal.alarm(2)  # an endless loop
            with os.fdopen(writing, "w") as to:
                for label, arguments in work[done:]:
                    outcome = measured(module, function, specification, arguments, race)
                    to.write(json.dumps({"call": f"{name}: {label}", "outcome": outcome}) + "\n")
                    to.flush()
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as results:
            for line in results:
                if line.endswith("\n"):
                    print(line, end="")
                    done += 1
        os.waitpid(child, 0)
        if done < len(work):
            print(json.dumps({"call": f"{name}: {work[done][0]}", "outcome": "died"}))
            done += 1


def main():
    job = json.load(sys.stdin)
    loader = importlib.machinery.ExtensionFileLoader("golden", job["path"])
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("golden", loader))
    loader.exec_module(module)
    gc.disable()
    for name, specification in job["functions"].items():
        run(module, name, specification, job["race"])
        sys.stdout.flush()


main()
