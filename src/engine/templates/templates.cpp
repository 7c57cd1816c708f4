// The listing of templates: families to records, on all threads; then what stands above them.
#include <algorithm>
#include <atomic>
#include <set>
#include <utility>

#include "engine/common/threads.hpp"
#include "engine/reading/reader_impl.hpp"
#include "template_blocks.hpp"
#include "template_families.hpp"
#include "template_listing.hpp"
#include "template_outlines.hpp"
#include "template_records.hpp"
#include "template_sentences.hpp"
#include "template_works.hpp"

namespace leitong::engine {

namespace {

constexpr std::size_t k_batch = 512;  // families that are worked on at once

std::vector<TemplateRecord> in_place(Family family, TemplateCache& cache) {
    return templates_of(std::move(family), k_in_place, cache);
}

std::vector<TemplateRecord> by_likeness(Family family, TemplateCache& cache) {
    return templates_of(std::move(family), k_by_likeness, cache);
}

std::vector<TemplateRecord> of_loose_texts(Family family, TemplateCache& cache) {
    return loose_templates_of(std::move(family), 2, cache);
}

std::vector<TemplateRecord> of_sentences(Family family, TemplateCache& cache) {
    return loose_templates_of(std::move(family), k_fewest_sentence_works, cache);
}

class TemplateListing {
public:
    TemplateListing(Reader::Impl& impl, const TemplateScope& scope)
        : m_impl(impl),
          m_threads(thread_count(scope.threads)),
          m_scope(scope),
          m_cache(TemplateCache::load(impl.path)) {}

    Result<ReportTemplates> run() {
        ReportTemplates found;
        std::size_t families = 0;
        std::vector<Family> loose;
        LEITONG_TRY_ASSIGN(
            const ParagraphSet taken,
            for_work_families(m_impl, [&](Family&& family) { add(std::move(family), in_place); }));
        LEITONG_TRY(work_off(in_place));
        LEITONG_TRY(for_families(
            m_impl, taken,
            [&](Family&& family) {
                found.is_complete = families < m_scope.most_families;
                if (found.is_complete) {
                    add(std::move(family), by_likeness);
                    ++families;
                }
                return found.is_complete && !is_over();
            },
            [&](Family&& family) { loose.push_back(std::move(family)); }));
        LEITONG_TRY(work_off(by_likeness));
        if (found.is_complete) {
            LEITONG_TRY(add_loose(std::move(loose)));
        }
        m_made = merged(std::move(m_made));
        std::ranges::stable_sort(m_made, [](const TemplateRecord& a, const TemplateRecord& b) {
            return std::pair(b.members.size(), std::string_view(a.id)) <
                   std::pair(a.members.size(), std::string_view(b.id));
        });
        LEITONG_TRY_ASSIGN(found.blocks, find_blocks(m_impl, m_made));
        LEITONG_TRY(go_on());
        LEITONG_TRY_ASSIGN(found.outlines, find_outlines(m_impl));
        LEITONG_TRY(go_on());
        LEITONG_TRY_ASSIGN(found.findings, find_findings(m_impl, m_made, found.blocks));
        m_cache.save(m_impl.path, found.is_complete);
        found.templates = std::move(m_made);
        return found;
    }

private:
    [[nodiscard]] bool is_over() const { return m_scope.is_over && m_scope.is_over(); }
    [[nodiscard]] Result<void> go_on() const {
        return is_over() ? fail(Errc::interrupted, Msg::run_interrupted) : Result<void>();
    }

    // What no cluster holds together.
    Result<void> add_loose(std::vector<Family> loose) {
        m_batch = std::move(loose);
        LEITONG_TRY(work_off(of_loose_texts));
        const std::size_t of_paragraphs = m_made.size();
        LEITONG_TRY_ASSIGN(m_batch, sentence_families(m_impl, m_threads, m_cache));
        LEITONG_TRY(work_off(of_sentences));
        drop_covered(of_paragraphs);
        return {};
    }

    template <typename Make>
    void add(Family&& family, const Make& make) {
        m_batch.push_back(std::move(family));
        if (m_batch.size() == k_batch) {
            make_all(make);
        }
    }

    // What is left of a kind.
    template <typename Make>
    [[nodiscard]] Result<void> work_off(const Make& make) {
        make_all(make);
        return go_on();
    }

    template <typename Make>
    void make_all(const Make& make) {
        std::vector<std::vector<TemplateRecord>> made(m_batch.size());
        std::atomic<std::size_t> next{0};
        const auto work = [&] {
            for (std::size_t i = next++; i < m_batch.size() && !is_over(); i = next++) {
                made[i] = make(std::move(m_batch[i]), m_cache);
            }
        };
        on_threads(static_cast<unsigned>(std::min<std::size_t>(m_threads, m_batch.size())),
                   [&](unsigned) { work(); });
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

    Reader::Impl& m_impl;
    unsigned m_threads;
    TemplateScope m_scope;
    TemplateCache m_cache;
    std::vector<Family> m_batch;
    std::vector<TemplateRecord> m_made;
};

void list(const TemplateFilter& filter, const ReportTemplates& all,
          const std::function<bool(const TemplateLine&)>& sink) {
    const Filter names{.document = filter.document, .cluster = {}, .relation = {}};
    const auto passes = [&](const std::string& document) {
        return Reader::Impl::passes(names, document);
    };
    const auto is_named = [&](const std::string& id) { return !filter.id || id == *filter.id; };
    // A block is nothing without the templates that it is made of.
    std::set<std::string_view> parts;
    for (const BlockTemplateRecord& block : all.blocks) {
        if (filter.id && block.id == *filter.id) {
            parts.insert(block.templates.begin(), block.templates.end());
        }
    }
    std::set<std::string_view> listed;
    for (const TemplateRecord& made : all.templates) {
        const bool is_wanted =
            made.works >= filter.min_works && (is_named(made.id) || parts.contains(made.id)) &&
            std::ranges::any_of(made.members,
                                [&](const auto& member) { return passes(member.ref.document); });
        if (is_wanted) {
            listed.insert(made.id);
            if (!sink(made)) {
                return;
            }
        }
    }
    for (const BlockTemplateRecord& block : all.blocks) {
        const bool is_wanted = block.works >= filter.min_works && is_named(block.id) &&
                               std::ranges::any_of(block.members, [&](const auto& member) {
                                   return passes(member.document);
                               });
        if (is_wanted && !sink(block)) {
            return;
        }
    }
    for (const OutlineTemplateRecord& outline : all.outlines) {
        const bool is_wanted = outline.works >= filter.min_works && is_named(outline.id) &&
                               std::ranges::any_of(outline.members, [&](const auto& member) {
                                   return passes(member.document);
                               });
        if (is_wanted && !sink(outline)) {
            return;
        }
    }
    for (const FindingRecord& finding : all.findings) {
        if (listed.contains(finding.template_id) && passes(finding.ref.document) &&
            !sink(finding)) {
            return;
        }
    }
}

}  // namespace

Result<ReportTemplates> find_templates(Reader::Impl& impl, const TemplateScope& scope) {
    return TemplateListing(impl, scope).run();
}

Result<void> Reader::templates(const TemplateFilter& filter, unsigned threads,
                               const std::function<bool(const TemplateLine&)>& sink) {
    return m_impl->question([&]() -> Result<void> {
        LEITONG_TRY(m_impl->check({.document = filter.document, .cluster = {}, .relation = {}}));
        LEITONG_TRY_ASSIGN(const ReportTemplates all,
                           find_templates(*m_impl, {.threads = threads}));
        list(filter, all, sink);
        return {};
    });
}

}  // namespace leitong::engine
