#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject **items;
    Py_ssize_t count;
    PyObject *last;
} Stack;

static PyObject *
push(Stack *self, PyObject *item)
{
    int failed = 0;
    Py_BEGIN_CRITICAL_SECTION(self);
    PyObject **items = PyMem_Realloc(self->items, (self->count + 1) * sizeof(PyObject *));
    if (items == NULL) {
        failed = 1;
    }
    else {
        self->items = items;
        self->items[self->count++] = Py_NewRef(item);
        Py_XSETREF(self->last, Py_NewRef(item));
    }
    Py_END_CRITICAL_SECTION();
    return failed ? PyErr_NoMemory() : Py_NewRef(Py_None);
}

// Another thread may push while the section is suspended: the array moves.
static PyObject *
map_pointer(Stack *self, PyObject *function)
{
    PyObject *result = PyList_New(0);
    if (result == NULL) {
        return NULL;
    }
    Py_BEGIN_CRITICAL_SECTION(self);
    PyObject **items = self->items;
    for (Py_ssize_t i = 0; i < self->count; i++) {
        PyObject *item = Py_NewRef(items[i]); // warn: 'items' still points to 'self->items' after 'PyObject_CallOneArg' may have suspended the critical section on 'self': another thread may have changed it meanwhile // no fix: it has to be read again
        PyObject *value = PyObject_CallOneArg(function, item); // note: the section may be suspended here
        Py_DECREF(item);
        if (value == NULL) {
            Py_CLEAR(result);
            break;
        }
        PyList_Append(result, value);
        Py_DECREF(value);
    }
    Py_END_CRITICAL_SECTION();
    return result;
}

static Py_ssize_t
find_until_end(Stack *self, PyObject *wanted)
{
    Py_ssize_t found = -1;
    Py_BEGIN_CRITICAL_SECTION(self);
    PyObject **end = self->items + self->count;
    for (PyObject **item = self->items; item < end; item++) {
        if (PyObject_RichCompareBool(*item, wanted, Py_EQ) == 1) { // warn: 'item' still points to 'self->items' after 'PyObject_RichCompareBool' may have suspended // no fix: it has to be read again
            found = item - self->items;
            break;
        }
    }
    Py_END_CRITICAL_SECTION();
    return found;
}

// The list may be shorter when the section comes back.
static double
sum_counted(PyObject *list)
{
    double sum = 0;
    Py_BEGIN_CRITICAL_SECTION(list);
    Py_ssize_t count = PyList_GET_SIZE(list); // note: it is read here
    for (Py_ssize_t i = 0; i < count; i++) { // warn: 'count' still counts 'PyList_GET_SIZE(list)' after 'PyNumber_Float' may have suspended the critical section on 'list' // no fix: it has to be read again
        PyObject *item = Py_NewRef(PyList_GET_ITEM(list, i));
        PyObject *number = PyNumber_Float(item);
        Py_DECREF(item);
        if (number == NULL) {
            break;
        }
        sum += PyFloat_AS_DOUBLE(number);
        Py_DECREF(number);
    }
    Py_END_CRITICAL_SECTION();
    return sum;
}

// Only the stack keeps it alive, and the stack is not locked any more.
static PyObject *
peek(Stack *self, PyObject *unused)
{
    PyObject *item = NULL;
    Py_BEGIN_CRITICAL_SECTION(self);
    if (self->count > 0) {
        item = self->items[0];
    }
    Py_END_CRITICAL_SECTION();
    return Py_XNewRef(item); // warn: 'item' is used without a reference of its own after the critical section on 'self' has ended: another thread may have released it // no fix: it has to be read again
}

static PyObject *
last(Stack *self, PyObject *unused)
{
    PyObject *item;
    Py_BEGIN_CRITICAL_SECTION(self);
    item = self->last;
    Py_END_CRITICAL_SECTION();
    if (item == NULL) {
        Py_RETURN_NONE;
    }
    return PyObject_Repr(item); // warn: 'item' is used without a reference of its own // no fix: it has to be read again
}

static PyMethodDef methods[] = {
    {"push", (PyCFunction)push, METH_O, NULL},
    {"map", (PyCFunction)map_pointer, METH_O, NULL},
    {"peek", (PyCFunction)peek, METH_NOARGS, NULL},
    {"last", (PyCFunction)last, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
