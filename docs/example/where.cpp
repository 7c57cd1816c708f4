// Reads a folder into a store, then tells where a text appears in it:
//
//     where STORE FOLDER TEXT
//
// Every function of leitong returns a Result: a value, or an Error whose message says what is wrong
// in English or Chinese. Nothing throws.
#include "leitong/engine/indexing.hpp"
#include "leitong/engine/reading.hpp"

#include <cstdio>
#include <string>

namespace {

using namespace leitong;

int tell(const Error& error) {
    std::fprintf(stderr, "where: %s\n", error.message.text(Language::en).c_str());
    return 2;
}

int answer(const std::string& store, const std::string& folder, const std::string& text) {
    engine::IndexOptions options;
    options.paths = {folder};
    engine::RunContext run;
    run.today = "2026-11-23";  // the day under which new clusters are noted
    const auto report = engine::index(store, options, run);
    if (!report) {
        return tell(report.error());
    }
    std::printf("%llu documents\n", static_cast<unsigned long long>(report->total_documents));

    auto reader = engine::Reader::open(store);
    if (!reader) {
        return tell(reader.error());
    }
    const auto hits = reader->query(text, "", {.top = 3});
    if (!hits) {
        return tell(hits.error());
    }
    for (const HitRecord& hit : *hits) {
        std::printf("%s:%u  %.3f  %s\n", hit.ref.document.c_str(), hit.ref.paragraph,
                    hit.similarity, std::string(name(hit.relation)).c_str());
    }
    return hits->empty() ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fputs("usage: where STORE FOLDER TEXT\n", stderr);
        return 2;
    }
    return answer(argv[1], argv[2], argv[3]);
}
