"""Runs inside an interpreter under test: calls the functions of one built module
of statics/ from many threads at once.

    statics_child.py NAME BUILT

Prints one JSON object: for each function that keeps an object, how many objects
the callers saw, how many are alive afterwards, and how far its reference count
is from what is expected; for the others what went wrong.
"""

import gc
import importlib.machinery
import importlib.util
import json
import sys
import threading
import time
import weakref

THREADS, ROUNDS, COUNTS, OBJECTS = 8, 50, 20000, 200


class Thing:
    alive = weakref.WeakSet()

    @property
    def self(self):
        return self


def maker():
    """Lets go of the GIL, and wants all threads to stop: who waits for it attached hangs."""
    thing = Thing()
    time.sleep(0.02)
    gc.collect()
    Thing.alive.add(thing)
    return thing


def load(name, path):
    loader = importlib.machinery.ExtensionFileLoader(name, path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


def hammer(call):
    """What eight threads that start together get from call(thread)."""
    barrier, results = threading.Barrier(THREADS), [None] * THREADS

    def run(i):
        barrier.wait()
        results[i] = call(i)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def kept(function):
    Thing.alive = weakref.WeakSet()
    seen = [o for many in hammer(lambda i: [function(maker) for _ in range(ROUNDS)]) for o in many]
    result = {"seen": len({id(o) for o in seen})}
    first = seen[0]
    seen.clear()
    gc.collect()
    result["alive"] = len(Thing.alive) if isinstance(first, Thing) else 1
    # Ours, getrefcount's own, and the static's; more than one object has no right count.
    result["references"] = sys.getrefcount(first) - sys.getrefcount(alone())
    return result


def replaced(module):
    """How many objects are left after half of the threads replaced one that the others took."""
    Thing.alive = weakref.WeakSet()

    def run(i):
        for _ in range(OBJECTS):
            if i % 2:
                thing = Thing()
                Thing.alive.add(thing)
                module.set_current(thing)
            else:
                module.get_current()

    hammer(run)
    module.set_current(None)
    gc.collect()
    return len(Thing.alive)


def registered(module):
    """How many objects are left after each was put in and somebody took it out."""
    Thing.alive = weakref.WeakSet()

    def run(i):
        for _ in range(OBJECTS):
            thing = Thing()
            Thing.alive.add(thing)
            module.put(thing)
            module.take()

    hammer(run)
    while module.take() is not None:
        pass
    gc.collect()
    return len(Thing.alive)


def turned(module, common):
    """How often a list of all threads, or one of our own, is not what it has to be."""
    wrong = 0
    for _ in range(COUNTS // 10):
        copy, own = module.reversed(common), module.reversed(list("xyz"))
        wrong += copy is common or copy != list("cba") or own != list("zyx") or common != list("abc")
    return wrong


def alone():
    return Thing()


def reference_count_of_one():
    first = Thing()
    return sys.getrefcount(first)


def main():
    name, path = sys.argv[1:]
    module = load(name, path)
    sys.setswitchinterval(1e-5)
    told = {"gil": getattr(sys, "_is_gil_enabled", lambda: True)()}
    for function in ("made", "unchecked", "twice", "together", "hoisted", "magic", "called", "stored"):
        if hasattr(module, function):
            told[function] = kept(getattr(module, function))
    if hasattr(module, "count"):
        count = module.count
        hammer(lambda i: [count() for _ in range(COUNTS)] and None)
        told["lost counts"] = THREADS * COUNTS - module.counted()
    if hasattr(module, "scratch"):
        wrong = hammer(lambda i: sum(module.scratch(i * 1111) != "-".join([str(i * 1111)] * 4) for _ in range(COUNTS)))
        told["wrong texts"] = sum(wrong)
    if hasattr(module, "block"):
        told["shared blocks"] = sum(hammer(lambda i: sum(module.block(i * 1111) != 0 for _ in range(COUNTS))))
    if hasattr(module, "ticket"):
        tickets = [t for many in hammer(lambda i: [module.ticket() for _ in range(OBJECTS)]) for t in many]
        told["same tickets"] = len(tickets) - len(set(tickets))
        told["left over"] = replaced(module) + registered(module)
    if hasattr(module, "reversed"):
        told["wrong lists"] = sum(hammer(lambda i, common=list("abc"): turned(module, common)))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
