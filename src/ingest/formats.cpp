#include "formats.hpp"

#include <algorithm>
#include <array>

namespace leitong::ingest {

namespace {

struct Row {
    std::string_view ending;
    KnownFormat known;
};

constexpr std::array k_endings = {
    Row{".txt", {Format::text}},
    Row{".text", {Format::text}},
    Row{".md", {Format::text}},
    Row{".markdown", {Format::text}},
    Row{".log", {Format::text}},
    Row{".jsonl", {Format::json_lines}},
    Row{".ndjson", {Format::json_lines}},
    Row{".csv", {Format::csv}},
    Row{".tsv", {Format::csv}},
    Row{".zip", {Format::text, Packing::archive}},
    Row{".tar", {Format::text, Packing::archive}},
    Row{".tgz", {Format::text, Packing::archive}},
    Row{".tbz2", {Format::text, Packing::archive}},
    Row{".txz", {Format::text, Packing::archive}},
    Row{".7z", {Format::text, Packing::archive}},
    Row{".rar", {Format::text, Packing::archive}},
};

constexpr std::array<std::string_view, 4> k_compressions = {".gz", ".bz2", ".xz", ".zst"};

}  // namespace

std::string ending_of(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    std::string ending(dot == std::string_view::npos ? "" : name.substr(dot));
    std::ranges::transform(ending, ending.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return ending;
}

std::optional<KnownFormat> known_format(std::string_view name) {
    std::string ending = ending_of(name);
    const bool is_compressed = std::ranges::find(k_compressions, ending) != k_compressions.end();
    if (is_compressed) {
        name.remove_suffix(ending.size());
        ending = ending_of(name);
    }
    const auto* const row = std::ranges::find(k_endings, ending, &Row::ending);
    if (row == k_endings.end()) {
        return std::nullopt;
    }
    KnownFormat known = row->known;
    if (is_compressed && known.packing == Packing::none) {
        known.packing = Packing::compressed;
    }
    return known;
}

}  // namespace leitong::ingest
