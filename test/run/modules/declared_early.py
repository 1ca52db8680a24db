from objects import Value


def calls(module):
    yield "double_of", module.double_of, lambda: (module.answer,)
    yield "double_of a list", module.double_of, lambda: ([Value(1)],)
    yield "double_of nothing", module.double_of, lambda: (None,)
