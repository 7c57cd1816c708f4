// Records for people: the texts themselves, cut to the terminal, with what matches marked.
#pragma once

#include "leitong/model/records.hpp"
#include "leitong/report/display.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace leitong::report {

// Words for a relation and a role, in the display's language.
[[nodiscard]] std::string kind_word(SlotKind kind, const Display& display);
[[nodiscard]] std::string relation_word(Relation relation, const Display& display);
[[nodiscard]] std::string role_word(Role role, const Display& display);

// "speeches/001.txt:50  work 3": what explain and query --paragraph take, first.
[[nodiscard]] std::string place_words(const Ref& ref, const Display& display);
// "speeches/001.txt:50" as a word of a shell.
[[nodiscard]] std::string place_argument(const Ref& ref);

void append_text(std::string& out, const PairRecord& pair, const Display& display);
void append_text(std::string& out, const PassageRecord& passage, const Display& display);
void append_text(std::string& out, const HitRecord& hit, const Display& display);

// Most listings show the first members of a cluster only; of one cluster, all are shown.
enum class Members : std::uint8_t { first, all };
void append_text(std::string& out, const ClusterRecord& cluster, Members members,
                 const Display& display);

// Templates: most listings show the beginning of the text, and the first slots and members.
void append_text(std::string& out, const TemplateRecord& made, Members members,
                 const Display& display);
void append_text(std::string& out, const OutlineTemplateRecord& outline, Members members,
                 const Display& display);
void append_text(std::string& out, const BlockTemplateRecord& block, Members members,
                 const Display& display);
void append_text(std::string& out, const FindingRecord& finding, const Display& display);

// Tables: their columns depend on all their rows.
void append_table(std::string& out, std::span<const StockRecord> phrases, const Display& display);
void append_table(std::string& out, std::span<const WorkRecord> works, const Display& display);
void append_table(std::string& out, std::span<const DocumentRecord> documents,
                  const Display& display);
void append_table(std::string& out, std::span<const DocumentPairRecord> pairs,
                  const Display& display);

// The last line of an output: a command that shows more. arguments begin with the command.
void append_hint(std::string& out, std::string_view arguments, const Display& display);

}  // namespace leitong::report
