#include "leitong/cli/exit_status.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

namespace leitong::cli {
namespace {

constexpr Errc k_codes[] = {Errc::invalid_argument,
                            Errc::not_found,
                            Errc::io,
                            Errc::disk_full,
                            Errc::too_large,
                            Errc::empty,
                            Errc::binary,
                            Errc::bad_encoding,
                            Errc::bad_record,
                            Errc::busy,
                            Errc::store_version,
                            Errc::store_damaged,
                            Errc::not_a_store,
                            Errc::interrupted,
                            Errc::unsupported};

TEST(ExitStatus, NumbersAreTheInterface) {
    EXPECT_EQ(static_cast<int>(ExitStatus::done), 0);
    EXPECT_EQ(static_cast<int>(ExitStatus::nothing_found), 1);
    EXPECT_EQ(static_cast<int>(ExitStatus::failure), 2);
    EXPECT_EQ(static_cast<int>(ExitStatus::inputs_skipped), 3);
    EXPECT_EQ(static_cast<int>(ExitStatus::busy), 4);
    EXPECT_EQ(static_cast<int>(ExitStatus::interrupted), 130);
}

TEST(ExitStatus, OnlyBusyAndInterruptedAreTheirOwn) {
    for (const Errc code : k_codes) {
        const ExitStatus expected = code == Errc::busy          ? ExitStatus::busy
                                    : code == Errc::interrupted ? ExitStatus::interrupted
                                                                : ExitStatus::failure;
        EXPECT_EQ(status_of(code), expected) << name(code);
    }
}

TEST(ExitStatus, EveryErrorHasANameOfItsOwn) {
    std::set<std::string_view> names;
    for (const Errc code : k_codes) {
        EXPECT_TRUE(names.insert(name(code)).second) << name(code);
        EXPECT_NE(name(code), "unknown");
    }
}

}  // namespace
}  // namespace leitong::cli
