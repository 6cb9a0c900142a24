/* A disk that breaks: the writes between the FAULT_FROM-th and the FAULT_TO-th of the process fail with EIO. Loaded before the
   other libraries (LD_PRELOAD) by scripts/faults.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/types.h>

static int count;

static int broken(void) {
    const char *from = getenv("FAULT_FROM"), *to = getenv("FAULT_TO");
    int number = __sync_add_and_fetch(&count, 1);
    return from && to && number >= atoi(from) && number < atoi(to);
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t place) {
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
    if (broken()) {
        errno = EIO;
        return -1;
    }
    return real(file, bytes, size, place);
}

int fdatasync(int file) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
    if (broken()) {
        errno = EIO;
        return -1;
    }
    return real(file);
}
