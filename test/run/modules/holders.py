from objects import Evil, Loud, Value

CONFIGS = {
    "plain": lambda: {"host": "localhost", "port": 80},
    "opener": lambda: {"host": "localhost", "port": 80, "opener": Value("opener")},
    "none": lambda: {"host": Value(1), "port": None, "opener": None},
    "loud opener": lambda: {"host": "h", "port": 1, "opener": Loud("opener")},
    "loud host": lambda: {"host": Loud("host"), "port": 1},
    "no callable": lambda: {"host": "h", "port": 1, "opener": 3},
    "no host": lambda: {"port": 1}, "no port": lambda: {"host": 1}, "empty": lambda: {}, "no dict": lambda: [1],
}
KEYS = {"a": lambda: "a", "b": lambda: "b", "missing": lambda: "zz", "unhashable": lambda: [],
        "evil": lambda: Evil("a")}
DICTS = {
    "values": lambda: {"a": Value(1), "b": Value(2)},
    "numbers": lambda: {"a": 10 ** 20, "b": 7},
    "texts": lambda: {"a": "text one", "b": "\udc80"},
    "points": lambda: {"a": (1.5, 2), "b": (Value(1), 2), "c": (1,)},
    "more points": lambda: {"a": (1, Value(2)), "b": [1, 2]},
    "loud": lambda: {"a": Loud(1), "b": None},
    "empty": lambda: {},
    "no dict": lambda: [1],
}


def calls(module):
    for label, make in CONFIGS.items():
        yield f"connect {label}", module.connect, lambda make=make: (make(),)
    for d, dictionary in DICTS.items():
        for k, key in KEYS.items():
            where = f"{d} {k}"
            yield f"merge {where}", module.merge, lambda dictionary=dictionary, key=key: (
                dictionary(), {"a": 5, "b": "x"}, key())
            yield f"gather {where}", module.gather, lambda dictionary=dictionary, key=key: (
                dictionary(), ("b", key(), "a"))
            yield f"scaled {where}", module.scaled, lambda dictionary=dictionary, key=key: (dictionary(), key(), 2.0)
            yield f"shout {where}", module.shout, lambda dictionary=dictionary, key=key: (dictionary(), key())
            yield f"either {where}", module.either, lambda dictionary=dictionary, key=key: (dictionary(), key(), "b")
            for detail in range(4):
                yield f"kind {where} {detail}", module.kind, lambda dictionary=dictionary, key=key, detail=detail: (
                    dictionary(), key(), detail)
    for label, make in (("value", lambda: [Value(1)]), ("loud", lambda: [Loud(1)]), ("empty", lambda: []),
                        ("no list", lambda: {})):
        yield f"file_under {label}", module.file_under, lambda make=make: (make(), {})
        yield f"file_under {label}, no dict", module.file_under, lambda make=make: (make(), [])
