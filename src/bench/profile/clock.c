/* cc -O1 -o /tmp/clock src/bench/profile/clock.c && /tmp/clock: the clock that this core really runs at, in GHz of CPU time.
   An addition that needs the one before takes one cycle on every core of the last twenty years. */
#include <stdio.h>
#include <time.h>

int main(void) {
  const unsigned long turns = 200000000;
  unsigned long sum = 1, step = 3;
  struct timespec from, to;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
  for (unsigned long turn = 0; turn < turns; turn++) {
#if defined(__x86_64__)
    __asm__ volatile("add %1, %0\n\tadd %1, %0\n\tadd %1, %0\n\tadd %1, %0\n\tadd %1, %0\n\tadd %1, %0\n\tadd %1, %0\n\tadd %1, %0" : "+r"(sum) : "r"(step));
#elif defined(__aarch64__)
    __asm__ volatile("add %0, %0, %1\n\tadd %0, %0, %1\n\tadd %0, %0, %1\n\tadd %0, %0, %1\n\tadd %0, %0, %1\n\tadd %0, %0, %1\n\tadd %0, %0, %1\n\tadd %0, %0, %1" : "+r"(sum) : "r"(step));
#endif
  }
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
  const double seconds = (to.tv_sec - from.tv_sec) + (to.tv_nsec - from.tv_nsec) / 1e9;
  printf("%.2f GHz\n", turns * 8 / seconds / 1e9);
  return sum == 0;
}
