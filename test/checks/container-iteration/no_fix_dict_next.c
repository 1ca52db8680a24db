// also: c++
#include <Python.h>

struct box {
  PyObject_HEAD
  PyObject *items;
};

PyObject *dict_of(PyObject *);

// There is no loop to be locked.
int first_key(PyObject *dict, PyObject **key) {
  Py_ssize_t pos = 0;
  return PyDict_Next(dict, &pos, key, NULL); // warn: 'PyDict_Next' walks 'dict' // no fix: there is no loop that can be locked as a whole
}

int of_a_call(PyObject *object) {
  PyObject *key;
  Py_ssize_t pos = 0;
  int n = 0;
  while (PyDict_Next(dict_of(object), &pos, &key, NULL)) { // warn: 'PyDict_Next' walks 'dict_of(object)' // no fix: what would be locked is no plain variable or field
    n++;
  }
  return n;
}

int maybe_none(PyObject *dict) {
  PyObject *key;
  Py_ssize_t pos = 0;
  int n = 0;
  while (dict != NULL && PyDict_Next(dict, &pos, &key, NULL)) { // warn: 'PyDict_Next' walks 'dict' // no fix: the object that would be locked may be NULL
    n++;
  }
  return n;
}

int replaced(PyObject *dict, PyObject *other) {
  PyObject *key;
  Py_ssize_t pos = 0;
  int n = 0;
  while (PyDict_Next(dict, &pos, &key, NULL)) { // warn: 'PyDict_Next' walks 'dict' // no fix: the object that would be locked is replaced or released meanwhile
    n++;
    if (key == Py_None)
      dict = other;
  }
  return n;
}

int released(PyObject *object) {
  PyObject *value;
  Py_ssize_t pos = 0;
  PyObject *dict = PyObject_GetAttrString(object, "__dict__");
  if (dict == NULL)
    return -1;
  while (PyDict_Next(dict, &pos, NULL, &value)) { // warn: 'PyDict_Next' walks 'dict' // no fix: the object that would be locked is replaced or released meanwhile
    if (value == Py_None) {
      Py_DECREF(dict);
      pos = 1;
      return 1;
    }
  }
  Py_DECREF(dict);
  return 0;
}

int reused(PyObject *dict) {
  PyObject *value;
  Py_ssize_t pos = 0;
  int n = 0;
  while (PyDict_Next(dict, &pos, NULL, &value) && // warn: 'PyDict_Next' walks 'dict' // no fix: the variable may hold a value from elsewhere
         (value = PyObject_Str(value)) != NULL) {
    n += (int)PyUnicode_GET_LENGTH(value);
    Py_DECREF(value);
  }
  return n;
}

int conditional(PyObject *dict) {
  PyObject *value;
  Py_ssize_t pos = 0;
  int n = 0;
  while (PyDict_Next(dict, &pos, NULL, &value)) { // warn: 'PyDict_Next' walks 'dict' // no fix: part of the code in between is compiled conditionally
#ifdef SOMETHING
    if (value == Py_None)
      return -1;
#endif
    n++;
  }
  return n;
}

int unbraced(PyObject *dict, int wanted) {
  PyObject *value;
  Py_ssize_t pos = 0;
  int n = 0;
  if (wanted)
    while (PyDict_Next(dict, &pos, NULL, &value)) // warn: 'PyDict_Next' walks 'dict' // no fix: the statement is the unbraced body of another one
      n++;
  return n;
}

/* What the loop left in 'key' is used behind it, on one way as it was. */
PyObject *first_true(PyObject *dict) {
  PyObject *key = NULL, *value;
  Py_ssize_t pos = 0;
  int found;
  while ((found = PyDict_Next(dict, &pos, &key, &value))) { // warn: 'PyDict_Next' walks 'dict' // no fix: the value is stored without a reference of its own
    if (value == Py_True)
      break;
  }
  if (!found)
    key = Py_None;
  Py_INCREF(key);
  return key;
}

/* No section spreads over another look, which nothing would keep from being used
   while that is suspended. */
int single_or_all(PyObject *dict) {
  PyObject *key = NULL, *value = NULL;
  Py_ssize_t pos = 0, size = PyDict_Size(dict);
  if (size == 1) {
    PyDict_Next(dict, &pos, &key, &value); // warn: 'PyDict_Next' walks 'dict' // no fix: there is no loop that can be locked as a whole
    return PyObject_IsTrue(key) && PyObject_IsTrue(value);
  }
  PyObject **all = PyMem_New(PyObject *, size);
  if (all == NULL)
    return -1;
  size = 0;
  while (PyDict_Next(dict, &pos, &key, &value)) // warn: 'PyDict_Next' walks 'dict' // no fix: a call in between may suspend the critical section
    all[size++] = Py_NewRef(key);
  while (size > 0)
    Py_DECREF(all[--size]);
  PyMem_Free(all);
  return 0;
}

/* Another function lets the dictionary go that would be locked. */
static PyObject *names;
void forget(void) {
  Py_CLEAR(names);
}
int count_names(void) {
  PyObject *value;
  Py_ssize_t pos = 0;
  int n = 0;
  while (PyDict_Next(names, &pos, NULL, &value)) // warn: 'PyDict_Next' walks 'names' // no fix: the object that would be locked is replaced or released meanwhile
    n += value == Py_None;
  return n;
}

typedef struct {
  PyObject_HEAD
  PyObject *map;
} Holder;
static PyObject *set_map(Holder *self, PyObject *map) {
  Py_XSETREF(self->map, Py_NewRef(map));
  Py_RETURN_NONE;
}
static PyObject *count_map(Holder *self, PyObject *unused) {
  PyObject *map = self->map, *value;
  Py_ssize_t pos = 0, n = 0;
  while (PyDict_Next(map, &pos, NULL, &value)) // warn: 'PyDict_Next' walks 'map' // no fix: the object that would be locked is replaced or released meanwhile
    n += value == Py_None;
  return PyLong_FromSsize_t(n);
}
PyMethodDef holder_methods[] = {
    {"set_map", (PyCFunction)set_map, METH_O, NULL},
    {"count_map", (PyCFunction)count_map, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}};
