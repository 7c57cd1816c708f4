// Records as JSON Lines: one object a line, keys in the order of docs/formats/records.md.
#pragma once

#include "leitong/model/records.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace leitong::report {

void append_jsonl(std::string& out, const PairRecord& pair);
void append_jsonl(std::string& out, const PassageRecord& passage);
void append_jsonl(std::string& out, const ClusterRecord& cluster);
void append_jsonl(std::string& out, const TemplateRecord& made);
void append_jsonl(std::string& out, const BlockTemplateRecord& block);
void append_jsonl(std::string& out, const OutlineTemplateRecord& outline);
void append_jsonl(std::string& out, const FindingRecord& finding);
void append_jsonl(std::string& out, const StockRecord& phrase);
void append_jsonl(std::string& out, const WorkRecord& work);
void append_jsonl(std::string& out, const DocumentRecord& document);
void append_jsonl(std::string& out, const DocumentPairRecord& pair);
void append_jsonl(std::string& out, const HitRecord& hit);

// The last line of a listing.
void append_summary(std::string& out,
                    std::initializer_list<std::pair<std::string_view, std::uint64_t>> counts);

}  // namespace leitong::report
