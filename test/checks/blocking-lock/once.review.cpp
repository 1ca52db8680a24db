#include <Python.h>
#include <mutex>
#include <string>

static std::once_flag once;
static PyObject *json;

PyObject *get(PyObject *, PyObject *) {
  Py_BEGIN_ALLOW_THREADS
  std::call_once(once, [] { PyGILState_STATE state = PyGILState_Ensure(); json = PyImport_ImportModule("json"); PyGILState_Release(state); }); // warn: 'call_once' waits while attached, and 'PyImport_ImportModule' may run Python code in what it runs // review: attaches itself
  Py_END_ALLOW_THREADS
  return Py_XNewRef(json);
}

static std::once_flag more;
static PyObject *dumps;

PyObject *get_dumps(PyObject *, PyObject *) {
  Py_BEGIN_ALLOW_THREADS
  std::call_once(more, [] { // warn: 'call_once' waits while attached // review: attaches itself
    PyGILState_STATE state = PyGILState_Ensure();
    PyObject *module = PyImport_ImportModule("json");
    if (!module) {
      PyGILState_Release(state);
      return;
    }
    dumps = PyObject_GetAttrString(module, "dumps");
    Py_DECREF(module);
    PyGILState_Release(state);
  });
  Py_END_ALLOW_THREADS
  return Py_XNewRef(dumps);
}

// An exception would leave the thread as it is.
static std::once_flag throws;
static PyObject *text;

PyObject *get_text(PyObject *, PyObject *) {
  std::call_once(throws, [] { // warn: 'call_once' waits while attached // no fix: an exception may leave the function before the release
    std::string name(1000, 'x');
    text = PyImport_ImportModule(name.c_str());
  });
  return Py_XNewRef(text);
}

// A destructor runs when the function has detached again.
struct Owned {
  PyObject *object;
  ~Owned() noexcept { Py_XDECREF(object); }
};
static std::once_flag destroys;
static PyObject *name;

PyObject *get_name(PyObject *, PyObject *) {
  std::call_once(destroys, [] { // warn: 'call_once' waits while attached // no fix: would have to attach itself
    Owned module{PyImport_ImportModule("json")};
    name = PyObject_GetAttrString(module.object, "__name__");
  });
  return Py_XNewRef(name);
}
