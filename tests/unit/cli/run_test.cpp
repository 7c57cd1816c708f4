#include "leitong/cli/run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <sstream>
#include <streambuf>
#include <string>
#include <vector>

namespace leitong::cli {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using Words = std::vector<std::string>;

struct Ran {
    ExitStatus status{};
    std::string out, err;
};

Ran ran(const Words& words, const Variables& variables = {}) {
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    const Streams streams{.in = in,
                          .out = out,
                          .err = err,
                          .out_is_terminal = true,
                          .err_is_terminal = false,
                          .columns = 60,
                          .out_errno = {}};
    const ExitStatus status = run(words, streams, {variables, "2026-11-23", nullptr});
    return {status, out.str(), err.str()};
}

TEST(Run, HelpGoesToStdout) {
    const Ran help = ran({"--help"});
    EXPECT_EQ(help.status, ExitStatus::done);
    EXPECT_THAT(help.out, StartsWith("Usage: leitong"));
    EXPECT_EQ(help.err, "");
}

TEST(Run, WrongUsageGoesToStderrInTheLanguageAskedFor) {
    const Ran wrong = ran({"pairs", "--prune", "--lang", "zh"});
    EXPECT_EQ(wrong.status, ExitStatus::failure);
    EXPECT_EQ(wrong.out, "");
    EXPECT_EQ(wrong.err, "leitong: --prune 不能用于 pairs，只用于：index\n");
}

TEST(Run, AStoreThatIsNotThereIsAFailureThatNamesIt) {
    const Ran none = ran({"pairs", "--db", "there/is/no.db"});
    EXPECT_EQ(none.status, ExitStatus::failure);
    EXPECT_EQ(none.out, "");
    EXPECT_THAT(none.err, StartsWith("leitong: "));
    EXPECT_THAT(none.err, HasSubstr("there/is/no.db"));
}

TEST(Run, ColourIsForTerminalsAndThoseWhoAskForIt) {
    const std::string escape = "\x1b[";
    EXPECT_THAT(ran({"--help"}).out, HasSubstr(escape));
    EXPECT_THAT(ran({"--help"}, {{"NO_COLOR", "1"}}).out, Not(HasSubstr(escape)));
    EXPECT_THAT(ran({"--help"}, {{"NO_COLOR", ""}}).out, HasSubstr(escape));
    EXPECT_THAT(ran({"--help"}, {{"TERM", "dumb"}}).out, Not(HasSubstr(escape)));
}

// Fails as a pipe or a disk does.
class FailingBuffer : public std::streambuf {
protected:
    int_type overflow(int_type) override { return traits_type::eof(); }
};

ExitStatus status_with(int reason, std::string& complaint) {
    FailingBuffer buffer;
    std::istringstream in;
    std::ostream out(&buffer);
    std::ostringstream err;
    const Streams streams{.in = in,
                          .out = out,
                          .err = err,
                          .out_is_terminal = false,
                          .err_is_terminal = false,
                          .columns = 0,
                          .out_errno = [reason] { return reason; }};
    const ExitStatus status = run(Words{"--help"}, streams, {});
    complaint = err.str();
    return status;
}

TEST(Run, AReaderThatHasReadEnoughIsNoFailure) {
    std::string complaint;
    EXPECT_EQ(status_with(EPIPE, complaint), ExitStatus::done);
    EXPECT_EQ(complaint, "");
}

TEST(Run, AFullDiskIsAFailure) {
    std::string complaint;
    EXPECT_EQ(status_with(ENOSPC, complaint), ExitStatus::failure);
    EXPECT_THAT(complaint, HasSubstr("standard output"));
}

}  // namespace
}  // namespace leitong::cli
