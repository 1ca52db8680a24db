from objects import Loud, Value


class Empty(Value):
    def __bool__(self):
        return False


DICTS = {
    "values": lambda: {"a": Value(1), "b": Value(2), 3: Value(3)},
    "false": lambda: {"a": Value(1), "b": Empty(2), "c": Value(3)},
    "loud": lambda: {"a": Value(1), "b": Loud("second"), "c": None},
    "texts": lambda: {"a": "x" * 40, Value(2): "y"},
    "nones": lambda: {"": None, "b": 10 ** 30},
    "numbers": lambda: {i: 10 ** 20 + i for i in range(12)},
    "many": lambda: {f"key {i}": Value(i) for i in range(20)},
    "unhashable": lambda: {"a": Value(1), "b": []},
    "empty": lambda: {},
}
SEQUENCES = {
    "list": lambda: [Value(1), "two", 3, 4],
    "tuple": lambda: (Value(1), 2, "three"),
    "loud": lambda: [Value(1), Loud("second"), "never"],
    "generator": lambda: iter([1, Empty(2), "three"]),
    "empty": lambda: [],
    "dict": lambda: {"a": 1, 2: "b"},
}


def calls(module):
    for label, make in DICTS.items():
        for name in ("to_the_end", "by_return", "by_macro", "by_goto", "from_inner_loops", "swapped", "dropped", "sized",
                     "replaced"):
            yield f"{name} {label}", getattr(module, name), lambda make=make: (make(),)
        yield (f"in_an_outer_loop {label}", module.in_an_outer_loop,
               lambda make=make: ((DICTS["values"](), make(), None, DICTS["many"]()),))
    for label, make in SEQUENCES.items():
        for name in ("counted", "first_text", "truths"):
            yield f"{name} {label}", getattr(module, name), lambda make=make: (make(),)
