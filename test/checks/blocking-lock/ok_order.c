#include <Python.h>
#include <pthread.h>

static pthread_mutex_t names = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t values = PTHREAD_MUTEX_INITIALIZER;
static int n;

void add(void) {
  pthread_mutex_lock(&names);
  pthread_mutex_lock(&values);
  n++;
  pthread_mutex_unlock(&values);
  pthread_mutex_unlock(&names);
}

// The same order, one after the other, or only tried.
void drop(void) {
  pthread_mutex_lock(&values);
  n--;
  pthread_mutex_unlock(&values);
  pthread_mutex_lock(&names);
  pthread_mutex_lock(&values);
  n--;
  pthread_mutex_unlock(&values);
  pthread_mutex_unlock(&names);
}

void attempt(void) {
  pthread_mutex_lock(&values);
  if (pthread_mutex_trylock(&names) == 0) {
    n--;
    pthread_mutex_unlock(&names);
  }
  pthread_mutex_unlock(&values);
}
