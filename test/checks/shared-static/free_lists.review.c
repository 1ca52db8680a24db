#include <Python.h>

typedef struct node {
    struct node *next;
    int kind;
} node;

// An array and its counter.
#define MAX_KEPT 100
static node *kept[MAX_KEPT]; // warn: 'kept' is changed by 'drop_one' // review: keeps nothing in the free list
static int n_kept; // warn: 'n_kept' is counted by 'make_one' // review: keeps nothing in the free list

static node *
make_one(int kind)
{
    node *made;
    if (n_kept) {
        made = kept[--n_kept];
    }
    else {
        made = PyMem_Malloc(sizeof(node));
        if (made == NULL) {
            return NULL;
        }
    }
    made->kind = kind;
    return made;
}

static void
drop_one(node *one)
{
#ifndef Py_GIL_DISABLED
    if (n_kept < MAX_KEPT) {
        kept[n_kept++] = one;
    }
    else
#endif
    {
        PyMem_Free(one);
    }
}

// A chain and its length; put in on one line, and given up when the module goes.
static node *head = NULL; // warn: 'head' is replaced by 'take' // review: keeps nothing in the free list
static Py_ssize_t length = 0; // warn: 'length' is counted by 'take' // review: keeps nothing in the free list

static node *
take(void)
{
    node *made = head;
    if (!head) {
        return PyMem_Calloc(1, sizeof(node));
    }
    head = made->next;
    length--;
    return made;
}

static void
give(node *one)
{
#ifndef Py_GIL_DISABLED
    if (one->kind != 7 && length < 80) { // what is not to be kept is freed below
        one->next = head;
        head = one;
        length++;
        return;
    } // kept
#endif
    PyMem_Free(one);
}

void
example_clear(void)
{
    while (head != NULL) {
        node *one = head;
        head = one->next;
        PyMem_Free(one);
    }
    length = 0;
}

static PyObject *
method(PyObject *self, PyObject *arg)
{
    node *one = make_one(1), *two = take();
    if (one != NULL) {
        drop_one(one);
    }
    if (two != NULL) {
        give(two);
    }
    Py_RETURN_NONE;
}

PyCFunction functions[] = {method};
