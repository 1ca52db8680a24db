#include <Python.h>
#include <pthread.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static PyObject *decimal;

static void load(void) {
  PyGILState_STATE state = PyGILState_Ensure();
  decimal = PyImport_ImportModule("decimal"); // note: may run Python code here
  PyGILState_Release(state);
}

PyObject *get(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  Py_BEGIN_ALLOW_THREADS
  pthread_once(&once, load); // warn: 'pthread_once' waits while attached // review: attaches itself
  Py_END_ALLOW_THREADS
  return Py_XNewRef(decimal);
}

// It is declared before, leaves early, and has a variable named state.
static pthread_once_t twice = PTHREAD_ONCE_INIT;
static PyObject *dumps;
static void load_more(void);

PyObject *get_more(PyObject *self, PyObject *unused) {
  int failed = 0;
  (void)self;
  (void)unused;
  Py_BEGIN_ALLOW_THREADS
  failed = pthread_once(&twice, load_more); // warn: 'pthread_once' waits while attached // review: attaches itself
  Py_END_ALLOW_THREADS
  return failed ? NULL : Py_XNewRef(dumps);
}

static void load_more(void)
{
    PyGILState_STATE state2 = PyGILState_Ensure();
    int state = 0;
    PyObject *json = PyImport_ImportModule("json"); // note: may run Python code here
    if (json == NULL) {
        goto done;
    }
    if (!PyModule_Check(json)) {
        state = 1;
        Py_DECREF(json);
        PyGILState_Release(state2);
        return;
    }
    dumps = PyObject_GetAttrString(json, "dumps");
    Py_DECREF(json);
done:
    (void)state;
    PyGILState_Release(state2);
}
