// Everything that content determines, one JSON object a line. Made here and not of listings, so
// that it depends on nothing but the store: sorted by content, no numbers of rows, no dates.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "reader_impl.hpp"

namespace leitong::engine {

namespace {

// JSON string of text that is UTF-8, as all text of a store is.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20 || byte == 0x7F) {
            out += fmt::format("\\u{:04x}", byte);
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string hex(const base::Hash128& hash) {
    return fmt::format("{:016x}{:016x}", hash.high, hash.low);
}

class Export {
public:
    Export(Library& library, const std::function<bool(std::string_view)>& sink)
        : m_library(library), m_sink(sink) {}

    Result<void> run() {
        LEITONG_TRY(parameters());
        LEITONG_TRY(name_typed_texts());
        LEITONG_TRY(documents());
        LEITONG_TRY(signatures());
        LEITONG_TRY(links());
        return clusters();
    }

private:
    void line(const std::string& text) { m_goes_on = m_goes_on && m_sink(text); }

    Result<void> parameters() {
        LEITONG_TRY_ASSIGN(const auto list, m_library.store().parameters());
        for (const auto& [name, value] : list) {
            if (!name.ends_with("_id")) {  // where the run stands
                line(fmt::format(R"({{"type":"parameter","name":{},"value":{}}})", quoted(name),
                                 quoted(value)));
            }
        }
        return {};
    }

    Result<void> name_typed_texts() {
        return m_library.store().signatures([&](const store::SignatureRow& row) {
            m_typed[row.id] = row.typed_hash;
            return true;
        });
    }

    Result<void> documents() {
        Result<void> status;
        LEITONG_TRY(m_library.store().documents([&](store::DocumentRow&& row) {
            line(fmt::format(
                R"({{"type":"document","document":{},"encoding":{},"size":{},"replaced":{},"paragraphs":"{}","letters":{}}})",
                quoted(row.name), quoted(row.encoding_name), row.size_bytes, row.replaced,
                name(row.mode), row.letters));
            for (std::size_t i = 0; i < row.layout.works.size(); ++i) {
                const store::StoredWork& work = row.layout.works[i];
                line(fmt::format(
                    R"({{"type":"work","document":{},"work":{},"title":{},"first_paragraph":{},"last_paragraph":{}}})",
                    quoted(row.name), i + 1, quoted(work.title), work.first_paragraph,
                    work.last_paragraph));
            }
            for (std::size_t i = 0; i < row.layout.paragraphs.size(); ++i) {
                status = paragraph(row, i);
                if (!status) {
                    return false;
                }
            }
            return m_goes_on;
        }));
        return status;
    }

    Result<void> paragraph(const store::DocumentRow& row, std::size_t i) {
        const store::StoredParagraph& stored = row.layout.paragraphs[i];
        LEITONG_TRY_ASSIGN(const auto text, m_library.store().text(stored.text));
        if (!text) {
            return fail(Errc::store_damaged, Msg::store_dangling, "documents", row.id.value,
                        "texts", stored.text.value);
        }
        line(fmt::format(
            R"({{"type":"paragraph","document":{},"work":{},"paragraph":{},"begin":{},"end":{},"role":"{}","letters":{},"typed":"{}","text":{}}})",
            quoted(row.name), stored.work, i + 1, stored.range.begin, stored.range.end,
            name(stored.role), text->letters, text->typed ? hex(m_typed[text->typed]) : "",
            quoted(text->text)));
        return {};
    }

    Result<void> signatures() {
        std::vector<std::string> lines;
        LEITONG_TRY(m_library.store().signatures([&](const store::SignatureRow& row) {
            std::string minhash;
            for (const std::uint8_t byte : row.minhash) {
                minhash += fmt::format("{:02x}", byte);
            }
            lines.push_back(fmt::format(
                R"({{"type":"signature","typed":"{}","shingles":{},"simhash":"{:016x}","minhash":"{}"}})",
                hex(row.typed_hash), row.shingles, row.simhash, minhash));
            return true;
        }));
        return sorted(std::move(lines));
    }

    Result<void> links() {
        std::vector<std::string> lines;
        LEITONG_TRY(m_library.store().links([&](const store::LinkRow& row) {
            for (const store::Neighbour& neighbour : row.neighbours) {
                const base::Hash128 a = m_typed[row.id];
                const base::Hash128 b = m_typed[neighbour.typed];
                if (a < b) {
                    lines.push_back(
                        fmt::format(R"({{"type":"link","a":"{}","b":"{}","shared":{},"edge":{}}})",
                                    hex(a), hex(b), neighbour.shared, neighbour.is_edge));
                }
            }
            return true;
        }));
        return sorted(std::move(lines));
    }

    Result<void> clusters() {
        std::vector<std::string> lines;
        LEITONG_TRY(m_library.store().clusters([&](const store::ClusterRow& row) {
            std::vector<std::string> members;
            for (const store::Neighbour& member : row.members) {
                members.push_back(fmt::format("\"{}\"", hex(m_typed[member.typed])));
            }
            std::ranges::sort(members);
            lines.push_back(fmt::format(
                R"({{"type":"cluster","id":"{}","size":{},"centre":"{}","members":[{}]}})", row.id,
                row.size, hex(m_typed[row.centre]), fmt::format("{}", fmt::join(members, ","))));
            return true;
        }));
        return sorted(std::move(lines));
    }

    Result<void> sorted(std::vector<std::string> lines) {
        std::ranges::sort(lines);
        for (const std::string& text : lines) {
            line(text);
        }
        return {};
    }

    Library& m_library;
    const std::function<bool(std::string_view)>& m_sink;
    std::map<TypedId, base::Hash128> m_typed;
    bool m_goes_on = true;
};

}  // namespace

Result<void> Reader::export_to(const std::function<bool(std::string_view)>& sink) {
    return m_impl->question([&] { return Export(m_impl->library, sink).run(); });
}

}  // namespace leitong::engine
