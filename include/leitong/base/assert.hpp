// LEITONG_ASSERT states what the caller promised. It is never reachable from input: a failure is a
// bug in leitong, so it stops the program in every build.
#pragma once

#include <cstdio>
#include <cstdlib>

#define LEITONG_ASSERT(condition, why)                                                   \
    do {                                                                                 \
        if (!(condition)) {                                                              \
            std::fprintf(stderr, "leitong: bug: %s (%s:%d)\n", why, __FILE__, __LINE__); \
            std::abort();                                                                \
        }                                                                                \
    } while (false)
