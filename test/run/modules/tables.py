import sys
import types

from objects import Evil, Loud, Value

a_global = Value("global")


class File:
    """A file that counts what it was given."""

    def __init__(self, fails=False):
        self.fails, self.size = fails, 0

    def write(self, text):
        if self.fails:
            raise OSError("the disk is full")
        self.size += len(text)


def cell(*value):
    return types.CellType(*value)


def with_module(*arguments):
    def make():
        module = sys.modules["ftidy_run"] = types.ModuleType("ftidy_run")
        module.there = Value(1)
        return arguments
    return make


def without_module(*arguments):
    def make():
        sys.modules.pop("ftidy_run", None)
        return arguments
    return make


def with_sys(value, *arguments):
    def make():
        sys.ftidy_run = value()
        return arguments
    return make


def without_sys(*arguments):
    def make():
        if hasattr(sys, "ftidy_run"):
            del sys.ftidy_run
        return arguments
    return make


def forget():
    """Drops what the calls left in the tables."""
    sys.modules.pop("ftidy_run", None)
    without_sys()()


def calls(module):
    for label, make in (("there", with_module), ("made", without_module)):
        yield f"module_attribute {label}", module.module_attribute, make("ftidy_run", "there")
        yield f"module_attribute {label}, missing", module.module_attribute, make("ftidy_run", "missing")
        yield f"module_store {label}", module.module_store, lambda make=make: (make()(), ("ftidy_run", Value(2)))[1]
    for label, value in (("file", File), ("full", lambda: File(True)), ("no file", lambda: 5),
                         ("none", lambda: None)):
        yield f"write_to {label}", module.write_to, with_sys(value, "ftidy_run", "hello")
        yield f"sys_value {label}", module.sys_value, with_sys(value, "ftidy_run")
    yield "write_to nothing", module.write_to, without_sys("ftidy_run", "hello")
    yield "sys_value nothing", module.sys_value, without_sys("ftidy_run")
    for name in ("cell_value", "cell_contents"):
        function = getattr(module, name)
        yield f"{name} full", function, lambda: (cell(Value(1)),)
        yield f"{name} empty", function, lambda: (cell(),)
        yield f"{name} no cell", function, lambda: ([],)
        yield f"{name} loud", function, lambda: (cell(Loud("in a cell")),)
    for label, key in (("a", "a"), ("new", "new"), ("unhashable", [])):
        yield f"append_to {label}", module.append_to, lambda key=key: ({"a": [1], "b": 3}, key, Value(1))
        yield f"intern {label}", module.intern, lambda key=key: ({"a": Value(3), "b": 3}, key)
    yield "append_to evil", module.append_to, lambda: ({"a": [1]}, Evil("a"), Value(1))
    yield "append_to no list", module.append_to, lambda: ({"a": 1}, "a", Value(1))
    yield "append_to no dict", module.append_to, lambda: ([], "a", Value(1))
    yield "intern no dict", module.intern, lambda: ([], "a")
    yield "intern value", module.intern, lambda: ({}, Value(7))
    for name in ("a_global", "missing"):
        yield f"caller_global {name}", module.caller_global, lambda name=name: (name,)
