#include "leitong/cli/process.hpp"

#include "leitong/cli/output_file.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <istream>
#include <iterator>
#include <ostream>
#include <string>
#include <unistd.h>

namespace leitong::cli {
namespace {

namespace fs = std::filesystem;

// A pipe whose ends close with it, unless they were closed before.
class Pipe {
public:
    Pipe() { EXPECT_EQ(::pipe(m_ends.data()), 0); }
    ~Pipe() {
        close_reader();
        close_writer();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    [[nodiscard]] int reader() const { return m_ends[0]; }
    [[nodiscard]] int writer() const { return m_ends[1]; }
    void close_reader() { close_end(m_ends[0]); }
    void close_writer() { close_end(m_ends[1]); }

private:
    static void close_end(int& end) {
        if (end >= 0) {
            ::close(end);
        }
        end = -1;
    }
    std::array<int, 2> m_ends{-1, -1};
};

TEST(DescriptorBuffer, WhatIsWrittenIsRead) {
    Pipe pipe;
    const std::string text = std::string(40'000, 'x') + "\n雷同";
    {
        DescriptorBuffer buffer(pipe.writer());
        std::ostream out(&buffer);
        out << text;
        EXPECT_EQ(buffer.write_errno(), 0);
    }
    pipe.close_writer();
    DescriptorBuffer buffer(pipe.reader());
    std::istream in(&buffer);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), text);
}

TEST(DescriptorBuffer, SaysThatNobodyReads) {
    std::signal(SIGPIPE, SIG_IGN);
    Pipe pipe;
    pipe.close_reader();
    DescriptorBuffer buffer(pipe.writer());
    std::ostream out(&buffer);
    out << "x" << std::flush;
    EXPECT_FALSE(out.good());
    EXPECT_EQ(buffer.write_errno(), EPIPE);
}

TEST(DescriptorBuffer, EndsWhenInterrupted) {
    const std::atomic<bool> interrupted{true};
    Pipe pipe;  // empty, and its writer open: a read would wait for ever
    DescriptorBuffer buffer(pipe.reader(), &interrupted);
    std::istream in(&buffer);
    EXPECT_EQ(in.get(), std::istream::traits_type::eof());
}

TEST(Today, CanBePinned) {
    EXPECT_EQ(today({{"SOURCE_DATE_EPOCH", "1795392000"}}, 0), "2026-11-23");
    EXPECT_EQ(today({{"SOURCE_DATE_EPOCH", "0"}}, 1'000'000'000), "1970-01-01");
    EXPECT_EQ(today({{"SOURCE_DATE_EPOCH", "soon"}}, 1'000'000'000).size(), 10U);
}

class OutputFileTest : public testing::Test {
protected:
    OutputFileTest() {
        m_folder = fs::path(testing::TempDir()) / ("leitong_output_" + std::to_string(::getpid()));
        fs::create_directories(m_folder);
    }
    ~OutputFileTest() override { fs::remove_all(m_folder); }

    [[nodiscard]] std::string path() const { return (m_folder / "out.jsonl").string(); }
    [[nodiscard]] std::string content() const {
        std::ifstream in(path(), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    [[nodiscard]] auto files() const {
        return std::distance(fs::directory_iterator(m_folder), fs::directory_iterator());
    }

    fs::path m_folder;
};

TEST_F(OutputFileTest, AppearsWhole) {
    std::ofstream(path()) << "before";
    {
        auto file = OutputFile::create(path()).value();
        EXPECT_TRUE(file.write_line("{}"));
        EXPECT_EQ(content(), "before");
        EXPECT_TRUE(file.commit());
    }
    EXPECT_EQ(content(), "{}\n");
    EXPECT_EQ(files(), 1);
}

TEST_F(OutputFileTest, LeavesNothingUncommitted) {
    {
        auto file = OutputFile::create(path()).value();
        EXPECT_TRUE(file.write_line("{}"));
    }
    EXPECT_EQ(files(), 0);
}

TEST_F(OutputFileTest, FailsWhereThereIsNoFolder) {
    const auto file = OutputFile::create((m_folder / "none" / "out").string());
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, Errc::io);
}

TEST_F(OutputFileTest, SaysThatTheDiskIsFull) {
    if (!fs::exists("/dev/full")) {
        GTEST_SKIP();
    }
    auto file = OutputFile::create("/dev/full").value();
    static_cast<void>(file.write_line(std::string(100'000, 'x')));
    const auto committed = file.commit();
    ASSERT_FALSE(committed);
    EXPECT_EQ(committed.error().code, Errc::disk_full);
}

}  // namespace
}  // namespace leitong::cli
