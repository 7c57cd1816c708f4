#include <fmt/core.h>

#include <array>

#include "impl.hpp"

namespace leitong::store {

namespace {

// The files of schema/, in order, put here by the build.
constexpr std::array k_migrations = {
#include "migrations.inc"
};

static_assert(k_migrations.size() == k_schema_version);

}  // namespace

// Within a transaction of the caller's.
Result<void> migrate(Connection& connection, int from) {
    for (std::size_t i = static_cast<std::size_t>(from); i < k_migrations.size(); ++i) {
        LEITONG_TRY(connection.execute(
            fmt::format("{} PRAGMA user_version = {};", k_migrations[i], i + 1)));
    }
    return {};
}

}  // namespace leitong::store
