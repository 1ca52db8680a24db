"""Shapes of real code that do not come about by chance."""

from program import Block, Comment, If, Label, Loop, Simple, Switch

IDIOMS = []


def idiom(make):
    IDIOMS.append(make)
    return make


def holder(g):
    from generator import HOLDERS
    name = g.fresh(HOLDERS)
    g.declare(name, "holder", "unset")
    return name


@idiom
def search(g, depth):
    """A loop that stops at what it looked for, used behind the loop."""
    name, i = holder(g), g.fresh(["i", "j", "idx"])
    keys = g.pick(f"PyDict_GetItem({g.d}, {g.k})", f'PyDict_GetItemString({g.d}, {i} ? "a" : "zz")')
    g.site("GetItem")
    stop = If(name, [Simple("break;")], None, True) if g.chance(0.5) else If(
        f"{name} != NULL && {name} != Py_None", [Simple("break;")], None, g.chance(0.5))
    g.state[name] = "maybe"
    return [Simple(f"PyObject *{name} = NULL;"),
            Loop(f"for (int {i} = 0; {i} < 3; {i}++)", [Simple(f"{name} = {keys};"), stop])]


@idiom
def last_one(g, depth):
    """Each round overwrites the last."""
    name, i = holder(g), g.fresh(["i", "j", "idx"])
    g.site("GetItem")
    g.state[name] = "maybe"
    return [Simple(f"PyObject *{name} = NULL;"),
            Loop(f"for (int {i} = 0; {i} < 2; {i}++)",
                 [Simple(f'{name} = PyDict_GetItemString({g.d}, {i} ? "a" : "b");')], "", g.chance(0.5))]


@idiom
def retry(g, depth):
    """Look up, insert, look up again."""
    if g.loops or g.traits["mutates"] or g.state.get("retry_used"):
        return None
    name, label, tried = holder(g), g.fresh(["again", "retry", "lookup"]), g.fresh(["tried"])
    g.site("GetItem")
    g.traits["inserts"] = True
    again = [Simple(f"{tried} = 1;"), g.guard(f"PyDict_SetItem({g.d}, {g.k}, Py_None) < 0"),
             Simple(f"goto {label};")]
    g.state[name] = "maybe"
    return [Simple(f"PyObject *{name};\nint {tried} = 0;"), Label(label),
            Simple(f"{name} = PyDict_GetItem({g.d}, {g.k});"), If(f"{name} == NULL && !{tried}", again)]


@idiom
def flagged(g, depth):
    """Found or made, and a flag that says which."""
    name, owned = holder(g), g.fresh(["owned", "is_new"])
    g.site("GetItem")
    make = [Simple(f"{name} = {g.pick('PyList_New(0)', 'PyUnicode_FromString(g_text)')};"),
            g_guard_null(g, name), Simple(f"{owned} = 1;")]
    uses = [Simple(f"fuzz_see({name});")]
    g.state[name] = "dead"
    # Every exit in between must look at the flag: there is none.
    nodes = [Simple(f"int {owned} = 0;"), Simple(f"PyObject *{name} = PyDict_GetItem({g.d}, {g.k});"),
             If(f"{name} == NULL", make)] + uses
    return nodes + [If(owned, [Simple(f"Py_DECREF({name});")], None, g.chance(0.5))]


def g_guard_null(g, name):
    g.state[name] = "null"
    return g.guard(f"{name} == NULL")


@idiom
def found_or_made(g, depth):
    """Both ways end with a reference of our own."""
    name = holder(g)
    g.site("GetItem")
    expression = g.pick(f"PyDict_GetItem({g.d}, {g.k})", f'PyDict_GetItemString({g.d}, "a")')
    make = [Simple(f"{name} = PyList_New(0);"), g_guard_null(g, name)]
    first = [Simple(f"PyObject *{name} = {expression};")]
    g.state[name] = "own"
    if g.chance(0.5):
        return first + [If(name, [Simple(f"Py_INCREF({name});")], make)]
    return first + [If(f"{name} == NULL", make, [Simple(f"Py_INCREF({name});")])]


@idiom
def default_made(g, depth):
    """PyDict_SetDefault with an object of our own."""
    if g.traits["mutates"]:
        return None
    g.traits["inserts"] = g.traits["changes_value"] = True
    g.site("default")
    nodes, fresh = g.new_object(g.pick("PyList_New(0)", "PyDict_New()"), None, keep=True)
    name = holder(g)
    nodes.append(Simple(f"PyObject *{name} = PyDict_SetDefault({g.d}, {g.k}, {fresh});"))
    nodes.append(g.drop(fresh))
    nodes.append(g_guard_null(g, name))
    g.state[name] = "live"
    if g.chance(0.5):
        nodes.append(If(f"PyList_Check({name})", [g.guard(f"PyList_Append({name}, Py_None) < 0")]))
    return nodes


@idiom
def correlated(g, depth):
    """Two tests of one flag."""
    name = holder(g)
    g.site("GetItemString")
    condition = g.pick(g.n, f"{g.n} > 1")
    g.state[name] = "null"
    first = If(condition, [Simple(f'{name} = PyDict_GetItemString({g.d}, "a");'),
                           g.guard(f"{name} == NULL", error=False)])
    g.state[name] = "dead"
    g.frozen = g.frozen | {name}
    between = g.block(depth + 1, 1)
    g.frozen = g.frozen - {name}
    if g.state is None:
        return [Simple(f"PyObject *{name} = NULL;"), first] + between
    return [Simple(f"PyObject *{name} = NULL;"), first] + between + [
        If(condition, [Simple(f"fuzz_see({name});")], None, g.chance(0.5))]


@idiom
def in_struct(g, depth):
    """Kept in a local struct."""
    name, pair = holder(g), g.fresh(["both", "two"])
    g.site("GetItem")
    g.state[name] = "null"
    check = g.guard(f"{name} == NULL", error=False)
    g.state[name] = "live"
    return [Simple(f"PyObject *{name} = PyDict_GetItem({g.d}, {g.k});"), check,
            Simple(f"struct {{ PyObject *a, *b; }} {pair} = {{{name}, {g.out}}};"),
            Simple(f"fuzz_see({pair}.a);")]


@idiom
def address(g, depth):
    """The variable's address is passed."""
    name = holder(g)
    g.site("GetItem")
    g.state[name] = "maybe"
    return [Simple(f"PyObject *{name} = PyDict_GetItem({g.d}, {g.k});"), Simple(f"fuzz_inspect(&{name});")]


@idiom
def on_one_path(g, depth):
    """A reference of our own on one path only, given back there."""
    name = g.some(("holder",), ("live",))
    if not name or name in g.frozen:
        return None
    return [If(g.pick(f"{g.n} > 1", g.n), [Simple(f"Py_INCREF({name});"), g.point(), Simple(f"fuzz_see({name});"),
                                           Simple(f"Py_DECREF({name});")]), Simple(f"fuzz_see({name});")]


@idiom
def chained(g, depth):
    """A dictionary in a dictionary."""
    outer, inner = holder(g), holder(g)
    g.site("WithError")
    nodes = [Simple(f"PyObject *{outer} = PyDict_GetItemWithError({g.d}, {g.k});")]
    g.state[outer], g.state[inner] = "null", "unset"
    nodes += g.sites._look_may_raise(outer, "maybe", "live")
    if g.state[outer] != "live":
        return nodes + [Simple(f"PyObject *{inner} = NULL;\n(void){inner};")]
    nodes.append(g.guard(f"!PyDict_Check({outer})", error=False))
    nodes.append(Simple(f"PyObject *{inner} = PyDict_GetItemString({outer}, {g.pick(chr(34) + 'a' + chr(34), chr(34) + 'b' + chr(34))});"))
    g.state[inner] = "null"
    nodes.append(g.guard(f"{inner} == NULL", error=False))
    g.state[inner] = "live"
    return nodes + [Simple(f"fuzz_see({inner});")]


@idiom
def swap(g, depth):
    """One holder becomes another."""
    a = g.some(("holder",), ("live",))
    if not a or a in g.frozen:
        return None
    b = holder(g)
    g.state[b] = "live"
    nodes = [Simple(f"PyObject *{b} = {a};")]
    if g.chance(0.5) and not any(g.state[v] == "live" for v in g.feeds(a)):
        _, expression, null = g.sites.expression(("GetItem", "GetItemString"))
        g.state[a] = "maybe"
        nodes += [Simple(f"{a} = {expression};")]
    return nodes


@idiom
def project_macro(g, depth):
    """An exit inside a macro of the project."""
    if g.kind != "o" or g.goto or g.loops or any(s in ("own", "ownmaybe") for s in g.state.values()):
        return None
    name = holder(g)
    g.site("List")
    g.state[name] = "live"
    return [Simple(f"PyObject *{name} = PyList_GetItem({g.l}, 0);"), Simple(f"RETURN_IF_NULL({name});"),
            Simple("RETURN_NONE_IF(n_is_two);".replace("n_is_two", f"{g.n} == 2"))]


@idiom
def while_found(g, depth):
    """The look-up is the loop's condition."""
    name, i = holder(g), g.fresh(["i", "left", "rounds"])
    g.site("GetItem")
    expression = g.pick(f"PyDict_GetItem({g.d}, {g.k})", f'PyDict_GetItemString({g.d}, "a")')
    condition = g.pick(f"{i}++ < 2 && ({name} = {expression}) != NULL",
                       f"({name} = {expression}) != NULL && {i}++ < 2",
                       f"({name} = {expression})")
    body = [Simple(f"fuzz_see({name});")]
    if "++" not in condition:
        body.append(If(f"{i}++ > 1", [Simple("break;")], None, True))
    g.state[name] = "dead"
    return [Simple(f"int {i} = 0;"), Simple(f"PyObject *{name};"), Loop(f"while ({condition})", body)]


@idiom
def error_then_look(g, depth):
    """A look-up while an exception is pending."""
    g.traits["pending"] = True
    name = holder(g)
    g.site("GetItem")
    g.state[name] = "null"
    error = [Simple('PyErr_SetString(PyExc_ValueError, "first");'),
             Simple(f'PyObject *{name} = PyDict_GetItem({g.d}, {g.k});'),
             If(name, [Simple(f"fuzz_see({name});")], None, g.chance(0.5))]
    saved = dict(g.state)
    del g.state[name]
    error += g.leave(True)
    g.scopes[-1].remove(name)
    del saved[name]
    g.state = saved
    return [If(f"{g.n} == 1", error)]


@idiom
def until_null(g, depth):
    """The look-up ends a for loop."""
    name, i = holder(g), g.fresh(["i", "j", "idx"])
    g.site("List")
    g.state[name] = "dead"
    body = [Simple(f"fuzz_see({name});")]
    if g.chance(0.4):
        body.insert(0, If(f"{name} == Py_None", [Simple(g.pick("continue;", "break;"))], None, g.chance(0.5)))
    return [Simple(f"PyObject *{name};"),
            Loop(f"for (int {i} = 0; ({name} = PyList_GetItem({g.l}, {i})) != NULL; {i}++)", body),
            Simple("PyErr_Clear();")]


@idiom
def current(g, depth):
    """A variable that first holds an argument, then what was found."""
    name = holder(g)
    g.site("GetItem")
    found = g.pick(f"PyDict_GetItem({g.d}, {name})", f"PyDict_GetItem({g.d}, {g.k})")
    g.state[name] = "null"
    check = g.guard(f"{name} == NULL", error=False)
    g.state[name] = "live"
    if g.chance(0.5):
        return [Simple(f"PyObject *{name} = {g.k};"), Simple(f"{name} = {found};"), check]
    return [Simple(f"PyObject *{name} = {g.k};"),
            If(g.pick(g.n, f"{g.n} > 1"), [Simple(f"{name} = {found};"), check])]


@idiom
def lender_released(g, depth):
    """The lender's reference is given up before what it lent is used."""
    name = holder(g)
    g.site("GetItemString")
    nodes, made = g.new_object(f"Py_NewRef({g.d})", None, keep=True)
    nodes.append(Simple(f'PyObject *{name} = PyDict_GetItemString({made}, "a");'))
    nodes.append(g.drop(made))
    g.state[name] = "null"
    nodes.append(g.guard(f"{name} == NULL", error=False))
    g.state[name] = "live"
    return nodes + [Simple(f"fuzz_see({name});")]


@idiom
def set_reference(g, depth):
    """An owned variable that takes what was found."""
    name = g.some(("temp",), ("own", "ownmaybe"))
    if not name or name in g.frozen or any(g.state[v] == "live" for v in g.feeds(name)):
        return None
    g.site("GetItemString")
    g.gone(name, "ownmaybe")
    return [Simple(f'Py_XSETREF({name}, Py_XNewRef(PyDict_GetItemString({g.d}, "a")));')]


@idiom
def static_cache(g, depth):
    """Kept in a static variable that nobody reads."""
    name, cache = holder(g), g.fresh(["last", "recent"])
    g.site("GetItem")
    g.state[name] = "maybe"
    return [Simple(f"static PyObject *{cache};\n(void){cache};"),
            Simple(f"PyObject *{name} = PyDict_GetItem({g.d}, {g.k});"), Simple(f"{cache} = {name};")]


@idiom
def pairs(g, depth):
    """The items of a dictionary that was found."""
    name, k, v, pos = holder(g), g.fresh(["k2", "name2"]), g.fresh(["v2", "val"]), g.fresh(["at", "pos2"])
    g.site("GetItem")
    g.state[name] = "null"
    check = g.guard(f"{name} == NULL || !PyDict_Check({name})", error=False)
    g.state[name] = "live"
    return [Simple(f"PyObject *{name} = PyDict_GetItem({g.d}, {g.k});"), check,
            Simple(f"PyObject *{k}, *{v};\nPy_ssize_t {pos} = 0;"),
            Loop(f"while (PyDict_Next({name}, &{pos}, &{k}, &{v}))",
                 [Simple(f"fuzz_see({k});"), Simple(f"fuzz_see({v});")])]


@idiom
def parameter(g, depth):
    """A parameter becomes a holder."""
    if g.loops or g.traits["mutates"] or g.traits.get("inserts") or g.k in g.state:
        return None
    g.site("GetItem")
    g.mutable = ""
    g.declare(g.k, "holder", "null")
    nodes = [Simple(f"{g.k} = PyDict_GetItem({g.d}, {g.k});"), g.guard(f"{g.k} == NULL", error=False)]
    g.state[g.k] = "live"
    g.frozen = g.frozen | {g.k}
    return nodes + [Simple(f"fuzz_see({g.k});")]


@idiom
def declared_together(g, depth):
    """One declaration of several variables."""
    a, b = holder(g), holder(g)
    g.site("GetItem")
    one = f"PyDict_GetItem({g.d}, {g.k})"
    two = g.pick("NULL", f'PyDict_GetItemString({g.d}, "a")')
    g.state[a] = "maybe"
    g.state[b] = "null" if two == "NULL" else "maybe"
    return [Simple(f"PyObject *{a} = {one}, *{b} = {two};")]


@idiom
def detached(g, depth):
    """Text of an object, read while the thread is detached."""
    from generator import PARTS
    base = g.some(("holder", "part"), ("live",))
    if not base:
        return None
    name = g.fresh(PARTS)
    g.declare(name, "text", "live", base)
    return [Simple(f"const char *{name} = fuzz_text({base});"), Simple("Py_BEGIN_ALLOW_THREADS"),
            Simple(f"fuzz_point((int)strlen({name}));"), Simple("Py_END_ALLOW_THREADS")]


@idiom
def section(g, depth):
    """A critical section on the lender, or on something else."""
    from generator import HOLDERS
    name = g.fresh(HOLDERS)
    g.site("GetItem")
    g.declare(name, "holder", "dead")
    seen = If(name, [Simple(f"fuzz_see({name});")], None, g.chance(0.5))
    inside = [Simple(f"{name} = PyDict_GetItem({g.d}, {g.k});")] + ([seen] if g.chance(0.5) else [])
    nodes = [Simple(f"PyObject *{name};"), Simple(f"Py_BEGIN_CRITICAL_SECTION({g.pick(g.d, g.d, g.l)});")]
    nodes += inside + [Simple("Py_END_CRITICAL_SECTION();")]
    g.state[name] = "maybe"
    return nodes


@idiom
def array(g, depth):
    """The holders are the items of an array."""
    name, i = g.fresh(["both", "items", "slots"]), g.fresh(["i", "j", "idx"])
    g.site("GetItemString")
    seen = If(f"{name}[{i}]", [Simple(f"fuzz_see({name}[{i}]);")], None, g.chance(0.5))
    return [Simple(f"PyObject *{name}[2] = {{NULL, NULL}};"),
            Loop(f"for (int {i} = 0; {i} < 2; {i}++)",
                 [Simple(f'{name}[{i}] = PyDict_GetItemString({g.d}, {i} ? "a" : "b");'), seen])]


@idiom
def in_loop_condition(g, depth):
    """A look-up inside the condition of a loop, without a variable."""
    i = g.fresh(["i", "left", "rounds"])
    g.site("LIST")
    before = [g.guard(f"!PyList_Check({g.l}) || PyList_GET_SIZE({g.l}) < 3", error=False)]
    item = f"PyList_GET_ITEM({g.l}, {i})"
    condition = g.pick(f"{i} < 3 && PyUnicode_Check({item})", f"{i} < 3 && fuzz_step({i}) < 2 && !Box_Check({item})")
    if g.chance(0.5):
        return before + [Loop(f"for (int {i} = 0; {condition}; {i}++)", [g.point()], "", g.chance(0.4))]
    first = f"PyList_GET_ITEM({g.l}, 0)"
    return before + [Simple(f"int {i} = 0;"),
                     Loop("do", [g.point()], f"while ({i}++ < 2 && PyUnicode_Check({first}));")]


@idiom
def in_condition(g, depth):
    """A look-up behind a step that leaves a trace."""
    g.site("LIST")
    before = [g.guard(f"!PyList_Check({g.l}) || PyList_GET_SIZE({g.l}) < 3", error=False)]
    item = f"PyList_GET_ITEM({g.l}, {g.pick('0', '1', '2')})"
    condition = g.pick(f"fuzz_step(1) && PyUnicode_Check({item})", f"PyUnicode_Check({item}) && fuzz_step(1)",
                       f"fuzz_step({g.n}) > 1 || PyTuple_Check({item})", f"PyTuple_Check({item}) || fuzz_step(0)",
                       f"fuzz_step(1) + PyUnicode_Check({item}) == 2", f"PySequence_Check({item})")
    otherwise = g.pick(None, [g.point()], [If(f"PyUnicode_Check(PyList_GET_ITEM({g.l}, 0))", [g.point()])])
    return before + [If(condition, [g.point()], otherwise, g.chance(0.5))]


@idiom
def selected(g, depth):
    """A look-up decides a switch."""
    g.site("LIST")
    before = [g.guard(f"!PyList_Check({g.l}) || PyList_GET_SIZE({g.l}) < 3", error=False)]
    value = g.pick(f"PyUnicode_Check(PyList_GET_ITEM({g.l}, 0)) ? 1 : 0",
                   f'PyObject_IsTrue(PyDict_GetItem({g.d}, {g.k}) ? Py_True : Py_False)')
    return before + [Switch(value, [["case 0", [g.point(), Simple("break;")]], ["default", [g.point()]]])]


@idiom
def returns_in_switch(g, depth):
    """Each case returns what it makes of the object."""
    name = g.some(("holder",), ("live",))
    if not name or g.loops or g.goto or g.kind not in "is" or any(s in ("own", "ownmaybe") for s in g.state.values()):
        return None
    cases = [[f"case {i}", ([g.point()] if g.chance(0.7) else []) + [Simple(f"return {check}({name});")]]
             for i, check in enumerate(("PyUnicode_Check", "PyTuple_Check", "PyList_Check"))]
    return [Switch(f"{g.n} + {g.pick('0', '1')}", cases[:g.rng.randint(1, 3)])]


@idiom
def moved_in(g, depth):
    """An owned variable, its old object released, takes what was found."""
    name = holder(g)
    g.site("GetItemString")
    g.state[name] = "null"
    check = g.guard(f"{name} == NULL")
    found = g.fresh(["found2", "next", "better"])
    nodes = [Simple(f"PyObject *{name} = PyList_New(0);"), check,
             Simple(f'PyObject *{found} = PyDict_GetItemString({g.d}, "a");'),
             If(found, [Simple(f"Py_INCREF({found});"), Simple(f"Py_SETREF({name}, {found});")], None)]
    g.state[name] = "own"
    return nodes


@idiom
def swapped_key(g, depth):
    """A found key is used to look further."""
    a, b = holder(g), holder(g)
    g.site("GetItem")
    g.state[a] = g.state[b] = "null"
    first = g.guard(f"{a} == NULL || !PyUnicode_Check({a})", error=False)
    g.state[a] = "live"
    nodes = [Simple(f"PyObject *{a} = PyDict_GetItem({g.d}, {g.k});"), first,
             Simple(f"PyObject *{b} = PyDict_GetItem({g.d}, {a});")]
    g.state[b] = "maybe"
    return nodes


@idiom
def stored(g, depth):
    """A place gets what was found, and takes its reference there."""
    name, first = g.fresh(["slots", "places"]), g.pick("0", "1")
    place = f"{name}[{first}]"
    api = g.pick("GetItem", "GetItemString", "List")
    g.site(api)
    found = {"GetItem": f"PyDict_GetItem({g.d}, {g.k})", "GetItemString": f'PyDict_GetItemString({g.d}, "a")',
             "List": f"PyList_GetItem({g.l}, {g.pick('0', '7')})"}[api]
    nodes = [Simple(f"PyObject *{name}[2] = {{NULL, NULL}};"), Simple(f"{place} = {found};")]
    if api == "List" or g.chance(0.4):
        nodes.append(g.guard(g.pick(f"{place} == NULL", f"!{place}"), error=api == "List"))
    nodes.append(Simple(f"Py_XINCREF({place});"))
    nodes.append(If(place, [Simple(f"fuzz_see({place});")], None, g.chance(0.5)))
    return nodes + [Simple(f"Py_XDECREF({place});")]


@idiom
def unbraced_use(g, depth):
    """A look-up nested in the unbraced body of an if or a loop."""
    name, i = g.fresh(["shown", "printed"]), g.fresh(["i", "j", "idx"])
    g.site("GetItem")
    look = f"PyDict_GetItem({g.d}, {g.k})"
    text = g.pick(f"PyObject_Str({look})", f"PyObject_Repr({look})", f'PyUnicode_Check(PyObject_Type({look}))')
    if "Check" in text or g.chance(0.4):
        before = [g.guard(f"!PyList_Check({g.l}) || PyList_GET_SIZE({g.l}) < 3", error=False)]
        item = g.pick(f"PyList_GetItem({g.l}, {i})", f"PyList_GET_ITEM({g.l}, {i})")
        step = Simple(g.pick(f"fuzz_see({item});", f"fuzz_point(fuzz_step(PyUnicode_Check({item})));"))
        return before + [Loop(f"for (int {i} = 0; {i} < 3; {i}++)", [step], "", True)]
    failed = g.guard(f"{name} == NULL && PyErr_Occurred()")
    otherwise = g.pick(None, [g.point()], [Simple(f"{name} = PyUnicode_FromString(g_text);")])
    return [Simple(f"PyObject *{name} = NULL;"),
            If(g.pick(g.n, f"{g.n} > 1"), [Simple(f"{name} = {text};")], otherwise, True), failed,
            Simple(f"Py_XDECREF({name});")]


@idiom
def made_of_it(g, depth):
    """A helper makes something that is no object; that is kept elsewhere."""
    base, kind = g.some(("holder", "part"), ("live",)), f"node_{g.name}"
    if not base or any(kind in one for one in g.before):
        return None
    g.before.append(
        f"static struct {kind} {{\n    int kind;\n}} pool_{g.name};\n"
        f"static struct {{\n    struct {kind} *node;\n}} table_{g.name};\n"
        f"static struct {kind} *\nmake_{g.name}(PyObject *one)\n{{\n    struct {kind} *made = &pool_{g.name};\n"
        f"    if (one == NULL || one == Py_None)\n        return NULL;\n    made->kind = PyTuple_Check(one);\n"
        f"    return made;\n}}\n\n")
    made = g.fresh(["node", "made_node"])
    return [Simple(f"table_{g.name}.node = NULL;"), Simple(f"struct {kind} *{made} = make_{g.name}({base});"),
            If(made, [Simple(f"table_{g.name}.node = {made};")], None, g.chance(0.5)),
            Simple(f"fuzz_point(table_{g.name}.node != NULL);")]


@idiom
def argument_list(g, depth):
    """The arguments of a call, in an array that is initialised with them."""
    base, name = g.some(("holder", "part"), ("live",)), g.fresh(["arguments", "argv"])
    if not base:
        return None
    return [Simple(f"PyObject *{name}[] = {{{g.k}, {base}}};"), Simple(f"fuzz_see({name}[1]);")] + g.new_object(
        f"PyObject_Vectorcall((PyObject *)&PyUnicode_Type, {name} + 1, 1, NULL)")


@idiom
def protected(g, depth):
    """Owned for one call only."""
    base = g.some(("holder",), ("live",))
    if not base or base in g.frozen:
        return None
    inner = [Simple(f"Py_INCREF({base});"), Simple(f"fuzz_see({base});"), Simple(f"Py_DECREF({base});")]
    return [If(g.pick(g.n, f"PyUnicode_Check({base})"), inner, None, g.chance(0.4))]


@idiom
def next_key(g, depth):
    """A loop of gotos that looks for the next one."""
    if g.loops or g.traits["mutates"]:
        return None
    name, i, label = holder(g), g.fresh(["at", "left", "rounds"]), g.fresh(["next_one", "another"])
    g.site("GetItemString")
    g.state[name] = "dead"
    found = [Simple(f"fuzz_see({name});")]
    if g.chance(0.5):
        found = [Simple(f"Py_INCREF({name});")] + found + [Simple(f"Py_DECREF({name});")]
    if g.chance(0.4):
        saved = dict(g.state)
        found += g.leave(False)
        g.state = saved
    return [Simple(f"PyObject *{name};\nint {i} = 3;"), Label(label), If(f"{i}-- > 0", [
        Simple(f'{name} = PyDict_GetItemString({g.d}, {i} ? "a" : "zz");'),
        If(f"{name} != NULL", found, None, g.chance(0.4)), Simple(f"goto {label};")])]


@idiom
def part_taken_later(g, depth):
    """A helper lends a part of the object, which gets its INCREF a little later."""
    base, helper = g.some(("holder",), ("live",)), f"lent_{g.name}"
    if not base:
        return None
    if not any(helper in one for one in g.before):
        g.before.append(f"static PyObject *\n{helper}(PyObject *whole)\n{{\n"
                        "    if (!PyTuple_Check(whole) || PyTuple_GET_SIZE(whole) == 0)\n        return NULL;\n"
                        "    return PyTuple_GET_ITEM(whole, 0);\n}\n\n")
    part = g.fresh(["lent", "piece"])
    return [Simple(f"PyObject *{part} = {helper}({base});"), g.point(), Simple(f"Py_XINCREF({part});"),
            If(part, [Simple(f"fuzz_see({part});")], None, g.chance(0.5)), Simple(f"Py_XDECREF({part});")]
