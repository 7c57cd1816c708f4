#include "leitong/templates/stock.hpp"

namespace leitong::templates {

void StockRuns::add(const StockText& text, std::uint32_t order, std::span<const StockPlace> places,
                    Asked asked, const std::function<bool(std::uint64_t)>& is_wanted) {
    const auto windows = text.windows();
    std::uint32_t begin = 0;
    std::uint32_t end = 0;  // of the run so far; 0: there is none
    const auto close = [&] {
        if (end != 0) {
            add_run(text, begin, end, {order, begin, {}, {}, places, asked});
        }
        end = 0;
    };
    for (std::uint32_t at = 0; at < windows.size(); ++at) {
        if (end != 0 && at >= end) {
            close();
        }
        if (is_slot(text.units()[at])) {
            continue;  // nothing begins here; a run goes on
        }
        if (windows[at].end == 0 || !is_wanted(windows[at].hash)) {
            close();
            continue;
        }
        begin = end == 0 ? at : begin;
        end = windows[at].end;
    }
    close();
}

void StockRuns::add_run(const StockText& text, std::uint32_t begin, std::uint32_t end, Run run) {
    m_entries.push_back({run, m_units.size(), end - begin});
    const auto units = text.units().subspan(begin, end - begin);
    m_units.insert(m_units.end(), units.begin(), units.end());
    m_units.push_back(0);
    for (std::uint32_t at = begin; at <= end; ++at) {
        m_begins_clause.push_back(text.begins_clause(at) ? 1 : 0);
    }
}

void StockRuns::for_each(const std::function<void(const Run&)>& sink) const {
    for (const Entry& entry : m_entries) {
        Run run = entry.run;
        run.units = std::span(m_units).subspan(entry.first, entry.size);
        run.begins_clause = std::span(m_begins_clause).subspan(entry.first, entry.size + 1);
        sink(run);
    }
}

}  // namespace leitong::templates
