// Pairs about what runs once in C.
#include <Python.h>
#include <pthread.h>
#include <threads.h>

// Python in it; nothing of Python; detached, and attached in it.
static pthread_once_t p1 = PTHREAD_ONCE_INIT, p2 = PTHREAD_ONCE_INIT, p3 = PTHREAD_ONCE_INIT;
static PyObject *m1;
static int table[256];
static void load1(void) { m1 = PyImport_ImportModule("json"); }
static void load2(void) { for (int i = 0; i < 256; i++) table[i] = i; }
static PyObject *m3;
static void load3(void) {
  PyGILState_STATE st = PyGILState_Ensure();
  m3 = PyImport_ImportModule("json");
  PyGILState_Release(st);
}
PyObject *get1(PyObject *self, PyObject *unused) {
  (void)self; (void)unused;
  pthread_once(&p1, load1); // warn: 'pthread_once' waits while attached // no fix: the function that runs once would have to attach itself
  return Py_XNewRef(m1);
}
PyObject *get2(PyObject *self, PyObject *unused) {
  (void)self; (void)unused;
  pthread_once(&p2, load2);
  return PyLong_FromLong(table[3]);
}
PyObject *get3(PyObject *self, PyObject *unused) {
  (void)self; (void)unused;
  Py_BEGIN_ALLOW_THREADS
  pthread_once(&p3, load3);
  Py_END_ALLOW_THREADS
  return Py_XNewRef(m3);
}
// Attached, and attached again in it.
static pthread_once_t p4 = PTHREAD_ONCE_INIT;
PyObject *get4(PyObject *self, PyObject *unused) {
  (void)self; (void)unused;
  pthread_once(&p4, load3); // warn: 'pthread_once' waits while attached // no fix: the function that runs once would have to attach itself
  return Py_XNewRef(m3);
}
// While the module is initialised nobody else waits.
static pthread_once_t p5 = PTHREAD_ONCE_INIT;
static int m_exec(PyObject *m) {
  (void)m;
  pthread_once(&p5, load1);
  return 0;
}
static PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)m_exec}, {0, NULL}};
static PyModuleDef def = {PyModuleDef_HEAD_INIT, .m_name = "m", .m_slots = slots};
PyMODINIT_FUNC PyInit_m(void) { return PyModuleDef_Init(&def); }
// C11, through a helper.
static once_flag c1 = ONCE_FLAG_INIT, c2 = ONCE_FLAG_INIT;
static PyObject *cm;
static PyObject *helper(void) { return PyImport_ImportModule("math"); }
static void cload(void) { cm = helper(); }
PyObject *cget(PyObject *self, PyObject *unused) {
  (void)self; (void)unused;
  call_once(&c1, cload); // warn: 'call_once' waits while attached // review: other threads run while this o
  return Py_XNewRef(cm);
}
PyObject *cget2(PyObject *self, PyObject *unused) {
  (void)self; (void)unused;
  call_once(&c2, load2);
  return PyLong_FromLong(table[3]);
}
