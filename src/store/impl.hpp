// What the parts of Store share. Private to store.
#pragma once

#include "leitong/store/store.hpp"

#include <functional>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "checksum.hpp"
#include "sqlite.hpp"

namespace leitong::store {

struct Store::Impl {
    Connection connection;
    // By where their SQL is, which must be a literal: comparing it would cost more than most
    // statements.
    std::unordered_map<const char*, Statement> statements;
    std::optional<Postings> postings;
    std::optional<GramIndex> grams;

    explicit Impl(Connection opened) : connection(std::move(opened)) {}

    // A statement prepared once for `sql`, reset.
    [[nodiscard]] Result<Statement*> use(std::string_view sql) {
        const auto found = statements.find(sql.data());
        if (found != statements.end()) {
            found->second.reset();
            return &found->second;
        }
        LEITONG_TRY_ASSIGN(Statement prepared, connection.prepare(sql));
        return &statements.emplace(sql.data(), std::move(prepared)).first->second;
    }

    // The one number that a statement gives; 0: no row.
    [[nodiscard]] Result<std::uint64_t> number_of(std::string_view sql) {
        LEITONG_TRY_ASSIGN(Statement * select, use(sql));
        LEITONG_TRY_ASSIGN(const bool found, select->step());
        const std::uint64_t value = found ? select->unsigned_integer(0) : 0;
        select->reset();
        return value;
    }

    // 0 if it was never set.
    [[nodiscard]] Result<std::uint64_t> number_parameter(std::string_view name) {
        LEITONG_TRY_ASSIGN(Statement * select,
                           use("SELECT CAST(value AS INTEGER) FROM parameters WHERE name = ?1"));
        select->bind(name);
        LEITONG_TRY_ASSIGN(const bool found, select->step());
        const std::uint64_t value = found ? select->unsigned_integer(0) : 0;
        select->reset();
        return value;
    }

    [[nodiscard]] Result<void> set_parameter(std::string_view name, std::string_view value) {
        LEITONG_TRY_ASSIGN(
            Statement * upsert,
            use("INSERT OR REPLACE INTO parameters VALUES (?1, ?2, row_checksum(?1, ?2))"));
        return upsert->bind(name).bind(value).run();
    }

    // Steps through all rows; `row` returns an error to stop with it.
    [[nodiscard]] static Result<void> each(Statement& statement,
                                           const std::function<Result<bool>(Statement&)>& row) {
        while (true) {
            LEITONG_TRY_ASSIGN(const bool more, statement.step());
            if (!more) {
                return {};
            }
            auto goes_on = row(statement);
            if (!goes_on || !*goes_on) {
                statement.reset();
                if (!goes_on) {
                    return fail(std::move(goes_on.error()));
                }
                return {};
            }
        }
    }
};

template <typename... Id>
[[nodiscard]] tl::unexpected<Error> bad_row(std::string_view table, const Id&... id) {
    return fail(Errc::store_damaged, Msg::store_bad_row, table, id...);
}

// Of a row of the table parameters.
[[nodiscard]] std::uint64_t checksum_of_parameter(std::string_view name,
                                                  std::string_view value) noexcept;

[[nodiscard]] Result<void> migrate(Connection& connection, int from);

}  // namespace leitong::store
