// headers: real
#include <Python.h>
#include <datetime.h>

// All that it does is to import the table, for another file that calls it when the
// module is initialised.
void
example_import_datetime(void)
{
    PyDateTime_IMPORT;
}

PyObject *
ok_date(void)
{
    return PyDate_FromDate(2024, 2, 29);
}
