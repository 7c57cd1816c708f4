#include "collect.hpp"

#include <utility>

namespace leitong::ingest {

void Collector::add(Result<Record> record, std::uint64_t line) {
    if (record) {
        const auto [known, added] = m_lines_of_ids.emplace(record->id, line);
        if (!added) {
            record = fail(Errc::bad_record, Msg::record_id_repeated, known->first, known->second);
        }
    }
    if (record) {
        m_records.records.push_back(std::move(*record));
    } else {
        m_records.bad.push_back({line, std::move(record.error())});
    }
}

}  // namespace leitong::ingest
