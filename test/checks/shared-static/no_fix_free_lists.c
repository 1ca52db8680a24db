#include <Python.h>

typedef struct node {
    struct node *next;
} node;

// Something is put in whatever room there is.
static node *blocks; // warn: 'blocks' is replaced by 'take' // no fix: it needs a lock

static node *
take(void)
{
    node *made = blocks;
    if (blocks == NULL) {
        return NULL;
    }
    blocks = made->next;
    return made;
}

static void
give(node *one)
{
    one->next = blocks;
    blocks = one;
}

// It is counted where the list may be empty, too.
#define MOST 10
static void *items[MOST]; // warn: 'items' is changed by 'put' // no fix: it needs a lock
static int count; // warn: 'count' is counted by 'get' // no fix: it is read and then changed by what was read

static void *
get(void)
{
    count--;
    return count < 0 ? NULL : items[count];
}

static void
put(void *one)
{
    if (count < MOST) {
        items[count++] = one;
        return;
    }
    free(one);
}

// There is no other way when it is full.
static void *last[MOST]; // warn: 'last' is changed by 'keep' // no fix: it needs a lock
static int number; // warn: 'number' is counted by 'keep' // no fix: it needs a lock

static void
keep(void *one)
{
    if (number < MOST) {
        last[number++] = one;
    }
}

static void *
use(void)
{
    if (number == 0) {
        return NULL;
    }
    return last[--number];
}

static PyObject *
method(PyObject *self, PyObject *arg)
{
    node *one = take();
    if (one != NULL) {
        give(one);
    }
    put(get());
    keep(use());
    Py_RETURN_NONE;
}

PyCFunction functions[] = {method};
