#include <Python.h>
#include <map>
#include <string>
#include <vector>

// What a function hands out is changed by those who call it.
static std::vector<PyObject *> &kept() {
  static std::vector<PyObject *> all; // warn: 'all' is one for all threads: two of them in 'keep' write over each other's data // no fix: it needs a lock
  return all;                         // note: used here by 'kept'
}
static PyObject *keep(PyObject *, PyObject *object) {
  kept().push_back(Py_NewRef(object)); // note: changed here by 'keep'
  return PyLong_FromSize_t(kept().size()); // note: used here by 'keep'
}

struct State {
  long calls;
};
static State state; // warn: 'state' is changed by 'count' without a lock // no fix: it needs a lock
static State *get_state() { return &state; } // note: used here by 'get_state'
static PyObject *count(PyObject *, PyObject *) {
  get_state()->calls++; // note: changed here by 'count'
  Py_RETURN_NONE;
}

static std::map<std::string, long> *names; // warn: what 'names' points to is changed by 'name' without a lock // no fix: it needs a lock
static std::map<std::string, long> &all_names() { return *names; } // note: used here by 'all_names'
static PyObject *name(PyObject *, PyObject *) {
  all_names()["x"] = 1; // note: changed here by 'name'
  Py_RETURN_NONE;
}

PyCFunction functions[] = {keep, count, name};
