// compat: path
#include <Python.h>
#include "pythoncapi_compat.h"
#include "no_fix_in_header.h"

PyObject *use(void) {
  return reuse();
}
