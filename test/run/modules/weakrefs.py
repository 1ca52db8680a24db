import weakref

from objects import Loud, Value


class Kept(list):
    """Arguments that keep the targets of weak references alive."""


def living(value):
    return weakref.ref(value), value


def dead():
    return weakref.ref(Value(0))


def calls(module):
    for name in ("resolve", "resolve_or_none", "text_of"):
        function = getattr(module, name)
        for label, target in TARGETS.items():
            # The second argument only keeps the target alive.
            yield f"{name} {label}", named(name, lambda ref, keep, function=function: function(ref)), (
                lambda target=target: living(target()))
        yield f"{name} dead", function, lambda: (dead(),)
        if name == "text_of":  # another type is a TypeError now, by design
            yield f"{name} no reference", function, lambda: ([],)
    for label, target in TARGETS.items():
        yield f"notify {label}", named("notify", lambda ref, keep: module.notify(ref, "hello")), (
            lambda target=target: living(target()))
    yield "notify dead", module.notify, lambda: (dead(), "hello")
    yield "alive", named("alive", lambda refs, keep: module.alive(refs)), mixed
    yield "alive, none", module.alive, lambda: ([],)
    yield "alive, no list", module.alive, lambda: (7,)
    for label, make in CACHES.items():
        yield f"cached {label}", named("cached", lambda cache, keep, maker: module.cached(cache, "k", maker)), make
    yield "cached, unhashable", module.cached, lambda: ({}, [], list)


def named(name, function):
    function.__name__ = name
    return function


def mixed():
    keep = [Value(1), Value(2)]
    return [weakref.ref(keep[0]), dead(), weakref.ref(keep[1])], keep


def failing():
    raise RuntimeError("cannot make one")


def hit():
    keep = Value(3)
    return {"k": weakref.ref(keep)}, keep, failing


def make_value():
    return Value(4)


def weak_cache(value, maker):
    return lambda: ({"k": value()} if value else {}, None, maker)


TARGETS = {"value": lambda: Value(1), "loud": lambda: Loud("target"), "set": lambda: frozenset([1, "x"])}
CACHES = {
    "hit": hit, "dead": weak_cache(dead, make_value), "miss": weak_cache(None, make_value),
    "failing": weak_cache(None, failing), "no weak references": weak_cache(None, int),
}
