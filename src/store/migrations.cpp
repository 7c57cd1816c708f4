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

// A migration and its number are one transaction: a store is never between two versions.
Result<void> migrate(Connection& connection, int from) {
    for (std::size_t i = static_cast<std::size_t>(from); i < k_migrations.size(); ++i) {
        auto done = connection.execute(fmt::format(
            "BEGIN IMMEDIATE; {} PRAGMA user_version = {}; COMMIT;", k_migrations[i], i + 1));
        if (!done) {
            if (connection.in_transaction()) {
                (void)connection.execute("ROLLBACK");
            }
            return done;
        }
    }
    return {};
}

}  // namespace leitong::store
