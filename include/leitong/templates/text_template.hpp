// A template: fixed text and typed slots, made from passages that are variants of one another.
//
// The passages are aligned to a consensus of theirs. Where they differ, description length decides:
// a slot costs its declaration, each of its distinct fillers, and for each passage the choice among
// them; an edit costs, in each passage that has it, its place and its text. What varies by nature
// (values, masks, names) is a slot at the first difference. Edits are no slots: a passage that has
// some carries them as patches of the fixed text.
//
// Round trip: fixed text, fillers and patches of a passage make its bytes again, always.
//
// Units:   positions are bytes of a passage, or of one fixed text where stated.
// Order:   the template does not depend on the order of the passages.
// Threads: stateless.
// Cost:    linear in the passages: a bounded sample makes the consensus, each is aligned to it
// once.
#pragma once

#include "leitong/model/kinds.hpp"
#include "leitong/model/range.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leitong::templates {

// A place where the fixed text of a passage is written otherwise.
struct Patch {
    std::uint32_t fixed = 0;  // index of the fixed text
    ByteRange range;          // in the fixed text
    std::string text;         // what stands there instead

    friend bool operator==(const Patch&, const Patch&) = default;
};

// How one passage reads as the template.
struct Fitting {
    std::vector<ByteRange> slots;  // in the passage, one a slot; may be empty ranges
    std::vector<Patch> patches;    // in order
    double explained = 0;          // share of the passage's letters that is fixed text
    double edited = 0;  // letters missing from and added to fixed text, as a share of fixed text
};

struct TextTemplate {
    std::vector<std::string> fixed;  // before, between and after the slots: one more than they are
    std::vector<SlotKind> slots;
    std::vector<Fitting> members;  // one a passage, in the order given
    double static_share = 0;       // mean of what is explained
};

struct InduceOptions {
    double slot_bits = 12;    // what declaring a slot costs
    double edit_bits = 12;    // what the place of an edit costs
    double hot_share = 0.12;  // of the passages that must differ at a place for a slot to be tried
    double new_share = 0.05;  // of fillers that stand once, for a place to vary by nature
};

struct Passage {
    std::string_view text;
    std::uint32_t works = 1;  // that have this very text; 0: it has no say in what is a slot
};

// The template of passages whose texts are distinct; none if nothing varies, or fewer than two.
[[nodiscard]] std::optional<TextTemplate> induce(std::span<const Passage> passages,
                                                 const InduceOptions& options = {});

// The template as one text: fixed text with {1:year} for the first slot, and so on; braces of the
// fixed text are doubled.
[[nodiscard]] std::string written_out(const TextTemplate& made);
// Patches with ranges of that text instead of one fixed text's.
[[nodiscard]] std::vector<Patch> moved_to_written(const TextTemplate& made,
                                                  std::span<const Patch> patches);

// A place of a text as written_out makes it, with what stands there instead.
struct WrittenPatch {
    ByteRange range;
    std::string_view text;
};
// A passage from such a text. None if it is none, or patches do not fit: out of order, or reaching
// into a slot.
[[nodiscard]] std::optional<std::string> fill_written(std::string_view written,
                                                      std::span<const std::string_view> fillers,
                                                      std::span<const WrittenPatch> patches);

// A passage from the template: fillers in order, one a slot.
[[nodiscard]] std::string fill(const TextTemplate& made, std::span<const std::string_view> fillers,
                               std::span<const Patch> patches);

}  // namespace leitong::templates
