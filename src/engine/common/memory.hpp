// Private to engine.
#pragma once

#include <cstdlib>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace leitong::engine {

// Hands back to the system what was freed. It lies in the heaps of many threads, and what comes
// next wants it elsewhere.
inline void give_back_memory() {
#if defined(__GLIBC__)
    ::malloc_trim(0);
#endif
}

}  // namespace leitong::engine
