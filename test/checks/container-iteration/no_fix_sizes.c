// Memory that was made to fit has to fit still.
#include <Python.h>
#include <stdlib.h>

static PyObject *keys(PyObject *self, PyObject *dict) {
  PyObject *result = PyList_New(PyDict_Size(dict));
  PyObject *key;
  Py_ssize_t pos = 0, i = 0;
  if (result == NULL)
    return NULL;
  while (PyDict_Next(dict, &pos, &key, NULL)) { // warn: 'PyDict_Next' walks 'dict' // no fix: a call in between may suspend the critical section
    PyObject *text = PyObject_Str(key);
    if (text == NULL)
      break;
    PyList_SET_ITEM(result, i++, text);
  }
  return result;
}

typedef struct {
  long *hashes;
  Py_ssize_t used;
} Table;

static int make_room(Table *table, Py_ssize_t n) {
  Py_ssize_t room = 8;
  while (room < n)
    room *= 2;
  table->hashes = (long *)malloc((size_t)room * sizeof(long));
  return table->hashes == NULL ? -1 : 0;
}

static int remember(Table *table, PyObject *key) {
  long hash = (long)PyObject_Hash(key);
  table->hashes[table->used++] = hash;
  return hash == -1 ? -1 : 0;
}

static int fill(Table *table, PyObject *dict) {
  PyObject *key;
  Py_ssize_t pos = 0;
  const Py_ssize_t size = PyDict_GET_SIZE(dict);
  if (make_room(table, size) < 0)
    return -1;
  while (PyDict_Next(dict, &pos, &key, NULL)) // warn: 'PyDict_Next' walks 'dict' // no fix: a call in between may suspend the critical section
    if (remember(table, key) < 0)
      return -1;
  return 0;
}

// There is room for so many, whatever the dict's size is meanwhile.
static int first_hashes(PyObject *dict, long *hashes) {
  PyObject *key;
  Py_ssize_t pos = 0, i = 0;
  if (PyDict_Size(dict) > 16)
    return -1;
  while (PyDict_Next(dict, &pos, &key, NULL)) // warn: 'PyDict_Next' walks 'dict' // no fix: a call in between may suspend the critical section
    hashes[i++] = (long)PyObject_Hash(key);
  return 0;
}

// Not known what becomes of it.
int announce(Py_ssize_t n);
static int send_all(PyObject *dict, PyObject *to) {
  PyObject *key;
  Py_ssize_t pos = 0;
  if (announce(PyDict_Size(dict)) < 0)
    return -1;
  while (PyDict_Next(dict, &pos, &key, NULL)) // warn: 'PyDict_Next' walks 'dict' // no fix: a call in between may suspend the critical section
    if (PyObject_SetItem(to, key, key) < 0)
      return -1;
  return 0;
}

// A function keeps what it gets, without a reference.
typedef struct {
  PyObject *items[16];
  int used;
} Kept;

static void keep(Kept *kept, PyObject *item) { kept->items[kept->used++] = item; }

static int collect(PyObject *dict, Kept *kept) {
  PyObject *key;
  Py_ssize_t pos = 0;
  while (PyDict_Next(dict, &pos, &key, NULL)) { // warn: 'PyDict_Next' walks 'dict' // no fix: the value is stored without a reference of its own
    if (PyObject_IsTrue(key) < 0)
      return -1;
    keep(kept, key);
  }
  return 0;
}

// One reference more is one more in the result.
static Py_ssize_t counts(PyObject *dict) {
  PyObject *key;
  Py_ssize_t pos = 0, result = 0;
  while (PyDict_Next(dict, &pos, &key, NULL)) { // warn: 'PyDict_Next' walks 'dict' // no fix: the reference count of the object is read while it is held
    if (PyObject_IsTrue(key) < 0)
      return -1;
    result += Py_REFCNT(key);
  }
  return result;
}

// What is found is used behind the loop.
static int holds_first(PyObject *dict, PyObject *in) {
  PyObject *key = NULL;
  Py_ssize_t pos = 0;
  while (PyDict_Next(dict, &pos, &key, NULL)) // warn: 'PyDict_Next' walks 'dict' // no fix: the value is stored without a reference of its own
    if (PyUnicode_Check(key))
      break;
  return key == NULL ? 0 : PySequence_Contains(in, key);
}

static PyMethodDef methods[] = {
    {"keys", keys, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

int use(PyObject *a, PyObject *b, Table *t, Kept *k, PyMethodDef **table) {
  *table = methods;
  return fill(t, a) + first_hashes(a, t->hashes) + send_all(a, b) +
         collect(a, k) + holds_first(a, b) + (int)counts(a);
}
