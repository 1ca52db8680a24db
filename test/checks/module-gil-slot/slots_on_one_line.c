// options: MinPython=3.8
#include <Python.h>

static PyModuleDef_Slot slots[] = {{0, NULL}}; // warn: does not declare
static struct PyModuleDef definition = {.m_base = PyModuleDef_HEAD_INIT, .m_name = "example", .m_slots = slots};

PyMODINIT_FUNC PyInit_example(void) { return PyModuleDef_Init(&definition); }
