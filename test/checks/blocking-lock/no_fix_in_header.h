static PyThread_type_lock shared_lock;

static inline PyObject *locked_call(PyObject *callback) {
  PyThread_acquire_lock(shared_lock, 1); // warn: waits for 'shared_lock' while attached // no fix: the call is in a header
  PyObject *result = PyObject_CallNoArgs(callback); // note: may run Python code here
  PyThread_release_lock(shared_lock);
  return result;
}
