// Any bytes as JSONL: every line that is not blank is a record or bad, once, in order; ids are
// distinct; texts are not empty, and well-formed UTF-8.
#include "leitong/base/assert.hpp"
#include "leitong/ingest/json_lines.hpp"
#include "leitong/text/decode.hpp"

#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace leitong;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    const ingest::Records found =
        ingest::parse_json_lines(bytes, {.text = "meta.text", .id = "id"});

    std::set<std::uint64_t> lines;
    std::set<std::string> ids;
    std::uint64_t previous = 0;
    for (const ingest::Record& record : found.records) {
        LEITONG_ASSERT(record.line > previous, "records are in order");
        previous = record.line;
        lines.insert(record.line);
        LEITONG_ASSERT(ids.insert(record.id).second, "an id is used once");
        LEITONG_ASSERT(!record.text.empty(), "an empty text is bad");
        // With a NUL in it, which JSON may hold, decode refuses the text before it counts.
        const auto decoded = text::decode("\xEF\xBB\xBF" + record.text, "UTF-8");
        LEITONG_ASSERT(!decoded || decoded->replaced == 0, "a text is well-formed UTF-8");
    }
    for (const ingest::BadRecord& bad : found.bad) {
        LEITONG_ASSERT(lines.insert(bad.line).second, "a line is a record or bad");
        LEITONG_ASSERT(bad.error.code == Errc::bad_record || bad.error.code == Errc::empty,
                       "the codes that are stated");
    }
    std::uint64_t number = 0;
    std::uint64_t filled = 0;
    for (std::size_t begin = 0; begin < bytes.size(); ++number) {
        const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
        std::string line = bytes.substr(begin, end - begin);
        if (begin == 0 && line.starts_with("\xEF\xBB\xBF")) {
            line.erase(0, 3);
        }
        filled += line.find_first_not_of(" \t\r") != std::string::npos ? 1U : 0U;
        begin = end + 1;
    }
    LEITONG_ASSERT(lines.size() == filled, "no line is lost");
    LEITONG_ASSERT(lines.empty() || *lines.rbegin() <= number, "lines are lines of the file");
    return 0;
}
