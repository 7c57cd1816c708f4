// The laws of the pages: links lead somewhere, no page is too large, whatever the records hold.
#include "leitong/report/html_report.hpp"

#include "leitong/report/report_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace leitong::report {
namespace {

using Pages = std::map<std::string, std::string, std::less<>>;

struct Records {
    ReportOverview overview;
    std::optional<ReportChanges> changes;
    std::vector<ReportDocument> documents;
    std::vector<std::vector<ReportParagraph>> paragraphs;
    std::vector<ReportClusterHead> heads;
    std::vector<ReportCluster> clusters;
};

// `count` documents of `length` equal paragraphs of `text` each, all in one cluster a line.
Records made_of(std::uint32_t count, std::uint32_t length, const std::string& name,
                const std::string& text) {
    Records records;
    records.overview.day = "2026-01-02";
    records.overview.documents = count;
    records.overview.letters = 100;
    records.overview.reused_letters = 50;
    records.overview.roots = {{name, count}};
    records.overview.skipped = {{name, message(Msg::plain, text)}};
    records.overview.parameters = {{"fold", text.substr(0, 40)}};
    for (std::uint32_t d = 0; d < count; ++d) {
        ReportDocument document;
        document.record.document = name + std::to_string(d);
        document.record.paragraph_count = length;
        document.record.works = 2;
        document.record.letters = 10;
        document.works = {{document.record.document, 1, name, 1, 1, 5, 0.5},
                          {document.record.document, 2, name, 2, length, 5, 0.5}};
        document.paragraph_bytes.assign(length, static_cast<std::uint32_t>(text.size()));
        records.documents.push_back(document);
        std::vector<ReportParagraph> paragraphs(length);
        for (std::uint32_t p = 0; p < length; ++p) {
            paragraphs[p].work = 2;
            paragraphs[p].text = text;
            paragraphs[p].reuse = ParagraphReuse::reused;
            paragraphs[p].cluster = p;
            paragraphs[p].places = count - 1;
            for (std::uint32_t other = 0; other < std::min(count, 3U); ++other) {
                paragraphs[p].elsewhere.push_back({other, 2, p + 1, Relation::identical});
            }
        }
        records.paragraphs.push_back(std::move(paragraphs));
    }
    for (std::uint32_t p = 0; p < length; ++p) {
        ReportCluster cluster;
        cluster.rank = p;
        cluster.record.id = "k" + std::to_string(p);
        cluster.record.first_seen = "2026-01-02";
        cluster.record.text = text;
        cluster.variants.resize(2);
        cluster.variants[0].text = text;
        cluster.variants[1].text = text;
        cluster.variants[1].edits = {{{0, 1}, text}};
        for (std::uint32_t d = 0; d < count; ++d) {
            cluster.record.members.push_back(
                {{records.documents[d].record.document, 2, p + 1, {0, text.size()}}, 1.0});
            cluster.member_documents.push_back(d);
            cluster.variants[d % 2].members.push_back(d);
            cluster.new_members.push_back(d);
        }
        records.heads.push_back({cluster.record.id, count});
        records.clusters.push_back(std::move(cluster));
    }
    records.overview.clusters = length;
    ReportChanges changes;
    changes.since = {1, "2026-01-01", "nightly"};
    for (const ReportClusterHead& head : records.heads) {
        changes.clusters.push_back(
            {ClusterChange::grown, {{"k", 2}}, {{head.id, head.size}}, text});
    }
    for (const ReportDocument& document : records.documents) {
        changes.documents.push_back({document.record.document, DocumentChangeKind::added});
        changes.new_reuse.push_back({document.record.document, 7});
    }
    changes.documents.push_back({"gone", DocumentChangeKind::removed});
    records.changes = std::move(changes);
    return records;
}

void tell(const Records& records, ReportSink& sink) {
    ASSERT_TRUE(sink.begin(records.overview, records.changes, records.documents, records.heads));
    for (std::uint32_t d = 0; d < records.documents.size(); ++d) {
        ASSERT_TRUE(sink.document(d, records.paragraphs[d]));
    }
    for (const ReportCluster& cluster : records.clusters) {
        ASSERT_TRUE(sink.cluster(cluster));
    }
    ASSERT_TRUE(sink.end());
}

Pages pages_of(const Records& records, Language language = Language::en) {
    Pages pages;
    HtmlReport html(
        [&](std::string_view path, std::string_view bytes) -> Result<void> {
            EXPECT_TRUE(pages.emplace(path, bytes).second) << path << " is written twice";
            return {};
        },
        language);
    tell(records, html);
    return pages;
}

// Every value of href="…", as it stands.
std::vector<std::string> links_of(const std::string& page) {
    std::vector<std::string> links;
    for (std::size_t at = page.find(" href=\""); at != std::string::npos;
         at = page.find(" href=\"", at + 1)) {
        const std::size_t begin = at + 7;
        links.push_back(page.substr(begin, page.find('"', begin) - begin));
    }
    return links;
}

void expect_links_lead_somewhere(const Pages& pages) {
    for (const auto& [path, page] : pages) {
        const std::size_t slash = path.rfind('/');
        const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
        for (const std::string& link : links_of(page)) {
            const std::size_t hash = std::min(link.find('#'), link.size());
            std::string target = link.substr(0, hash);
            target = target.empty()              ? path
                     : target.starts_with("../") ? target.substr(3)
                                                 : folder + target;
            const auto found = pages.find(target);
            ASSERT_NE(found, pages.end()) << path << " links to " << link;
            if (hash < link.size()) {
                EXPECT_THAT(found->second,
                            testing::HasSubstr(" id=\"" + link.substr(hash + 1) + "\""))
                    << path << " links to " << link;
            }
        }
    }
}

TEST(HtmlReport, EveryLinkLeadsSomewhere) {
    // More clusters than have their own pages, and documents of several pages.
    expect_links_lead_somewhere(
        pages_of(made_of(3, k_own_pages + 130, "根/文.txt", "第一条 为了规范。")));
}

TEST(HtmlReport, ManyMembersAreLinkedFromSeveralPages) {
    expect_links_lead_somewhere(pages_of(made_of(3000, 2, "root/a", "text")));
}

TEST(HtmlReport, NoPageIsTooLargeWhateverTheTextsAre) {
    const std::string name(4000, '"');
    std::string bidi;
    for (int i = 0; i < 40'000; ++i) {
        bidi += "\u202e";
    }
    for (const std::string& text : {std::string(300'000, '&'), bidi}) {
        const Pages pages = pages_of(made_of(4, 30, name, text));
        for (const auto& [path, page] : pages) {
            EXPECT_LE(page.size(), k_most_page_bytes) << path;
        }
        expect_links_lead_somewhere(pages);
    }
}

TEST(HtmlReport, AnEmptyStoreHasPagesThatSaySo) {
    Records records;
    records.overview.day = "2026-01-02";
    for (const Language language : {Language::en, Language::zh}) {
        const Pages pages = pages_of(records, language);
        EXPECT_EQ(pages.size(), 4U);
        expect_links_lead_somewhere(pages);
        EXPECT_THAT(pages.at("index.html"),
                    testing::HasSubstr(std::string(message_template(Msg::no_clusters, language))));
    }
}

TEST(HtmlReport, LoadsNothingAndRunsNothing) {
    const Pages pages = pages_of(made_of(2, 2, "a", "text"));
    for (const auto& [path, page] : pages) {
        for (const char* what : {"<script", " src=", "<link", "url(", "@import", "http://",
                                 "https://", "javascript:", " onclick"}) {
            EXPECT_EQ(page.find(what), std::string::npos) << path << ' ' << what;
        }
    }
}

TEST(JsonReport, HoldsWhatThePagesShowAndIsOneValue) {
    const Records records = made_of(3, 4, "根/文<.txt", "第一条 \"为了\"\u202e规范。");
    std::string all;
    JsonReport json(
        [&](std::string_view bytes) -> Result<void> {
            all += bytes;
            return {};
        },
        Language::en);
    tell(records, json);
    const auto value = nlohmann::json::parse(all);
    EXPECT_EQ(value["documents"].size(), 3U);
    EXPECT_EQ(value["documents"][0]["paragraphs"][1]["text"], records.paragraphs[0][1].text);
    EXPECT_EQ(value["clusters"].size(), 4U);
    EXPECT_EQ(value["clusters"][3]["texts"][1]["edits"][0]["centre"],
              records.clusters[3].record.text);
    EXPECT_EQ(value["changes"]["documents"].size(), 4U);
}

TEST(JsonReport, AnEmptyStoreIsAValueToo) {
    std::string all;
    JsonReport json(
        [&](std::string_view bytes) -> Result<void> {
            all += bytes;
            return {};
        },
        Language::zh);
    tell({}, json);
    EXPECT_TRUE(nlohmann::json::parse(all)["clusters"].empty());
}

}  // namespace
}  // namespace leitong::report
