from objects import Loud, Value

LISTS = {
    "values": lambda: [Value(1), Value(2), "three", 4],
    "strings": lambda: ["x", "y" * 50, "\u00e4\u00f6"],
    "loud": lambda: [Value(1), Loud("second"), "never"],
    "nones": lambda: [None, None, 10 ** 30],
    "numbers": lambda: [3, 99, Value(2), -7],
    "one": lambda: ["only"],
    "empty": lambda: [],
    "surrogate": lambda: ["ok", "\udc80"],
    "tuple": lambda: (1, 2),
    "dict": lambda: {"a": 1},
}


def calls(module):
    for label, make in LISTS.items():
        for name in ("first", "first_string", "texts", "greatest", "call_each", "last_text"):
            yield f"{name} {label}", getattr(module, name), lambda make=make: (make(),)
        for index in (0, 1, 2, 9, -1):
            yield f"describe {label} {index}", module.describe, lambda make=make, index=index: (make(), index)
