#include "leitong/report/table.hpp"
#include "leitong/report/text.hpp"

#include <fmt/core.h>

namespace leitong::report {

namespace {

Table::Column left(Msg head, const Display& display) {
    return {say(display.language, head), Align::left};
}

Table::Column right(Msg head, const Display& display) {
    return {say(display.language, head), Align::right};
}

}  // namespace

void append_table(std::string& out, std::span<const StockRecord> phrases, const Display& display) {
    Table table({right(Msg::head_works, display), right(Msg::head_times, display),
                 right(Msg::head_letters, display), left(Msg::head_phrase, display)},
                Table::LastColumn::cut);
    for (const StockRecord& phrase : phrases) {
        table.add({grouped(phrase.works), grouped(phrase.occurrences), grouped(phrase.letters),
                   printable(phrase.text)});
    }
    table.append_to(out, display);
}

void append_table(std::string& out, std::span<const WorkRecord> works, const Display& display) {
    Table table({left(Msg::head_document, display), right(Msg::head_work, display),
                 right(Msg::head_paragraphs, display), right(Msg::head_letters, display),
                 right(Msg::head_reused, display), right(Msg::head_without_stock, display),
                 left(Msg::head_title, display)},
                Table::LastColumn::cut);
    for (const WorkRecord& work : works) {
        table.add({printable(work.document), work.work == 0 ? "–" : std::to_string(work.work),
                   fmt::format("{}–{}", work.first_paragraph, work.last_paragraph),
                   grouped(work.letters), percent(work.reused_share),
                   percent(work.reused_share_without_stock), printable(work.title)});
    }
    table.append_to(out, display);
}

void append_table(std::string& out, std::span<const DocumentRecord> documents,
                  const Display& display) {
    Table table({left(Msg::head_document, display), right(Msg::head_works, display),
                 right(Msg::head_paragraphs, display), right(Msg::head_letters, display),
                 right(Msg::head_reused, display), right(Msg::head_without_stock, display),
                 left(Msg::head_encoding, display)},
                Table::LastColumn::whole);
    for (const DocumentRecord& document : documents) {
        std::string encoding = printable(document.encoding_name.empty() ? name(document.encoding)
                                                                        : document.encoding_name);
        if (document.replaced > 0) {
            encoding +=
                " " + say(display.language, Msg::document_replaced, grouped(document.replaced));
        }
        table.add({printable(document.document), grouped(document.works),
                   grouped(document.paragraph_count), grouped(document.letters),
                   percent(document.reused_share), percent(document.reused_share_without_stock),
                   encoding});
    }
    table.append_to(out, display);
}

void append_table(std::string& out, std::span<const DocumentPairRecord> pairs,
                  const Display& display) {
    Table table({right(Msg::head_letters, display), right(Msg::head_paragraphs, display),
                 right(Msg::head_of_a, display), right(Msg::head_of_b, display),
                 left(Msg::head_a, display), left(Msg::head_b, display)},
                Table::LastColumn::whole);
    for (const DocumentPairRecord& pair : pairs) {
        table.add({grouped(pair.letters), grouped(pair.paragraphs), percent(pair.reused_share_a),
                   percent(pair.reused_share_b), printable(pair.a), printable(pair.b)});
    }
    table.append_to(out, display);
}

}  // namespace leitong::report
