/*
 * A decoder that crashes at a mark: preloaded into a process, it takes the place of two functions of FFmpeg, which it
 * calls for whatever holds no mark.
 *
 *   avcodec_send_packet   crashes on a packet that holds the text "vedette-crash" or "vedette-crash-<seconds>"; with
 *                         seconds, only once marked packets have come to that decoder for so long
 *   avformat_open_input   crashes on an address that holds the text "vedette-crash", before it connects
 *
 * A crash is a write to address 0, as a fault of FFmpeg's would be. Linux only; build with: cc -shared -fPIC -o F.so F.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char MARK[] = "vedette-crash";
enum { MARK_LENGTH = sizeof MARK - 1, DECODERS = 64, FORGET_SECONDS = 3 };

/* The beginning of FFmpeg's AVPacket, as it has been since FFmpeg 5. */
struct packet {
  void *buffer;
  int64_t pts, dts;
  uint8_t *data;
  int size;
};

/* Since when marked packets have come to a decoder. */
struct marked {
  const void *decoder;
  double since, last;
};

static __thread struct marked marked[DECODERS];

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static void crash(const char *where) {
  fprintf(stderr, "crash_at_mark: %s\n", where);
  fflush(stderr);
  *(volatile int *)0 = 1;
}

/* How long marked packets have come to a decoder; after a pause, it is taken for another one. */
static double seconds_marked(const void *decoder) {
  struct marked *oldest = marked;
  double time = now();
  for (struct marked *m = marked; m < marked + DECODERS; m++) {
    if (m->decoder == decoder && time - m->last < FORGET_SECONDS) {
      m->last = time;
      return time - m->since;
    }
    if (m->last < oldest->last) oldest = m;
  }
  *oldest = (struct marked){decoder, time, time};
  return 0;
}

static int is_loaded_path(struct dl_phdr_info *info, size_t size, void *path) {
  (void)size;
  const char *name = strrchr(info->dlpi_name, '/');
  if (name && strncmp(name + 1, *(const char **)path, strlen(*(const char **)path)) == 0) {
    *(const char **)path = info->dlpi_name;
    return 1;
  }
  return 0;
}

/* A function of a library that the JVM loaded out of the global scope, where RTLD_NEXT would not look. */
static void *real(const char *library, const char *function) {
  const char *path = library;
  if (!dl_iterate_phdr(is_loaded_path, &path)) {
    fprintf(stderr, "crash_at_mark: %s is not loaded\n", library);
    abort();
  }
  void *handle = dlopen(path, RTLD_LAZY | RTLD_NOLOAD);
  void *found = handle ? dlsym(handle, function) : NULL;
  if (!found) {
    fprintf(stderr, "crash_at_mark: %s has no %s\n", path, function);
    abort();
  }
  return found;
}

int avcodec_send_packet(void *decoder, const struct packet *packet) {
  static int (*send)(void *, const struct packet *);
  if (!send) send = real("libavcodec.so", "avcodec_send_packet");
  if (packet && packet->data && packet->size >= MARK_LENGTH) {
    const char *data = (const char *)packet->data;
    const char *mark = memmem(data, packet->size, MARK, MARK_LENGTH);
    if (mark) {
      char text[8] = "";
      size_t left = packet->size - (mark + MARK_LENGTH - data);
      memcpy(text, mark + MARK_LENGTH, left < sizeof text - 1 ? left : sizeof text - 1);
      double wait = text[0] == '-' ? atof(text + 1) : 0;
      if (seconds_marked(decoder) >= wait) crash("a marked packet");
    }
  }
  return send(decoder, packet);
}

int avformat_open_input(void **context, const char *url, const void *format, void **options) {
  static int (*open)(void **, const char *, const void *, void **);
  if (!open) open = real("libavformat.so", "avformat_open_input");
  if (url && strstr(url, MARK)) crash("a marked address");
  return open(context, url, format, options);
}
