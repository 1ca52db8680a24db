"""Runs inside an interpreter under test: calls one built module.

    child.py NAME PATH

Prints JSON: what each call came to, and what it did to reference counts.
"""

import gc
import importlib.machinery
import importlib.util
import json
import re
import sys

from objects import empty, reachable, seen

TIMES = 20
TOTAL = getattr(sys, "gettotalrefcount", None)


def load(name, path):
    loader = importlib.machinery.ExtensionFileLoader(name, path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


def outcome(function, arguments):
    try:
        result = "value", seen(function(*arguments))
    except BaseException as error:
        # Some messages say where in the interpreter they come from.
        result = "raised", type(error).__name__, re.sub(r"^\S+\.c:\d+: ", "", str(error))
        error.__traceback__ = None
    return [*result, seen(arguments)]


def call(function, arguments):
    try:
        function(*arguments)
    except BaseException as error:
        error.__traceback__ = None


def repeat(function, make, times):
    for _ in range(times):
        arguments = make()
        call(function, arguments)
        empty(arguments)
    return TOTAL()


def total_moved(function, make):
    """How far one call moves the total reference count."""
    repeat(function, make, 3)
    gc.collect()
    before = repeat(function, make, 1)
    after = repeat(function, make, TIMES)
    gc.collect()
    return round((after - before) / TIMES)


def counts(function, make, forget):
    """The reference counts of the arguments' objects after some calls."""
    arguments = make()
    objects = reachable(arguments)
    for _ in range(TIMES if function else 0):
        call(function, arguments)
    del arguments
    empty(objects)
    forget()
    gc.collect()
    return [sys.getrefcount(one) for one in objects if type(one) not in (int, str, float, type(None), bool, type)]


def object_moved(function, make, forget):
    without, after = counts(None, make, forget), counts(function, make, forget)
    return [b - a for a, b in zip(without, after) if a != b]


def main():
    name, path = sys.argv[1:]
    module = load(name, path)
    driver = __import__(f"modules.{name}", fromlist=["calls"])
    forget = getattr(driver, "forget", lambda: None)
    report = []
    for label, function, make in driver.calls(module):
        result = outcome(function, make())
        moved = total_moved(function, make) if TOTAL else object_moved(function, make, forget)
        report.append({"label": label, "outcome": result, "moved": moved or 0})
    called = {label for label, _, _ in driver.calls(module)}
    functions = {f.__name__ for _, f, _ in driver.calls(module) if hasattr(f, "__name__")}
    silent = [f for f in dir(module) if callable(getattr(module, f)) and not f.startswith("__") and f not in functions]
    print(json.dumps({"calls": report, "labels": len(called), "never_called": silent}))


main()
