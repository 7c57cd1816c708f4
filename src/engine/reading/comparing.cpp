#include "leitong/engine/comparing.hpp"

#include "leitong/match/passages.hpp"
#include "leitong/text/decode.hpp"
#include "leitong/text/layout.hpp"

#include <algorithm>
#include <span>
#include <tuple>

#include "document_records.hpp"
#include "engine/finding/cover.hpp"
#include "engine/finding/passage_records.hpp"

namespace leitong::engine {

namespace {

struct ReadyWork {
    match::PassageText text;
    std::vector<std::uint32_t> paragraphs;
};

struct ReadyDocument {
    std::string name;
    std::string utf8;
    text::Layout layout;
    std::vector<ReadyWork> works;
    std::uint64_t letters = 0;
};

Result<ReadyDocument> make_ready(const NamedBytes& file) {
    ReadyDocument document;
    document.name = file.name;
    LEITONG_TRY_ASSIGN(text::Decoded decoded, text::decode(file.bytes));
    document.utf8 = std::move(decoded.utf8);
    document.layout = text::lay_out(document.utf8, ParagraphMode::automatic);
    document.works.resize(document.layout.works.size());
    text::Folded folded;
    for (std::uint32_t i = 0; i < document.layout.paragraphs.size(); ++i) {
        const text::Paragraph& paragraph = document.layout.paragraphs[i];
        text::fold(
            std::string_view(document.utf8).substr(paragraph.range.begin, paragraph.range.size()),
            folded);
        document.letters += folded.letters.size();
        if (paragraph.work != 0 && !is_structure(paragraph.role)) {
            ReadyWork& work = document.works[paragraph.work - 1];
            work.text.add(folded, paragraph.range.begin);
            work.paragraphs.push_back(i + 1);
        }
    }
    for (ReadyWork& work : document.works) {
        work.text.finish();
    }
    return document;
}

class Comparing {
public:
    Comparing(const ReadyDocument& a, const ReadyDocument& b, const Filter& filter)
        : m_a(a), m_b(b), m_filter(filter) {}

    TextComparison run() {
        for (std::uint32_t i = 0; i < m_a.works.size(); ++i) {
            for (std::uint32_t j = 0; j < m_b.works.size(); ++j) {
                compare_works(i, j);
            }
        }
        std::ranges::sort(m_out.passages, [](const PassageRecord& x, const PassageRecord& y) {
            return std::tie(x.a.range, x.b.range) < std::tie(y.a.range, y.b.range);
        });
        const std::uint64_t in_a = m_cover_a.letters();
        const std::uint64_t in_b = m_cover_b.letters();
        m_out.documents = {m_a.name,
                           m_b.name,
                           share(in_a, m_a.letters),
                           share(in_b, m_b.letters),
                           std::max(m_cover_a.paragraphs(), m_cover_b.paragraphs()),
                           std::max(in_a, in_b)};
        return std::move(m_out);
    }

private:
    void compare_works(std::uint32_t i, std::uint32_t j) {
        const ReadyWork& a = m_a.works[i];
        const ReadyWork& b = m_b.works[j];
        const PassageSide side_a{a.text, a.paragraphs, m_a.name, i + 1};
        const PassageSide side_b{b.text, b.paragraphs, m_b.name, j + 1};
        for (const match::Passage& passage : match::find_passages(a.text, b.text)) {
            for_reused(a.text, passage, [&](match::Span in_a, match::Span in_b) {
                m_cover_a.add(i, a.text, a.paragraphs, in_a);
                m_cover_b.add(j, b.text, b.paragraphs, in_b);
            });
            PassageRecord record =
                record_of(side_a, side_b, passage, match::judge(a.text, b.text, passage));
            if (is_wanted(record)) {
                record.sample_a = sample(m_a, main_paragraph(side_a, passage.a));
                record.sample_b = sample(m_b, main_paragraph(side_b, passage.b));
                m_out.passages.push_back(std::move(record));
            }
        }
    }

    [[nodiscard]] bool is_wanted(const PassageRecord& record) const {
        return (!m_filter.relation || record.relation == *m_filter.relation) &&
               record.similarity >= m_filter.min_similarity &&
               record.letters >= m_filter.min_letters;
    }

    static Sample sample(const ReadyDocument& document, std::uint32_t paragraph) {
        const ByteRange range = document.layout.paragraphs[paragraph - 1].range;
        return {document.utf8.substr(range.begin, range.size()), range.begin};
    }

    const ReadyDocument& m_a;
    const ReadyDocument& m_b;
    const Filter& m_filter;
    SideCover m_cover_a;
    SideCover m_cover_b;
    TextComparison m_out;
};

}  // namespace

Result<TextComparison> compare(const NamedBytes& a, const NamedBytes& b, const Filter& filter) {
    LEITONG_TRY_ASSIGN(const ReadyDocument ready_a, make_ready(a));
    LEITONG_TRY_ASSIGN(const ReadyDocument ready_b, make_ready(b));
    return Comparing(ready_a, ready_b, filter).run();
}

}  // namespace leitong::engine
