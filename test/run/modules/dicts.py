from objects import Clears, Evil, Loud, Value

DICTS = {
    "plain": lambda: {"a": Value(1), "b": 20, "c": "text"},
    "loud": lambda: {"a": Loud("first"), "b": Loud("second"), "c": -3},
    "nones": lambda: {"a": None, "b": 2, "c": 10 ** 30},
    "nested": lambda: {"a": {"b": Value(5), "c": Loud("deep")}, "b": {}, "c": 0},
    "empty": lambda: {},
    "no dict": lambda: ["a"],
}
KEYS = {"a": lambda: "a", "missing": lambda: "zz", "unhashable": lambda: [], "evil": lambda: Evil("a"),
        "other type": lambda: 7}


def calls(module):
    for d, dictionary in DICTS.items():
        for k, key in KEYS.items():
            for name in ("get", "require", "as_text", "pop", "inner"):
                yield f"{name} {d} {k}", getattr(module, name), lambda dictionary=dictionary, key=key: (
                    dictionary(), key())
            yield f"get default {d} {k}", module.get, lambda dictionary=dictionary, key=key: (
                dictionary(), key(), Value("other"))
            yield f"two {d} {k}", module.two, lambda dictionary=dictionary, key=key: (dictionary(), "b", key())
            if d != "no dict":
                yield f"total {d} {k}", module.total, lambda dictionary=dictionary, key=key: (
                    dictionary(), ("b", key(), "c"))
                yield f"known {d} {k}", module.known, lambda dictionary=dictionary, key=key: (
                    dictionary(), ("b", key(), "c"))
        for name in ("a", "zz", "b"):
            yield f"truth {d} {name}", module.truth, lambda dictionary=dictionary, name=name: (dictionary(), name)
            yield f"nested {d} {name}", module.nested, lambda dictionary=dictionary, name=name: (
                dictionary(), name, "b")
    yield "too few", module.get, lambda: ({},)
    yield "pop a finaliser", module.pop, clearing
    yield "evil empties", module.get, lambda: evil_that_empties()


def clearing():
    d = {"b": Value(3)}
    d["a"] = Clears(d)
    return d, "a"


def evil_that_empties():
    d = {"a": Value(1), "b": Value(2)}
    return d, Evil("a", d)
