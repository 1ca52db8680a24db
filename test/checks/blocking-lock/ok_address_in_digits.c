#include <Python.h>
#include <netdb.h>
#include <sys/socket.h>

/* Nobody is asked: the address is only written down. */
static PyObject *text_of(const struct sockaddr *address, socklen_t size) {
  char text[NI_MAXHOST];
  if (getnameinfo(address, size, text, sizeof(text), NULL, 0, NI_NUMERICHOST) != 0)
    Py_RETURN_NONE;
  return PyUnicode_FromString(text);
}

PyObject *local_address(int fd) {
  struct sockaddr_storage address;
  socklen_t size = sizeof(address);
  if (getsockname(fd, (struct sockaddr *)&address, &size) < 0)
    return PyErr_SetFromErrno(PyExc_OSError);
  return text_of((struct sockaddr *)&address, size);
}
