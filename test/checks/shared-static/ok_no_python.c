/* A file that does not know Python. */
static int calls;
int count(void) { return ++calls; }
