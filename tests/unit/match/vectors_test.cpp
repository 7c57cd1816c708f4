// Golden vectors: what folding and sketching make of some texts, pinned in tests/vectors/. These
// values are in users' stores. If this fails, raise the version of the recipe that changed.
// LEITONG_UPDATE_VECTORS=1 writes the file instead; read the difference.
#include "leitong/match/prepared.hpp"
#include "leitong/sketch/anchors.hpp"
#include "leitong/sketch/minhash.hpp"
#include "leitong/sketch/simhash.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace leitong::match {
namespace {

const char* const k_texts[] = {
    "坚持把项目建设作为经济工作的主抓手",
    "　　一、坚持把項目建設作為經濟工作的主抓手！",
    "2021年全县新增企业203户，增长8.5%。",
    "20**年全县新增企业**x户，增长X%。",
    "总则",
    "The lane stays closed until 12 March 2024.",
    "用5G和GDP说话，1+N",
    "café ﬁn 한국어 ไทย",
};

template <typename Range>
std::string list(const Range& values, std::string_view form) {
    std::string text;
    for (const auto& value : values) {
        text += (text.empty() ? "" : " ") + fmt::format(fmt::runtime(form), value);
    }
    return text;
}

std::string row_of(const char* text) {
    Prepared prepared;
    prepare(text, prepared);
    const sketch::MinHasher hasher;
    sketch::MinHash minima;
    hasher.sketch(prepared.shingles, minima);
    std::vector<std::uint64_t> bands;
    for (std::size_t band = 0; band < sketch::k_bands; ++band) {
        bands.push_back(sketch::band_key(sketch::low_bytes(minima), band));
    }
    std::vector<std::uint64_t> anchors;
    sketch::anchors(prepared.tokens.values, anchors);
    const base::Hash128 typed = text::typed_hash(prepared.folded);
    const base::Hash128 letters = text::letters_hash(prepared.folded);
    return fmt::format("{}\t{}\t{:016x}{:016x}\t{}\t{:016x}{:016x}\t{}\t{}\t{:016x}\t{}\t{}\n",
                       text, text::letters_text(prepared.folded), letters.high, letters.low,
                       list(prepared.tokens.values, "{:x}"), typed.high, typed.low,
                       list(prepared.shingles, "{:x}"), list(minima, "{:x}"),
                       sketch::simhash(prepared.shingles), list(bands, "{:x}"),
                       list(anchors, "{:x}"));
}

TEST(Vectors, AreAsTheyWere) {
    std::string rows =
        "text\tletters\tletters_hash\ttokens\ttyped_hash\tshingles\tminhash\tsimhash\tbands\t"
        "anchors\n";
    for (const char* text : k_texts) {
        rows += row_of(text);
    }
    const std::string path = std::string(LEITONG_SOURCE_DIR) + "/tests/vectors/sketch.tsv";
    if (std::getenv("LEITONG_UPDATE_VECTORS") != nullptr) {
        std::ofstream(path, std::ios::binary) << rows;
    }
    std::ifstream file(path, std::ios::binary);
    const std::string pinned{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(rows, pinned);
}

}  // namespace
}  // namespace leitong::match
