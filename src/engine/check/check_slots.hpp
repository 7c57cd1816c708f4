// What a draft has put into the slots of the template that its source's paragraph belongs to.
// Private to engine.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/model/kinds.hpp"
#include "leitong/model/range.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/reading/reader_impl.hpp"

namespace leitong::engine {

// A slot of a template, filled on both sides.
struct FilledSlot {
    SlotKind kind{};
    ByteRange draft;   // in its paragraph
    ByteRange source;  // in its paragraph
    bool is_same = false;
};

// One template a cluster of the store: a few of its members, spread over the order of content, say
// what is fixed and what varies; source and draft are read as that template.
//
// Cost: of a paragraph, aligning some twenty texts a few times; of a cluster, reading its
// signatures once.
class CheckSlots {
public:
    explicit CheckSlots(Reader::Impl& impl) : m_impl(impl) {}

    // In order. None where too few texts are like the source, or nothing in them varies.
    [[nodiscard]] Result<std::vector<FilledSlot>> find(TextId source, std::string_view draft);

private:
    struct Text {
        std::string text;
        std::uint32_t works = 0;
    };

    Result<const std::vector<Text>*> family_of(TypedId typed);
    Result<std::vector<Text>> read_family(const std::vector<TypedId>& members);

    Reader::Impl& m_impl;
    std::map<std::uint64_t, std::vector<Text>> m_families;  // by cluster
    std::vector<Text> m_near;                               // of a text in no cluster
};

}  // namespace leitong::engine
