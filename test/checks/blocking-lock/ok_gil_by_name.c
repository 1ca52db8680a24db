#include <Python.h>
#include <unistd.h>

/* Another file has put PyEval_SaveThread and PyEval_RestoreThread there. */
struct plugin {
  void (*gil_get)(void);
  void (*gil_release)(void);
};
extern struct plugin plugin;
#define RELEASE_GIL plugin.gil_release();
#define GET_GIL plugin.gil_get();
void release_the_gil(void);
void take_the_gil(void);

PyObject *through_pointer(PyObject *self, PyObject *args) {
  char buffer[64];
  int fd;
  if (!PyArg_ParseTuple(args, "i", &fd))
    return NULL;
  RELEASE_GIL
  ssize_t n = read(fd, buffer, sizeof buffer);
  GET_GIL
  return n < 0 ? NULL : PyBytes_FromStringAndSize(buffer, n);
}

PyObject *through_function(PyObject *self, PyObject *args) {
  char buffer[64];
  int fd;
  if (!PyArg_ParseTuple(args, "i", &fd))
    return NULL;
  release_the_gil();
  ssize_t n = read(fd, buffer, sizeof buffer);
  take_the_gil();
  return n < 0 ? NULL : PyBytes_FromStringAndSize(buffer, n);
}
