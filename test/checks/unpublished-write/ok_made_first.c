#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *name;
    PyObject *parts;
} Item;

static PyTypeObject ItemType;
static PyObject *registry;

// Whole before anybody sees it.
static PyObject *
register_item(PyObject *module, PyObject *name)
{
    Item *item = PyObject_GC_New(Item, &ItemType);
    if (item == NULL) {
        return NULL;
    }
    item->name = Py_NewRef(name);
    item->parts = PyDict_New();
    PyObject_GC_Track((PyObject *)item);
    if (PyDict_SetItem(registry, name, (PyObject *)item) < 0) {
        Py_DECREF(item);
        return NULL;
    }
    return (PyObject *)item;
}

// Nothing between the two lets the collector in.
static PyObject *
track_first(PyObject *module, PyObject *name)
{
    Item *item = PyObject_GC_New(Item, &ItemType);
    if (item == NULL) {
        return NULL;
    }
    PyObject_GC_Track((PyObject *)item);
    item->name = Py_NewRef(name);
    item->parts = NULL;
    return (PyObject *)item;
}

// NULL is something that the collector can visit.
static PyObject *
track_empty(PyObject *module, PyObject *name)
{
    Item *item = PyObject_GC_New(Item, &ItemType);
    if (item == NULL) {
        return NULL;
    }
    item->name = NULL;
    item->parts = NULL;
    PyObject_GC_Track((PyObject *)item);
    item->parts = PyDict_New();
    return (PyObject *)item;
}

// The dictionary is as new as the object.
static PyObject *
in_own_dict(PyObject *module, PyObject *name)
{
    PyObject *mine = PyDict_New();
    Item *item = PyObject_New(Item, &ItemType);
    if (mine == NULL || item == NULL) {
        Py_XDECREF(mine);
        Py_XDECREF(item);
        return NULL;
    }
    if (PyDict_SetItem(mine, name, (PyObject *)item) < 0) {
        Py_DECREF(mine);
        Py_DECREF(item);
        return NULL;
    }
    item->name = Py_NewRef(name);
    item->parts = NULL;
    Py_DECREF(item);
    return mine;
}

// Stored on another path than the one that fills.
static PyObject *
either_or(PyObject *module, PyObject *name)
{
    Item *item = PyObject_New(Item, &ItemType);
    if (item == NULL) {
        return NULL;
    }
    if (PyUnicode_Check(name)) {
        item->name = Py_NewRef(name);
        if (PyDict_SetItem(registry, name, (PyObject *)item) < 0) {
            Py_DECREF(item);
            return NULL;
        }
    }
    else {
        item->name = Py_NewRef(Py_None);
    }
    return (PyObject *)item;
}

static PyMethodDef methods[] = {
    {"register", register_item, METH_O, NULL},
    {"track_first", track_first, METH_O, NULL},
    {"track_empty", track_empty, METH_O, NULL},
    {"in_own_dict", in_own_dict, METH_O, NULL},
    {"either_or", either_or, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
