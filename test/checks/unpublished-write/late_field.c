#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *name;
    PyObject *parts;
    int ready;
} Item;

static PyTypeObject ItemType;
static PyObject *registry;
static Item *newest;

// Another thread may take it out of the registry before it has a name.
static PyObject *
register_item(PyObject *module, PyObject *name)
{
    Item *item = PyObject_New(Item, &ItemType);
    if (item == NULL) {
        return NULL;
    }
    item->name = NULL;
    item->parts = NULL;
    item->ready = 0;
    if (PyDict_SetItem(registry, name, (PyObject *)item) < 0) { // note: it is stored here
        Py_DECREF(item);
        return NULL;
    }
    item->name = Py_NewRef(name); // warn: 'name' of 'item' is set after the object was stored where other threads find it: they may see what was there before // no fix: no setter for this takes a lock
    item->ready = 1;
    return (PyObject *)item;
}

static PyObject *
remember_item(PyObject *module, PyObject *name)
{
    Item *item = PyObject_New(Item, &ItemType);
    if (item == NULL) {
        return NULL;
    }
    newest = item;
    item->name = Py_NewRef(name); // warn: 'name' of 'item' is set after the object was stored // no fix: no setter for this takes a lock
    item->parts = NULL;
    Py_INCREF(item);
    return (PyObject *)item;
}

// PyDict_New may start the collector, which visits what is in the memory.
static PyObject *
track_early(PyObject *module, PyObject *name)
{
    Item *item = PyObject_GC_New(Item, &ItemType);
    if (item == NULL) {
        return NULL;
    }
    item->name = Py_NewRef(name);
    PyObject_GC_Track((PyObject *)item); // note: it is tracked here
    item->parts = PyDict_New(); // warn: 'parts' of 'item' is set after the collector was told to visit it // no fix: no setter for this takes a lock
    return (PyObject *)item;
}

// What was put into a dictionary is not this function's alone any more.
static PyObject *
fill_stored(PyObject *module, PyObject *value)
{
    PyObject *pair = PyList_New(1);
    if (pair == NULL) {
        return NULL;
    }
    if (PyDict_SetItemString(registry, "pair", pair) < 0) { // note: it is stored here
        Py_DECREF(pair);
        return NULL;
    }
    PyList_SET_ITEM(pair, 0, Py_NewRef(value)); // warn: 'PyList_SET_ITEM' is made for objects that no other thread can see, and 'pair' is stored already // review: the item that is replaced is released
    return pair;
}

static PyMethodDef methods[] = {
    {"register", register_item, METH_O, NULL},
    {"remember", remember_item, METH_O, NULL},
    {"track_early", track_early, METH_O, NULL},
    {"fill_stored", fill_stored, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
