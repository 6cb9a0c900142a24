// Operations that Swift does not have, or does one lane at a time: its square root minds errno.
#pragma once

typedef float tb_float8 __attribute__((ext_vector_type(8)));
typedef double tb_double8 __attribute__((ext_vector_type(8)));

static inline __attribute__((always_inline)) tb_float8 tb_root_float8(tb_float8 values) {
    return __builtin_elementwise_sqrt(values);
}

static inline __attribute__((always_inline)) tb_double8 tb_root_double8(tb_double8 values) {
    return __builtin_elementwise_sqrt(values);
}

typedef unsigned short tb_ushort8 __attribute__((ext_vector_type(8)));

// Eight counts from anywhere in memory.
static inline __attribute__((always_inline)) tb_double8 tb_doubles_of_counts(const unsigned short *start) {
    tb_ushort8 counts;
    __builtin_memcpy(&counts, start, sizeof counts);
    return __builtin_convertvector(counts, tb_double8);
}

// Asks for memory that will be written to soon.
static inline __attribute__((always_inline)) void tb_prefetch(const void *address) {
    __builtin_prefetch(address, 1, 3);
}
