"""The uses of the C API that return a borrowed reference, and the shapes in
which code receives them."""

from program import If, Simple

# What a result of NULL means.
SWALLOWS = "swallows"      # nothing there, or an error that was dropped
RAISES = "raises"          # an exception is set
MAY_RAISE = "may raise"    # an exception is set, or nothing was there
NEVER = "never"            # there is no NULL
WEAK = "weak"              # an exception is set; None when nothing is there

# Bodies of helpers, and what their NULL means.
HELPERS = [
    ("return PyDict_GetItemWithError(map, name);", MAY_RAISE),
    ("return PyDict_GetItem(map, name);", SWALLOWS),
    ("PyObject *found = PyDict_GetItemWithError(map, name);\n    return found;", MAY_RAISE),
    ("PyObject *found = PyDict_GetItemWithError(map, name);\n    if (found == NULL && !PyErr_Occurred())\n"
     "        PyErr_SetObject(PyExc_KeyError, name);\n    return found;", RAISES),
    ("PyObject *found = PyDict_GetItemWithError(map, name);\n    if (found != NULL)\n        return found;\n"
     "    if (PyErr_Occurred())\n        return NULL;\n    return name;", RAISES),
    ("PyObject *found = PyDict_GetItem(map, name);\n    if (!found) {\n        return Py_None;\n    }\n"
     "    return found;", SWALLOWS),
    ("PyObject *found = PyDict_GetItemString(map, \"a\");\n    if (!found)\n"
     "        found = PyDict_GetItem(map, name);\n    return found;", SWALLOWS),
    ("PyObject *found = PyDict_GetItem(map, name);\n    if (found != NULL && PyUnicode_Check(found))\n"
     "        return found;\n    return NULL;", SWALLOWS),
    ("PyObject *found = PyDict_GetItem(map, name);\n    if (found == NULL || PyTuple_Check(found)) {\n"
     "        fuzz_point(97);\n        return found;\n    }\n    fuzz_point(98);\n    return NULL;", SWALLOWS),
    ("PyObject *found = PyDict_GetItem(map, name);\n    if (found == NULL) {\n        int rc;\n"
     "        found = PyList_New(0);\n        if (!found)\n            return NULL;\n"
     "        rc = PyDict_SetItem(map, name, found);\n        Py_DECREF(found);\n        if (rc < 0)\n"
     "            return NULL;\n    }\n    return found;", RAISES),
    ("PyObject *found = PyDict_GetItem(map, name);\n    if (found)\n        return found;\n    found = PyList_New(0);\n"
     "    if (found != NULL && PyDict_SetItem(map, name, found) < 0) {\n        Py_CLEAR(found);\n    }\n"
     "    Py_XDECREF(found);\n    return found;", RAISES),
    ("PyObject *found = PyDict_GetItem(map, name);\n    if (found == NULL)\n        return NULL;\n"
     "    if (PyTuple_Check(found) && PyTuple_GET_SIZE(found) > 0)\n        return PART(found);\n    return found;", SWALLOWS),
    ("PyObject *found = PyDict_GetItemWithError(map, name);\n    if (found == NULL)\n        return NULL;\n"
     "    if (PyUnicode_Check(found))\n        return found;\n    else if (PyTuple_Check(found) && PyTuple_GET_SIZE(found) > 0)\n"
     "        return PART(found);\n    else\n        return NOTHING(found);", MAY_RAISE),
    ("PyObject *found = PyDict_GetItem(map, name);\n    Py_XINCREF(found);\n    Py_XDECREF(found);\n"
     "    return found;", SWALLOWS),
]
# The same for those that ask another helper; None: as it says.
AGAIN = [
    ("return CALL;", None),
    ("PyObject *found = CALL;\n    return found;", None),
    ("PyObject *found = CALL;\n    return found ? found : NULL;", None),
    ("PyObject *found = CALL;\n    if (found == NULL)\n        return PyDict_GetItem(map, name);\n"
     "    return found;", None),
    ("PyObject *found = CALL;\n    if (found != NULL && PyObject_IsTrue(found) != 1) {\n        PyErr_Clear();\n"
     "        return NULL;\n    }\n    return found;", None),
    ("PyObject *found = CALL;\n    if (found != NULL && PyDict_Check(found))\n        found = HELPER(found, name);\n"
     "    return found;", None),
    ("PyObject *found = CALL;\n    if (found == NULL)\n        return NULL;\n    if (PyDict_Check(found)) {\n"
     "        found = HELPER(found, name);\n    }\n    return found;", None),
]
AGAIN_RAISING = [
    ("return CALL;", None),
    ("PyObject *found = CALL;\n    if (found != NULL && PyDict_Check(found))\n        found = HELPER(found, name);\n"
     "    return found;", None),
    ("PyObject *found = CALL;\n    if (found == NULL)\n        return NULL;\n    if (PyDict_Check(found)) {\n"
     "        found = HELPER(found, name);\n    }\n    return found;", None),
    ("PyObject *found = CALL;\n    if (found == NULL)\n        return NULL;\n    return found;", None),
    ("PyObject *found = CALL;\n    if (!found) {\n        PyErr_Clear();\n        return Py_None;\n    }\n"
     "    return found;", None),
]


class Sites:
    def __init__(self, generator):
        self.g = generator

    def expression(self, allow=None):
        """(what must stand before, the expression, what NULL means)."""
        g = self.g
        d, k = g.d, g.k
        lender = g.some(("holder", "part"), ("live",))
        if lender and g.chance(0.2):
            d = lender
        text = g.pick('"a"', '"a"', '"b"', '"zz"')
        kinds = [("GetItem", 4), ("GetItemString", 2.5), ("WithError", 3), ("List", 3), ("LIST", 2.5),
                 ("weak", 1.5), ("module", 0.7), ("sys", 0.7), ("default", 1), ("helper", 1.5), ("macro", 0.3)]
        if allow:
            kinds = [(kind, w) for kind, w in kinds if kind in allow]
        kind = g.weighted(kinds)
        if kind == "default" and g.traits["mutates"]:
            kind = "GetItem"
        name = getattr(self, f"_{kind}", None)
        g.site(kind)
        if name:
            return name()
        if kind == "GetItem":
            if g.chance(0.05):
                k = g.pick(f"/* by name */ {k}", f"{k} /* the key */", f"\n    {k}", f"{k} // the key\n    ")
            return [], f"PyDict_GetItem({d}, {k})", SWALLOWS
        if kind == "GetItemString":
            return [], f"PyDict_GetItemString({d}, {text})", SWALLOWS
        if kind == "WithError":
            return [], f"PyDict_GetItemWithError({d}, {k})", MAY_RAISE
        if kind == "List":
            source = lender if lender and g.chance(0.15) else g.l
            return [], f"PyList_GetItem({source}, {g.pick('0', '1', '2', g.n, '7', '-1')})", RAISES
        if kind == "module":
            return [], 'PyImport_AddModule("fuzz_mod")', RAISES
        if kind == "sys":
            return [], 'PySys_GetObject("fuzz_value")', SWALLOWS
        raise AssertionError(kind)

    def _LIST(self):
        g = self.g
        index = g.pick("0", "1", g.n)
        return ([g.guard(f"!PyList_Check({g.l}) || PyList_GET_SIZE({g.l}) <= {index}", error=False)],
                f"PyList_GET_ITEM({g.l}, {index})", NEVER)

    def _weak(self):
        g = self.g
        g.traits["weak_sites"] = g.traits.get("weak_sites", 0) + (2 if g.loops else 1)
        if g.traits["weak"] == "cell":
            return [], f"PyCell_GET({g.w})", SWALLOWS
        if g.chance(0.3):
            g.traits["strict_weak"] = True
            return [], f"PyWeakref_GET_OBJECT({g.w})", WEAK
        return [], f"PyWeakref_GetObject({g.w})", WEAK

    def _default(self):
        g = self.g
        g.traits["inserts"] = True
        return [], f"PyDict_SetDefault({g.d}, {g.k}, {g.pick('Py_None', g.k, 'Py_True')})", RAISES

    def _helper(self):
        """A static function that returns what it borrowed; the last of several may
        hand on what the first one returns."""
        g = self.g
        name = f"get_{g.name}"
        if "helper" not in g.traits:
            body, null = g.pick(*(h for h in HELPERS if not g.traits["mutates"] or "SetItem" not in h[0]))
            if "SetItem" in body:
                g.traits["inserts"] = True
            if "PART" in body:
                g.before.append(f"static PyObject *\npart_{g.name}(PyObject *whole)\n{{\n"
                                "    return PyTuple_GET_ITEM(whole, 0);\n}\n\n")
            if "NOTHING" in body:
                g.before.append(f"static PyObject *\nnothing_{g.name}(PyObject *found)\n{{\n    PyErr_Format(PyExc_TypeError, "
                                "\"unexpected %s\", Py_TYPE(found)->tp_name);\n    return NULL;\n}\n\n")
            body = body.replace("PART", f"part_{g.name}").replace("NOTHING", f"nothing_{g.name}")
            g.before.append(f"static PyObject *\n{name}(PyObject *map, PyObject *name)\n{{\n    {body}\n}}\n\n")
            g.traits["helper"] = name, null
            if g.chance(0.3):
                again, null = g.pick(*(AGAIN if null is SWALLOWS else AGAIN_RAISING if null is RAISES else AGAIN[:1]))
                null = null or g.traits["helper"][1]
                body = again.replace("CALL", f"{name}(map, name)").replace("HELPER", name)
                name = f"get2_{g.name}"
                g.before.append(f"static PyObject *\n{name}(PyObject *map, PyObject *name)\n{{\n    {body}\n}}\n\n")
                g.traits["helper"] = name, null
        for _ in range("".join(g.before).count("PyDict_Get") - 1):
            g.site("GetItem")
        name, null = g.traits["helper"]
        return [], f"{name}({g.d}, {g.k})", null

    def _macro(self):
        g = self.g
        return [], f"LOOK_UP({g.d}, {g.k})", SWALLOWS

    # ---- shapes

    def target(self):
        """A holder to assign, or None."""
        g = self.g
        return next((v for v in g.rng.sample(list(g.state), len(g.state))
                     if g.kinds[v] == "holder" and v not in g.frozen and
                     g.state[v] in ("unset", "null", "maybe", "live", "dead")), None)

    def acquire(self, depth):
        g = self.g
        shapes = [("declare", 5), ("split", 1), ("assign", 4), ("condition", 3), ("if", 2),
                  ("ternary", 0.8), ("and", 0.8), ("nested", 2), ("tested", 0.6), ("cast", 0.5),
                  ("unbraced", 0.8), ("comma", 0.2), ("chain", 0.3), ("two", 0.8)]
        if g.cxx:
            shapes.append(("scoped", 1.5))
        shape = g.weighted(shapes)
        return getattr(self, f"_as_{shape}")(depth)

    def _holder(self, always_declared=False):
        """(name, the text that a plain assignment begins with, declarations)."""
        from generator import HOLDERS
        g = self.g
        target = self.target()
        if target and not always_declared:
            return target, target, []
        name = g.fresh(HOLDERS)
        g.declare(name, "holder", "unset")
        return name, name, [Simple(f"PyObject *{name};")]

    def _assigned(self, name, null):
        """The variable now holds a site's result."""
        self.g.state[name] = "live" if null is NEVER else "maybe"

    def _as_declare(self, depth):
        g = self.g
        before, expression, null = self.expression()
        from generator import HOLDERS
        name = g.fresh(HOLDERS)
        g.declare(name, "holder", "unset")
        self._assigned(name, null)
        return before + [Simple(self._declaration(name, expression))] + self.look(name, null)

    def _declaration(self, name, expression):
        g = self.g
        if not g.cxx or g.chance(0.6):
            return f"PyObject *{name} = {expression};"
        return g.pick(f"auto {name} = {expression};", f"auto *{name} = {expression};",
                      f"PyObject *{name}{{{expression}}};", f"PyObject *{name}({expression});",
                      f"auto {name} = static_cast<PyObject *>({expression});")

    def _as_scoped(self, depth):
        """if (PyObject *v = f()) { ... }, of C++"""
        g = self.g
        from generator import HOLDERS
        before, expression, null = self.expression(("GetItem", "GetItemString", "sys"))
        name = g.fresh(HOLDERS)
        state = dict(g.state)
        g.scopes.append([])
        g.declare(name, "holder", "live")
        then = g.scoped(depth + 1, g.rng.randint(1, 3))
        then += g.close_scope()
        after, otherwise = g.state, []
        g.state = state
        g.state = g.merge(after, then, g.state, otherwise)
        head = g.pick(f"PyObject *{name} = {expression}", f"auto *{name} = {expression}; {name} != NULL",
                      f"PyObject *{name} = {expression}; {name}")
        return before + [If(head, then, otherwise or None, g.chance(0.5))]

    def _as_split(self, depth):
        name, _, declared = self._holder(True)
        return declared + self._plain(name)

    def _as_assign(self, depth):
        name, _, declared = self._holder()
        return declared + self._plain(name)

    def _as_comma(self, depth):
        name, _, declared = self._holder()
        before, expression, null = self.expression()
        self._assigned(name, null)
        point = self.g.point().text[:-1]
        return declared + before + [Simple(f"{name} = ({point}, {expression});")] + self.look(name, null)

    def _plain(self, name):
        before, expression, null = self.expression()
        self._assigned(name, null)
        return before + [Simple(f"{name} = {expression};")] + self.look(name, null)

    def _as_chain(self, depth):
        g = self.g
        name, _, declared = self._holder()
        other, _, more = self._holder(True)
        before, expression, null = self.expression(("LIST",))
        g.state[name] = g.state[other] = "live"
        return declared + more + before + [Simple(f"{other} = {name} = {expression};")]

    def _as_condition(self, depth):
        """if ((v = f()) == NULL) leave;"""
        g = self.g
        name, _, declared = self._holder()
        before, expression, null = self.expression(("GetItem", "GetItemString", "WithError", "List", "weak",
                                                    "module", "default", "helper"))
        test = g.pick(f"({name} = {expression}) == NULL", f"!({name} = {expression})")
        if g.chance(0.2):  # asked before, or after
            test = g.pick(f"{g.n} > 50 || {test}", f"!({g.n} < 50) || {test}", f"{test} || {g.n} > 50")
        g.state[name] = "null"
        if null is MAY_RAISE:
            nodes = [If("PyErr_Occurred()", g.bail(), None, g.chance(0.5))] + g.no_error_exit()
            leaving = If(test, nodes)
        elif null in (RAISES, WEAK):
            leaving = g.guard(test)
        elif g.chance(0.5):
            leaving = g.guard(test, [Simple('PyErr_SetString(PyExc_KeyError, "missing");')])
        else:
            leaving = g.guard(test, error=False)
        g.state[name] = "live"
        return declared + before + [leaving] + (self.not_none(name) if null is WEAK else [])

    def _as_if(self, depth):
        """if ((v = f()) != NULL) { ... } else { ... }"""
        g = self.g
        name, _, declared = self._holder()
        before, expression, null = self.expression(("GetItem", "GetItemString", "weak", "sys"))
        test = g.pick(f"({name} = {expression}) != NULL", f"({name} = {expression})")
        missed = "null"
        if null is not WEAK and g.chance(0.3):
            test, missed = f"{test} && {g.n} != 1", "maybe"
        return declared + before + self._branches(depth, name, test, missed, null is WEAK)

    def _as_and(self, depth):
        """if (n > 0 && (v = f()) != NULL) { ... }"""
        g = self.g
        name, _, declared = self._holder()
        before, expression, null = self.expression(("GetItem", "GetItemString", "sys"))
        previous = g.state[name]
        missed = "maybe" if previous in ("null", "maybe", "live") else "dead"
        test = f"{g.pick(g.n, f'{g.n} > 1', f'{g.n} != 1')} && ({name} = {expression}) != NULL"
        return declared + before + self._branches(depth, name, test, missed, False)

    def _branches(self, depth, name, test, missed, raises):
        g = self.g
        state = dict(g.state)
        g.state[name] = "live"
        then = g.scoped(depth + 1, g.rng.randint(1, 3))
        a = g.state
        g.state = {**state, name: missed}
        otherwise = []
        if raises:
            otherwise = g.leave(True)
        elif g.chance(0.25) and depth < 3 and g.site_count < g.most_sites:
            # } else if ((w = g()) ...) {
            second = self.target()
            if second:
                _, expression, _ = self.expression(("GetItem", "GetItemString", "sys"))
                otherwise = self._branches(depth + 1, second, f"({second} = {expression}) != NULL", "null", False)
        elif g.chance(0.4):
            otherwise = g.scoped(depth + 1, g.rng.randint(1, 2))
        g.state = g.merge(a, then, g.state, otherwise)
        return [If(test, then, otherwise or None, g.chance(0.5))]

    def _as_ternary(self, depth):
        g = self.g
        _, one, _ = self.expression(("GetItem", "GetItemString", "sys"))
        _, two, _ = self.expression(("GetItem", "GetItemString"))
        other = g.pick(two, "NULL", "Py_None", two)
        name, _, declared = self._holder()
        g.state[name] = "maybe"
        condition = g.pick(g.n, f"{g.n} > 1", f"{g.n} == 0")
        value = g.pick(f"{condition} ? {one} : {other}", f"({condition}) ? NULL : {one}", f"!{g.n} ? NULL : {one}")
        if declared and g.chance(0.5):
            return [Simple(f"PyObject *{name} = {value};")] + self.look(name, SWALLOWS)
        return declared + [Simple(f"{name} = {value};")] + self.look(name, SWALLOWS)

    def _as_unbraced(self, depth):
        g = self.g
        name, _, declared = self._holder()
        _, one, _ = self.expression(("GetItem", "GetItemString"))
        _, two, _ = self.expression(("GetItem", "GetItemString", "sys"))
        otherwise = g.pick([Simple(f"{name} = {two};")], [Simple(f"{name} = NULL;")], [Simple(f"{name} = Py_None;")])
        g.state[name] = "maybe"
        return declared + [If(g.pick(f"{g.n}", f"{g.n} > 1"), [Simple(f"{name} = {one};")], otherwise,
                              g.chance(0.8))] + self.look(name, SWALLOWS)

    def _as_two(self, depth):
        """if ((a = f()) == NULL || (b = g()) == NULL) leave;"""
        g = self.g
        a, _, da = self._holder()
        g.frozen = g.frozen | {a}
        b, _, db = self._holder()
        g.frozen = g.frozen - {a}
        _, one, _ = self.expression(("GetItem", "GetItemString"))
        g.state[a] = "dead"
        _, two, _ = self.expression(("GetItem", "GetItemString"))
        separate = g.chance(0.5)
        g.state[a] = g.state[b] = "maybe"
        both = g.pick(f"{a} == NULL || {b} == NULL", f"!{a} || !{b}")
        if separate:
            leaving = [Simple(f"{a} = {one};"), Simple(f"{b} = {two};"), g.guard(both, error=False)]
        else:
            # b is not assigned when a is NULL; nobody looks at it then.
            g.state[b] = "dead" if b not in g.cleanup else g.state[b]
            leaving = [g.guard(f"({a} = {one}) == NULL || ({b} = {two}) == NULL", error=False)]
        g.state[a] = g.state[b] = "live"
        return da + db + leaving

    def _as_tested(self, depth):
        g = self.g
        _, expression, _ = self.expression(("GetItem", "GetItemString", "sys"))
        return [g.pick(Simple(f"fuzz_point({expression} != NULL);"),
                       If(expression, [g.point()], None, g.chance(0.5)),
                       If(f"!{expression}", [g.point()], None, g.chance(0.5)))]

    def _as_cast(self, depth):
        """The holder has another type."""
        g = self.g
        before, expression, _ = self.expression(("GetItem", "GetItemString"))
        name = g.fresh(["boxed", "self_box", "b"])
        g.declare(name, "box", "unset")
        looked = g.guard(f"{name} == NULL || !Box_Check({name})", error=False)
        g.state[name] = "live"
        return before + [Simple(f"BoxObject *{name} = (BoxObject *){expression};"), looked]

    def _as_nested(self, depth):
        """The result is an operand of something larger."""
        g = self.g
        how = g.weighted([("see", 2), ("new", 2), ("append", 2), ("return", 1), ("check", 1), ("tolerant", 1), ("two", 0.7)])
        if how == "tolerant":
            _, expression, _ = self.expression(("GetItem", "GetItemString", "sys"))
            return g.new_object(g.pick(f"PyObject_Str({expression})", f"PyObject_Repr({expression})",
                                       f"Py_NewRef({expression} ? Py_True : Py_False)",
                                       f"PyLong_FromLong({expression} == {g.k})"))
        before, expression, _ = self.expression(("LIST",))
        if how == "two":
            guards, second, _ = self.expression(("LIST",))
            name = g.fresh(["same", "eq"])
            return before + guards + [
                Simple(f"int {name} = PyObject_RichCompareBool({expression}, {second}, Py_EQ);"),
                g.guard(f"{name} < 0"), Simple(f"fuzz_point({name});")]
        if how == "see":
            return before + [Simple(f"fuzz_see({expression});")]
        if how == "append":
            return before + [g.guard(f"PyList_Append({g.out}, {expression}) < 0")]
        if how == "check":
            return before + [If(f"PyUnicode_Check({expression})", [g.point()], None, g.chance(0.5))]
        if how == "return" and g.kind == "o" and not g.goto:
            value = g.pick(f"PyObject_Str({expression})", f"Py_NewRef({expression})", f'Py_BuildValue("O", {expression})')
            nodes = before + g.release_all() + [Simple(f"return {value};")]
            g.state = None
            return nodes
        return before + g.new_object(g.pick(f"PyObject_Str({expression})", f"PyTuple_Pack(1, {expression})",
                                            f"Py_NewRef({expression})", f'Py_BuildValue("(O)", {expression})'))

    def item_of_loop(self, i):
        """The first statements of a loop over the list."""
        from generator import HOLDERS
        g = self.g
        name = g.fresh(HOLDERS)
        if g.chance(0.6):
            g.site("LIST")
            g.declare(name, "holder", "live")
            return [Simple(f"PyObject *{name} = PyList_GET_ITEM({g.l}, {i});")]
        g.site("List")
        g.declare(name, "holder", "maybe")
        return [Simple(f"PyObject *{name} = PyList_GetItem({g.l}, {i});")] + self.look(name, RAISES)

    # ---- what is done about NULL

    def not_none(self, name):
        g = self.g
        if g.chance(0.8):
            return [g.guard(f"{name} == Py_None", error=False)]
        return []

    def look(self, name, null):
        g = self.g
        nodes = []
        held = g.state[name]
        if null is WEAK:
            g.state[name] = "null"
            if g.chance(0.2):
                g.traits["strict_weak"] = True
                test = g.pick(f"{name} == NULL || {name} == Py_None", f"!{name} || Py_None == {name}",
                              f"{name} == Py_None || {name} == NULL")
                nodes.append(g.guard(test, [Simple("PyErr_Clear();")], error=False))
                g.state[name] = "live"
                return nodes
            if g.traits.get("strict_weak") and g.chance(0.5):
                pass
            else:
                nodes.append(g.guard(f"{name} == NULL"))
            g.state[name] = "live"
            if g.chance(0.3):
                nodes.append(Simple(f"Py_INCREF({name});"))
                g.state[name] = "own"
            return nodes + self.not_none(name)
        if null is NEVER:
            return nodes + self.strengthen(name)
        if g.chance(0.15):  # INCREF first, then look
            nodes.append(Simple(f"Py_XINCREF({name});"))
            held = "ownmaybe"
        there = "own" if held == "ownmaybe" else "live"
        g.state[name] = "null"
        nodes += {SWALLOWS: self._look_swallowed, RAISES: self._look_raised, MAY_RAISE: self._look_may_raise}[null](
            name, held, there)
        return nodes + (self.strengthen(name) if g.state is not None and g.state[name] == "live" else [])

    def strengthen(self, name):
        g = self.g
        if name in g.frozen or not g.chance(0.2):
            return []
        g.state[name] = "own"
        return [Simple(f"Py_INCREF({name});")]

    def _look_swallowed(self, name, held, there):
        g = self.g
        how = g.weighted([("error", 3), ("leave", 3), ("later", 3), ("none", 0.8 * (held == "maybe")),
                          ("second", 0.8 * (held == "maybe")), ("or none", 0.5 * (held == "maybe"))])
        test = g.pick(f"{name} == NULL", f"!{name}")
        if how == "error":
            node = g.guard(test, [Simple('PyErr_SetString(PyExc_KeyError, "missing");')])
        elif how == "leave":
            node = g.guard(test, error=False)
        elif how == "later":
            g.state[name] = held
            return []
        elif how == "none":
            g.state[name] = "live"
            return [If(test, [Simple(f"{name} = Py_None;")], None, g.chance(0.6))]
        elif how == "second":
            _, expression, _ = self.expression(("GetItem", "GetItemString", "sys"))
            g.state[name] = "maybe"
            return [If(test, [Simple(f"{name} = {expression};")], None, g.chance(0.6))]
        else:
            g.state[name] = "maybe"
            node = g.guard(f"{test} || {name} == Py_None", error=False)
        g.state[name] = there
        return [node]

    def _look_raised(self, name, held, there):
        g = self.g
        test = g.pick(f"{name} == NULL", f"!{name}")
        how = g.weighted([("error", 5), ("clear", 1), ("later", 1)])
        if how == "error":
            node = g.guard(test)
        elif how == "clear":
            node = g.guard(test, [Simple("PyErr_Clear();")], error=False)
        else:
            g.state[name] = held
            return [If(test, [Simple("PyErr_Clear();")], None, g.chance(0.5))]
        g.state[name] = there
        return [node]

    def _look_may_raise(self, name, held, there):
        g = self.g
        test = g.pick(f"{name} == NULL", f"!{name}")
        how = g.weighted([("both", 3), ("occurred", 2), ("key error", 2), ("and", 2)])
        if how == "both":
            nodes = [If("PyErr_Occurred()", g.bail(), None, g.chance(0.5))] + g.no_error_exit()
            g.state[name] = there
            return [If(test, nodes)]
        if how == "key error":
            nodes = [If("!PyErr_Occurred()", [Simple(f"PyErr_SetObject(PyExc_KeyError, {g.k});")], None, g.chance(0.5))]
            node = If(test, nodes + g.bail())
            g.state[name] = there
            return [node]
        if how == "and":
            node = g.guard(f"{test} && PyErr_Occurred()")
        else:
            if g.loops:  # no exception is pending, but say so
                node = g.guard(f"{test} && PyErr_Occurred()")
            else:
                node = g.guard("PyErr_Occurred()")
        g.state[name] = held
        return [node]
