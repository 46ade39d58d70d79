/*
 * W4 in C: whole basis points, the highest total that reaches the threshold, then the longest idle, then the lowest place.
 * Scores first, then the maximum, then who has it: three loops that the compiler makes vector instructions of.
 *
 *   ranking DATA answers COUNT   the places of the best, one a line
 *   ranking DATA round SECONDS   how fast, as JSON
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { AGENTS, SKILLS, LANGUAGES, INTERACTIONS, PROFICIENCY, LANGUAGE_MATCH, CSAT, MINIMUM, HEADER };

static int32_t header[HEADER];
static int32_t *proficiency, *language_match, *csat, *idle, *skill, *language, *total;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

static int32_t *column(FILE *file, size_t length) {
  int32_t *values = malloc(length * sizeof *values);
  if (fread(values, sizeof *values, length, file) != length) exit(1);
  return values;
}

static void load(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file || fread(header, sizeof *header, HEADER, file) != HEADER) exit(1);
  proficiency = column(file, (size_t)header[SKILLS] * header[AGENTS]);
  language_match = column(file, (size_t)header[LANGUAGES] * header[AGENTS]);
  csat = column(file, header[AGENTS]);
  idle = column(file, header[AGENTS]);
  skill = column(file, header[INTERACTIONS]);
  language = column(file, header[INTERACTIONS]);
  total = malloc(header[AGENTS] * sizeof *total);
  fclose(file);
}

static int best(int interaction) {
  const int agents = header[AGENTS];
  const int32_t wp = header[PROFICIENCY], wl = header[LANGUAGE_MATCH], wc = header[CSAT];
  const int32_t *restrict p = proficiency + (size_t)skill[interaction] * agents;
  const int32_t *restrict l = language_match + (size_t)language[interaction] * agents;
  const int32_t *restrict c = csat;
  int32_t *restrict t = total;
  for (int a = 0; a < agents; a++) t[a] = wp * p[a] + wl * l[a] + wc * c[a];
  int32_t most = header[MINIMUM] - 1;
  for (int a = 0; a < agents; a++) most = t[a] > most ? t[a] : most;
  if (most < header[MINIMUM]) return -1;
  int place = -1;
  int32_t longest = -1;
  for (int a = 0; a < agents; a++) {
    if (t[a] == most && idle[a] > longest) {
      place = a;
      longest = idle[a];
    }
  }
  return place;
}

int main(int count, char **arguments) {
  if (count < 4) return 1;
  load(arguments[1]);
  const int interactions = header[INTERACTIONS];
  if (strcmp(arguments[2], "answers") == 0) {
    const int wanted = atoi(arguments[3]);
    for (int i = 0; i < wanted; i++) printf("%d\n", best(i % interactions));
    return 0;
  }
  const double seconds = atof(arguments[3]);
  const size_t most = 1 << 20;
  double *laps = malloc(most * sizeof *laps);
  volatile int sink = 0;
  /* The first fifth warms the caches up and is not counted. */
  for (double until = now() + seconds / 5; now() < until;)
    for (int i = 0; i < interactions; i++) sink += best(i);
  size_t passes = 0;
  const double began = now();
  double before = began;
  while (before - began < seconds && passes < most) {
    for (int i = 0; i < interactions; i++) sink += best(i);
    const double after = now();
    laps[passes++] = (after - before) / interactions;
    before = after;
  }
  qsort(laps, passes, sizeof *laps, ascending);
  printf("{\"perSecond\":%.1f,\"p50Us\":%.5f,\"p99Us\":%.5f}\n", passes * interactions / (before - began),
         laps[passes / 2] * 1e6, laps[passes * 99 / 100] * 1e6);
  return 0;
}
