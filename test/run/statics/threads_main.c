/* Calls threads.c from eight threads. Exit code 0: one object each survives, no
   count is lost, no text is mixed. */
#include <Python.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

PyObject *get(void);
PyObject *unchecked(void);
void count(void);
long counted(void);
long scratch(long);

_Atomic long double_alive;
static _Atomic int waiting, wrong;
static PyObject *_Atomic seen;
enum { Threads = 8, Rounds = 1000 };

static void *run(void *argument) {
  const long number = (long)argument;
  waiting++;
  while (waiting != Threads)
    ;
  for (int i = 0; i < Rounds; i++) {
    PyObject *object = get(), *none = NULL;
    if (!atomic_compare_exchange_strong(&seen, &none, object) && none != object)
      wrong++;
    Py_DECREF(object);
    if (unchecked()->value != 8 || scratch(number) != number)
      wrong++;
    count();
  }
  return NULL;
}

int main(void) {
  pthread_t threads[Threads];
  for (long i = 0; i < Threads; i++)
    pthread_create(&threads[i], NULL, run, (void *)(1000 * i));
  for (int i = 0; i < Threads; i++)
    pthread_join(threads[i], NULL);
  PyObject *cache = get();
  const int ok = wrong == 0 && counted() == Threads * Rounds &&
                 double_alive == 2 && cache->ob_refcnt == 2;
  printf("%d wrong, %ld of %d counted, %ld alive, %ld references\n", wrong,
         counted(), Threads * Rounds, (long)double_alive, (long)cache->ob_refcnt);
  return ok ? 0 : 1;
}
