#include <Python.h>
#include <pthread.h>

static pthread_mutex_t names = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t values = PTHREAD_MUTEX_INITIALIZER;
static int n;

void add(void) {
  pthread_mutex_lock(&names);
  pthread_mutex_lock(&values); // note: the other thread took it here
  n++;
  pthread_mutex_unlock(&values);
  pthread_mutex_unlock(&names);
}

void drop(void) {
  pthread_mutex_lock(&values);
  pthread_mutex_lock(&names); // warn: 'names' is taken while 'values' is held, and elsewhere the other way round // no fix: which lock comes first is a matter of design
  n--;
  pthread_mutex_unlock(&names);
  pthread_mutex_unlock(&values);
}
