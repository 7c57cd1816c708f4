#include "leitong/ingest/files.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <vector>

namespace leitong::ingest {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;
using Names = std::vector<std::string>;

class Files : public ::testing::Test {
protected:
    void SetUp() override {
        std::string pattern = ::testing::TempDir() + "leitong_files_XXXXXX";
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        m_root = pattern;
    }
    void TearDown() override {
        std::error_code ignored;
        fs::remove_all(m_root, ignored);
    }

    [[nodiscard]] std::string at(const std::string& name) const { return m_root + "/" + name; }

    void write(const std::string& name, std::string_view bytes = "x") const {
        fs::create_directories(fs::path(at(name)).parent_path());
        std::ofstream(at(name), std::ios::binary) << bytes;
    }

    void link(const std::string& target, const std::string& name) const {
        fs::create_directories(fs::path(at(name)).parent_path());
        fs::create_symlink(target, at(name));
    }

    [[nodiscard]] Listing list_root(const ListOptions& options = {}) const {
        return list(m_root, options).value();
    }

    static Names names(const Listing& listing) {
        Names found;
        for (const SourceFile& file : listing.files) {
            found.push_back(file.relative_path);
        }
        return found;
    }

    [[nodiscard]] Names refused(const Listing& listing) const {
        Names found;
        for (const Refused& refused : listing.refused) {
            EXPECT_TRUE(refused.path.starts_with(m_root)) << refused.path;
            found.push_back(refused.path.substr(std::min(m_root.size() + 1, refused.path.size())));
        }
        return found;
    }

    std::string m_root;
};

constexpr ListOptions k_follow{.symlinks = ListOptions::Symlinks::follow};

TEST_F(Files, TakesKnownEndingsInAnyCase) {
    struct Case {
        const char* name;
        Format format;
        Packing packing;
    };
    const std::vector<Case> table = {
        {"a.txt", Format::text, Packing::none},
        {"b.TEXT", Format::text, Packing::none},
        {"c.Md", Format::text, Packing::none},
        {"d.markdown", Format::text, Packing::none},
        {"e.log", Format::text, Packing::none},
        {"f.jsonl", Format::json_lines, Packing::none},
        {"g.NDJSON", Format::json_lines, Packing::none},
        {"h.csv", Format::csv, Packing::none},
        {"i.TSV", Format::csv, Packing::none},
        {"j.txt.gz", Format::text, Packing::compressed},
        {"k.JSONL.Zst", Format::json_lines, Packing::compressed},
        {"l.csv.xz", Format::csv, Packing::compressed},
        {"m.ZIP", Format::text, Packing::archive},
        {"n.tar", Format::text, Packing::archive},
        {"o.tar.gz", Format::text, Packing::archive},
        {"p.tgz", Format::text, Packing::archive},
        {"q.7z", Format::text, Packing::archive},
        {"r.rar", Format::text, Packing::archive},
    };
    Names wanted;
    for (const Case& row : table) {
        write(row.name);
        wanted.emplace_back(row.name);
    }
    for (const char* name : {"no", "no.pdf", "no.gz", "no.pdf.gz", "txt", "no.json", "no.docx"}) {
        write(name);
    }
    const Listing listing = list_root();
    EXPECT_EQ(names(listing), wanted);
    EXPECT_TRUE(listing.refused.empty());
    for (std::size_t i = 0; i < std::min(table.size(), listing.files.size()); ++i) {
        EXPECT_EQ(listing.files[i].format, table[i].format) << table[i].name;
        EXPECT_EQ(listing.files[i].packing, table[i].packing) << table[i].name;
    }
}

TEST_F(Files, AreSortedByBytes) {
    for (const char* name : {"b.txt", "a/z.txt", "a.txt", "a-1.txt", "B.txt", "文.txt", "é.txt"}) {
        write(name);
    }
    EXPECT_EQ(names(list_root()),
              (Names{"B.txt", "a-1.txt", "a.txt", "a/z.txt", "b.txt", "é.txt", "文.txt"}));
}

TEST_F(Files, SayTheirSizeAndTime) {
    write("a.txt", "12345");
    const timespec times[2] = {{1'700'000'000, 5}, {1'700'000'000, 123'456'789}};
    ASSERT_EQ(::utimensat(AT_FDCWD, at("a.txt").c_str(), times, 0), 0);
    const Listing listing = list_root();
    ASSERT_EQ(listing.files.size(), 1U);
    EXPECT_EQ(listing.files[0].size_bytes, 5U);
    EXPECT_EQ(listing.files[0].mtime_ns, 1'700'000'000'123'456'789);
    EXPECT_EQ(listing.files[0].path, at("a.txt"));
}

TEST_F(Files, AreHiddenByADot) {
    write(".a.txt");
    write(".git/b.txt");
    write("c.txt");
    EXPECT_EQ(names(list_root()), Names{"c.txt"});
    EXPECT_EQ(names(list_root({.hidden = ListOptions::Hidden::read})),
              (Names{".a.txt", ".git/b.txt", "c.txt"}));
    // A hidden folder that was named is read.
    EXPECT_EQ(names(list(at(".git"), {}).value()), Names{"b.txt"});
}

TEST_F(Files, ANamedFileIsTakenWhateverItsEnding) {
    write("deep/a.pdf", "x");
    write("b.jsonl");
    const Listing listing = list(at("deep/a.pdf"), {}).value();
    EXPECT_EQ(names(listing), Names{"a.pdf"});
    EXPECT_EQ(listing.files[0].format, Format::text);
    EXPECT_EQ(listing.files[0].path, at("deep/a.pdf"));
    EXPECT_EQ(list(at("b.jsonl"), {}).value().files[0].format, Format::json_lines);
    link("deep/a.pdf", "l");
    EXPECT_EQ(names(list(at("l"), {}).value()), Names{"l"});
}

TEST_F(Files, AnAbsentPathIsNotFound) {
    for (const std::string& path : {at("none"), at("none/a.txt"), ""s}) {
        const auto listing = list(path, {});
        ASSERT_FALSE(listing) << path;
        EXPECT_EQ(listing.error().code, Errc::not_found);
    }
    write("a.txt");
    EXPECT_EQ(list(at("a.txt/b"), {}).error().code, Errc::not_found);
    EXPECT_TRUE(list_root({}).refused.empty());
}

TEST_F(Files, AreRefusedWhenTooLarge) {
    write("a.txt", std::string(10, 'x'));
    write("b.txt", std::string(11, 'x'));
    const Listing listing = list_root({.max_file_bytes = 10});
    EXPECT_EQ(names(listing), Names{"a.txt"});
    EXPECT_EQ(refused(listing), Names{"b.txt"});
    EXPECT_EQ(listing.refused[0].error.code, Errc::too_large);
}

TEST_F(Files, PipesAndSocketsAreRefused) {
    ASSERT_EQ(::mkfifo(at("pipe.txt").c_str(), 0600), 0);
    ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0600), 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string socket_path = at("socket.log");
    ASSERT_LT(socket_path.size(), sizeof address.sun_path);
    std::memcpy(address.sun_path, socket_path.c_str(), socket_path.size());
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    ASSERT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ::close(socket);
    const Listing listing = list_root();
    EXPECT_TRUE(listing.files.empty());
    EXPECT_EQ(refused(listing), (Names{"pipe.txt", "socket.log"}));
    EXPECT_EQ(listing.refused[0].error.code, Errc::unsupported);
    // Named, whatever its ending; and reading one does not wait for a writer.
    EXPECT_EQ(refused(list(at("pipe"), {}).value()), Names{"pipe"});
    EXPECT_EQ(read_file(at("pipe"), 100).error().code, Errc::unsupported);
}

TEST_F(Files, LinksAreSkippedUnlessFollowed) {
    write("real/a.txt");
    write("outside/b.txt");
    link("../outside", "real/folder");
    link("a.txt", "real/link.txt");
    link("nothing", "real/broken.txt");
    EXPECT_EQ(names(list(at("real"), {}).value()), Names{"a.txt"});
    EXPECT_TRUE(list(at("real"), {}).value().refused.empty());
    const Listing followed = list(at("real"), k_follow).value();
    EXPECT_EQ(names(followed), (Names{"a.txt", "folder/b.txt"}));
    EXPECT_EQ(refused(followed), Names{"real/broken.txt"});
    EXPECT_EQ(followed.refused[0].error.code, Errc::not_found);
}

TEST_F(Files, FollowedLinksLeadNotInACircle) {
    write("a/b/c.txt");
    link("..", "a/b/up");
    link(".", "a/self");
    link("loop2", "a/loop1");
    link("loop1", "a/loop2");
    write("other/d.txt");
    link("../other", "a/z");
    link("../a", "other/back");
    const Listing listing = list(at("a"), k_follow).value();
    EXPECT_EQ(names(listing), (Names{"b/c.txt", "z/d.txt"}));
    EXPECT_EQ(refused(listing), (Names{"a/loop1", "a/loop2"}));
}

TEST_F(Files, ALinkNeverTakesTheNameOfWhatIsThere) {
    // The link sorts first, but the file keeps its own name.
    write("z/file.txt");
    link("z", "a");
    link("z/file.txt", "b.txt");
    EXPECT_EQ(names(list_root(k_follow)), Names{"z/file.txt"});
    // Of two links to one file outside, the first by name.
    write("outside/x.txt");
    link("../outside/x.txt", "root/2.txt");
    link("../outside/x.txt", "root/1.txt");
    EXPECT_EQ(names(list(at("root"), k_follow).value()), Names{"1.txt"});
}

TEST_F(Files, HardLinksAreTwoFiles) {
    write("a.txt");
    fs::create_hard_link(at("a.txt"), at("b.txt"));
    EXPECT_EQ(names(list_root()), (Names{"a.txt", "b.txt"}));
    EXPECT_EQ(names(list_root(k_follow)), (Names{"a.txt", "b.txt"}));
}

TEST_F(Files, NamesThatAreNotUtf8AreWrittenInHex) {
    struct Case {
        std::string name, printed;
    };
    const std::vector<Case> table = {
        {"\xB0\xA1.txt", "\\xB0\\xA1.txt"},
        {"\xE4\xB8.txt", "\\xE4\\xB8.txt"},
        {"\xED\xA0\x80.txt", "\\xED\\xA0\\x80.txt"},
        {"\xC0\xAF.txt", "\\xC0\\xAF.txt"},
        {"\xF4\x90\x80\x80.txt", "\\xF4\\x90\\x80\\x80.txt"},
        {"好\xFF.txt", "好\\xFF.txt"},
        {"😀é.txt", "😀é.txt"},
    };
    for (const Case& row : table) {
        write("d/" + row.name);
        const Listing listing = list(at("d"), {}).value();
        EXPECT_EQ(names(listing), Names{row.printed});
        EXPECT_TRUE(read_file(listing.files.at(0).path, 10)) << row.printed;
        fs::remove(at("d/" + row.name));
    }
}

TEST_F(Files, OfTwoNamesWrittenTheSameOneIsRefused) {
    write("\xFF.txt", "1");
    write("\\xFF.txt", "2");
    const Listing listing = list_root();
    EXPECT_EQ(names(listing), Names{"\\xFF.txt"});
    ASSERT_EQ(listing.refused.size(), 1U);
    EXPECT_EQ(listing.refused[0].error.code, Errc::invalid_argument);
}

TEST_F(Files, DeepFoldersAreRead) {
    std::string path = m_root;
    std::string relative;
    for (int i = 0; i < 300; ++i) {
        path += "/d";
        relative += "d/";
        fs::create_directory(path);
    }
    std::ofstream(path + "/a.txt") << "x";
    EXPECT_EQ(names(list_root()), Names{relative + "a.txt"});
}

TEST_F(Files, AFolderThatCannotBeOpenedIsRefused) {
    if (::geteuid() == 0) {
        GTEST_SKIP() << "root may open any folder";
    }
    write("shut/a.txt");
    write("b.txt");
    fs::permissions(at("shut"), fs::perms::none);
    const Listing listing = list_root();
    fs::permissions(at("shut"), fs::perms::owner_all);
    EXPECT_EQ(names(listing), Names{"b.txt"});
    EXPECT_EQ(refused(listing), Names{"shut"});
    EXPECT_EQ(listing.refused[0].error.code, Errc::io);
}

TEST_F(Files, RootsMayEndInASlash) {
    write("d/a.txt");
    EXPECT_EQ(names(list(at("d/"), {}).value()), Names{"a.txt"});
    EXPECT_EQ(list(at("d/"), {}).value().files[0].path, at("d/a.txt"));
}

TEST_F(Files, AreReadWhole) {
    for (const std::size_t size : {0U, 1U, 4096U, 100'000U}) {
        const std::string bytes(size, '\0');
        write("a.txt", bytes);
        EXPECT_EQ(read_file(at("a.txt"), size).value(), bytes);
        if (size != 0) {
            EXPECT_EQ(read_file(at("a.txt"), size - 1).error().code, Errc::too_large);
        }
    }
}

TEST_F(Files, WhatCannotBeReadSaysWhy) {
    EXPECT_EQ(read_file(at("none"), 10).error().code, Errc::not_found);
    EXPECT_EQ(read_file(m_root, 10).error().code, Errc::unsupported);
    EXPECT_EQ(read_file("", 10).error().code, Errc::not_found);
    EXPECT_EQ(read_file(at(std::string(5000, 'x')), 10).error().code, Errc::io);
}

TEST(PathList, IsOneALineOrSeparatedByNul) {
    struct Case {
        std::string bytes;
        Names paths;
    };
    const std::vector<Case> table = {
        {"", {}},
        {"\n\r\n\n", {}},
        {"a\nb\n", {"a", "b"}},
        {"a\r\nb", {"a", "b"}},
        {" a \n\tb", {" a ", "\tb"}},
        {"a b/文.txt", {"a b/文.txt"}},
        {"\xEF\xBB\xBF"
         "a\n",
         {"a"}},
        {"a\0b\0"s, {"a", "b"}},
        {"a\nb\0\0c\r"s, {"a\nb", "c\r"}},
        {"\xFF\xFE\n", {"\xFF\xFE"}},
    };
    for (const Case& row : table) {
        EXPECT_EQ(parse_path_list(row.bytes), row.paths) << row.bytes;
    }
}

}  // namespace
}  // namespace leitong::ingest
