from objects import Value

called = []


def calls(module):
    called[:] = [module]

    def fresh(*arguments):
        module.drop()
        return arguments

    def held():
        module.drop()
        held.pair = module.next_pair("a", "b")
        return Value(5), Value(6)

    def used():
        module.drop()
        module.next_pair(1, 2)
        return Value(5), Value(6)

    yield "next_pair first", module.next_pair, lambda: fresh(Value(1), Value(2))
    yield "next_pair again", module.next_pair, used
    yield "next_pair held", module.next_pair, held
    yield "next_pair too few", module.next_pair, lambda: (1,)
    yield "put", module.put, lambda: fresh(Value(1))
    yield "put twice", lambda value: (module.put(value), module.put(value)), lambda: fresh(Value(1))
    yield "drop", module.drop, lambda: ()
    yield "reversed", module.reversed, lambda: ([Value(1), Value(2)],)
    yield "reversed temporary", lambda *values: module.reversed(list(values)), lambda: (Value(1), Value(2))
    yield "reversed no list", module.reversed, lambda: (5,)
    yield "with_last", module.with_last, lambda: ([Value(1)], Value(2))
    yield "with_last temporary", lambda one, two: module.with_last([one], two), lambda: (Value(1), Value(2))
    yield "with_last no list", module.with_last, lambda: (5, 6)


def forget():
    """Lets the module drop what it keeps."""
    for module in called:
        module.drop()
