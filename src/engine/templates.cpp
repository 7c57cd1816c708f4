// The listing of templates: families to records, on all threads; then what stands above them.
#include <algorithm>
#include <atomic>
#include <set>
#include <thread>
#include <utility>

#include "reader_impl.hpp"
#include "template_blocks.hpp"
#include "template_families.hpp"
#include "template_records.hpp"
#include "template_sentences.hpp"
#include "template_works.hpp"

namespace leitong::engine {

namespace {

constexpr std::size_t k_batch = 512;  // families that are worked on at once

std::vector<TemplateRecord> in_place(Family family) {
    return templates_of(std::move(family), k_in_place);
}

std::vector<TemplateRecord> by_likeness(Family family) {
    return templates_of(std::move(family), k_by_likeness);
}

class TemplateListing {
public:
    TemplateListing(Reader::Impl& impl, unsigned threads)
        : m_impl(impl),
          m_threads(threads == 0 ? std::max(1U, std::thread::hardware_concurrency()) : threads) {}

    Result<void> run(const TemplateFilter& filter,
                     const std::function<bool(const TemplateLine&)>& sink) {
        std::vector<Family> loose;
        LEITONG_TRY_ASSIGN(
            const ParagraphSet taken,
            for_work_families(m_impl, [&](Family&& family) { add(std::move(family), in_place); }));
        work_off(in_place);
        LEITONG_TRY(for_families(
            m_impl, taken, [&](Family&& family) { add(std::move(family), by_likeness); },
            [&](Family&& family) { loose.push_back(std::move(family)); }));
        work_off(by_likeness);
        m_batch = std::move(loose);
        work_off(loose_templates_of);
        const std::size_t of_paragraphs = m_made.size();
        LEITONG_TRY_ASSIGN(m_batch, sentence_families(m_impl, m_threads));
        work_off(loose_templates_of);
        drop_covered(of_paragraphs);
        std::ranges::stable_sort(m_made, [](const TemplateRecord& a, const TemplateRecord& b) {
            return std::pair(b.members.size(), std::string_view(a.id)) <
                   std::pair(a.members.size(), std::string_view(b.id));
        });
        LEITONG_TRY_ASSIGN(const auto blocks, find_blocks(m_impl, m_made));
        LEITONG_TRY_ASSIGN(const auto findings, find_findings(m_impl, m_made, blocks));
        list(filter, blocks, findings, sink);
        return {};
    }

private:
    template <typename Make>
    void add(Family&& family, const Make& make) {
        m_batch.push_back(std::move(family));
        if (m_batch.size() == k_batch) {
            work_off(make);
        }
    }

    template <typename Make>
    void work_off(const Make& make) {
        std::vector<std::vector<TemplateRecord>> made(m_batch.size());
        std::atomic<std::size_t> next{0};
        const auto work = [&] {
            for (std::size_t i = next++; i < m_batch.size(); i = next++) {
                made[i] = make(std::move(m_batch[i]));
            }
        };
        std::vector<std::jthread> others;
        for (unsigned i = 1; i < m_threads && i < m_batch.size(); ++i) {
            others.emplace_back(work);
        }
        work();
        others.clear();
        for (std::vector<TemplateRecord>& records : made) {
            std::ranges::move(records, std::back_inserter(m_made));
        }
        m_batch.clear();
    }

    // Sentences of paragraphs that have a template of their own say nothing new.
    void drop_covered(std::size_t of_paragraphs) {
        std::set<std::pair<std::string_view, std::uint32_t>> covered;
        for (std::size_t i = 0; i < of_paragraphs; ++i) {
            for (const TemplateMember& member : m_made[i].members) {
                covered.emplace(member.ref.document, member.ref.paragraph);
            }
        }
        const auto is_covered = [&](const TemplateRecord& made) {
            const auto inside = std::ranges::count_if(made.members, [&](const TemplateMember& m) {
                return covered.contains({m.ref.document, m.ref.paragraph});
            });
            return static_cast<std::size_t>(inside) * 2 >= made.members.size();
        };
        std::vector<TemplateRecord> kept;
        for (std::size_t i = 0; i < m_made.size(); ++i) {
            if (i < of_paragraphs || !is_covered(m_made[i])) {
                kept.push_back(std::move(m_made[i]));
            }
        }
        m_made = std::move(kept);
    }

    void list(const TemplateFilter& filter, const std::vector<BlockTemplateRecord>& blocks,
              const std::vector<FindingRecord>& findings,
              const std::function<bool(const TemplateLine&)>& sink) const {
        const Filter names{.document = filter.document, .cluster = {}, .relation = {}};
        const auto passes = [&](const std::string& document) {
            return Reader::Impl::passes(names, document);
        };
        const auto is_named = [&](const std::string& id) { return !filter.id || id == *filter.id; };
        std::set<std::string_view> listed;
        for (const TemplateRecord& made : m_made) {
            const bool is_wanted = made.works >= filter.min_works && is_named(made.id) &&
                                   std::ranges::any_of(made.members, [&](const auto& member) {
                                       return passes(member.ref.document);
                                   });
            if (is_wanted) {
                listed.insert(made.id);
                if (!sink(made)) {
                    return;
                }
            }
        }
        for (const BlockTemplateRecord& block : blocks) {
            const bool is_wanted = block.works >= filter.min_works && is_named(block.id) &&
                                   std::ranges::any_of(block.members, [&](const auto& member) {
                                       return passes(member.document);
                                   });
            if (is_wanted && !sink(block)) {
                return;
            }
        }
        for (const FindingRecord& finding : findings) {
            if (listed.contains(finding.template_id) && passes(finding.ref.document) &&
                !sink(finding)) {
                return;
            }
        }
    }

    Reader::Impl& m_impl;
    unsigned m_threads;
    std::vector<Family> m_batch;
    std::vector<TemplateRecord> m_made;
};

}  // namespace

Result<void> Reader::templates(const TemplateFilter& filter, unsigned threads,
                               const std::function<bool(const TemplateLine&)>& sink) {
    return m_impl->question([&]() -> Result<void> {
        LEITONG_TRY(m_impl->check({.document = filter.document, .cluster = {}, .relation = {}}));
        return TemplateListing(*m_impl, threads).run(filter, sink);
    });
}

}  // namespace leitong::engine
