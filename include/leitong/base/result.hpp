// Result<T>: a value, or an Error that says what went wrong, with which input, and what to do.
//
// Errors come from input, the environment or the user. A caller's bug is LEITONG_ASSERT.
#pragma once

#include "leitong/base/messages.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <utility>

namespace leitong {

// Closed and short: tests and callers compare these, people read the message.
enum class Errc : std::uint8_t {
    invalid_argument,  // a value outside its range, an option that does not fit another
    not_found,         // a document, root, paragraph or file that is not there
    io,                // the operating system refused: open, read, write, rename
    disk_full,
    too_large,      // above a stated limit
    empty,          // no text in it
    binary,         // not text
    bad_encoding,   // not decodable in the encoding that was asked for, or unknown encoding
    bad_record,     // a line of JSONL that is no record
    busy,           // another process is writing this store
    store_version,  // made by a newer version or with other parameters
    store_damaged,  // a checksum does not match, a row does not decode
    not_a_store,
    interrupted,
    unsupported
};

struct Error {
    Errc code{};
    Message message;
};

template <typename T>
using Result = tl::expected<T, Error>;

template <typename... Arguments>
[[nodiscard]] tl::unexpected<Error> fail(Errc code, Msg id, const Arguments&... arguments) {
    return tl::unexpected<Error>(Error{code, message(id, arguments...)});
}

[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}

}  // namespace leitong

#define LEITONG_CONCAT_INNER(a, b) a##b
#define LEITONG_CONCAT(a, b) LEITONG_CONCAT_INNER(a, b)

// Returns the error of a Result<void>-like expression to the caller.
#define LEITONG_TRY(expression)                                                                   \
    do {                                                                                          \
        if (auto LEITONG_CONCAT(leitong_result_, __LINE__) = (expression);                        \
            !LEITONG_CONCAT(leitong_result_, __LINE__)) {                                         \
            return ::leitong::fail(std::move(LEITONG_CONCAT(leitong_result_, __LINE__).error())); \
        }                                                                                         \
    } while (false)

// auto declaration = expression's value, or return its error.
#define LEITONG_TRY_ASSIGN(declaration, expression)                                        \
    auto LEITONG_CONCAT(leitong_try_, __LINE__) = (expression);                            \
    if (!LEITONG_CONCAT(leitong_try_, __LINE__)) {                                         \
        return ::leitong::fail(std::move(LEITONG_CONCAT(leitong_try_, __LINE__).error())); \
    }                                                                                      \
    declaration = std::move(*LEITONG_CONCAT(leitong_try_, __LINE__))
