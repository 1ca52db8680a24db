from objects import Clears, Evil, Loud, Value

DICTS = {
    "plain": lambda: {"a": Value(1), "b": 20, "c": "text"},
    "loud": lambda: {"a": Loud("first"), "b": Loud("second"), "c": "a longer text"},
    "nones": lambda: {"a": None, "b": 0, "c": b"bytes"},
    "empty": lambda: {},
    "no dict": lambda: ["a"],
}
KEYS = {"a": lambda: "a", "b": lambda: "b", "missing": lambda: "zz", "unhashable": lambda: [], "evil": lambda: Evil("a")}
LISTS = {
    "values": lambda: [Value(1), Value(2)],
    "texts": lambda: ["".join(["one", "!"]), "".join(["two", "?"])],
    "loud": lambda: [Loud("a"), Loud("b")],
    "short": lambda: [10 ** 20],
    "empty": lambda: [],
    "no list": lambda: ("a", "b"),
}


def calls(module):
    for d, dictionary in DICTS.items():
        for k, key in KEYS.items():
            for name in ("get", "truth"):
                yield f"{name} {d} {k}", getattr(module, name), lambda dictionary=dictionary, key=key: (
                    dictionary(), key())
        for name in ("a", "c", "zz"):
            yield f"measure {d} {name}", module.measure, lambda dictionary=dictionary, name=name: (dictionary(), name)
    for l, values in LISTS.items():
        for name in ("second_text", "first_of", "kind_of_first"):
            yield f"{name} {l}", getattr(module, name), lambda values=values: (values(),)
    yield "evil empties", module.truth, evil_that_empties
    yield "a finaliser", module.first_of, clearing


def evil_that_empties():
    d = {"a": Value(1), "b": Value(2)}
    return d, Evil("a", d)


def clearing():
    values = [1]
    values[0] = Clears(values)
    return (values,)
