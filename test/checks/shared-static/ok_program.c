#include <Python.h>

static int calls;
int count(void) { return ++calls; }

int main(void) { return count() != 1; }
