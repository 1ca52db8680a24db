from objects import Loud, Value

LISTS = {
    "values": lambda: [Value(1), Value(2)],
    "loud": lambda: [Value(1), Loud("second"), "never"],
    "texts": lambda: ["x" * 30, "y", "z" * 25, "last"],
    "one": lambda: [10 ** 30],
    "empty": lambda: [],
}


def calls(module):
    for label, make in LISTS.items():
        for name in ("by_return", "by_goto", "to_the_end"):
            yield f"{name} {label}", getattr(module, name), lambda make=make: (make(),)
        yield f"in_a_loop {label}", module.in_a_loop, lambda make=make: (([1, 2], None, make(), [3]),)
