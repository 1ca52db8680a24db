"""Runs inside an interpreter under test: calls every function of a built module
of walks. The job is read from standard input; one JSON line a call is printed.

With `race` the functions are called while other threads change the containers:
nothing is printed, the interpreter only has to survive.
"""

import gc
import importlib.machinery
import importlib.util
import json
import sys
import threading
import time

TOTAL = getattr(sys, "gettotalrefcount", lambda: 0)


class Value:
    def __init__(self, number):
        self.number = number

    def __repr__(self):
        return f"Value({self.number})"

    def __bool__(self):
        return self.number % 3 != 2

    def __len__(self):
        return self.number % 4


class Loud(Value):
    def __str__(self):
        raise RuntimeError("do not print me")

    def __bool__(self):
        raise RuntimeError("neither")


def dicts():
    yield "values", {f"key {i}": Value(i) for i in range(9)}
    yield "mixed", {1: "one", "two": 2, None: None, 3.5: Value(4), "e": 10 ** 20}
    yield "loud", {"a": 1, "b": Value(1), "c": Loud(3), "d": None}
    yield "nested", {"inner": {"a": 1}, "list": [1, 2], "none": None}
    yield "empty", {}


def sequences():
    for name, one in dicts():
        yield f"list {name}", list(one.values())
        yield f"tuple {name}", tuple(one)
    yield "iterator", iter([1, "two", None, Value(5)])
    yield "nothing", 7


def inputs(kind):
    if kind == "dict":
        yield from dicts()
    elif kind == "outer":
        for name, one in dicts():
            yield name, (dict(next(dicts())[1]), one, None, {"last": 1})
    elif kind == "section":
        yield from dicts()
        yield from sequences()
    else:
        yield from sequences()


def load(path):
    loader = importlib.machinery.ExtensionFileLoader("walks", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("walks", loader))
    loader.exec_module(module)
    return module


def outcome(function, argument):
    try:
        return ["returned", repr(function(argument))]
    except BaseException as error:
        return ["raised", type(error).__name__, str(error) if not isinstance(error, TypeError) else ""]


def compare(module, kinds):
    for name, kind in kinds.items():
        function = getattr(module, name)
        names = [n for n, _ in inputs(kind)]
        for which, label in enumerate(names):
            deltas = []
            for _ in range(4):
                argument = list(inputs(kind))[which][1]
                told = outcome(function, argument)
                del argument
                gc.collect()
                deltas.append(TOTAL())
            # What is still moving after the first rounds is a leak.
            moved = deltas[3] - deltas[2] if deltas[3] - deltas[2] == deltas[2] - deltas[1] else 0
            print(json.dumps([f"{name} {label}", [told, moved]]), flush=True)


def race(module, kinds, seconds=0.15):
    for name, kind in kinds.items():
        function = getattr(module, name)
        shared = [(n, c) for n, c in inputs(kind) if isinstance(c, (dict, list, tuple))]
        for label, container in shared[:3]:
            stop = time.monotonic() + seconds / 3
            targets = [c for c in (container if isinstance(container, tuple) else (container,))
                       if isinstance(c, (dict, list))]

            def call():
                while time.monotonic() < stop:
                    outcome(function, container)

            def change():
                number = 0
                while time.monotonic() < stop:
                    number += 1
                    for target in targets:
                        try:
                            if isinstance(target, dict):
                                target[f"new {number % 50}"] = Value(number)
                                target.pop(f"new {(number * 7) % 50}", None)
                                if number % 40 == 0:
                                    target.clear()
                            else:
                                target.append(Value(number))
                                if number % 20 == 0:
                                    target.clear()
                        except RuntimeError:
                            pass

            threads = [threading.Thread(target=one) for one in (call, call, change, change)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()


def main():
    job = json.load(sys.stdin)
    module = load(job["path"])
    if job["race"]:
        race(module, job["kinds"])
    else:
        compare(module, job["kinds"])


main()
