#include <Python.h>

static int g_table[16];
static int g_n;

// The case that everybody has: the GIL as the lock of the table.
void add(int v) {
  PyGILState_STATE st = PyGILState_Ensure(); // warn: 'PyGILState_Ensure' is all that keeps other threads away from 'g_table' // no fix: it needs a lock, and which one is a matter of design
  g_table[g_n++ & 15] = v; // note: 'g_table' is changed here
  PyGILState_Release(st);
}
