// Which code computes: chosen at run time by what the processor can do. All give equal results.
#pragma once

#include <cstdint>

namespace leitong::sketch {

enum class Processor : std::uint8_t { scalar, avx2, avx512 };

// The best that this machine can run.
[[nodiscard]] Processor best_processor() noexcept;

}  // namespace leitong::sketch
