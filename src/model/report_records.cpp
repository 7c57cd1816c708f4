#include "leitong/model/report_records.hpp"

#include <algorithm>

namespace leitong {

std::string_view name(ClusterChange change) noexcept {
    switch (change) {
        case ClusterChange::fresh:
            return "new";
        case ClusterChange::grown:
            return "grown";
        case ClusterChange::shrunk:
            return "shrunk";
        case ClusterChange::altered:
            return "altered";
        case ClusterChange::merged:
            return "merged";
        case ClusterChange::split:
            return "split";
        case ClusterChange::regrouped:
            return "regrouped";
        case ClusterChange::gone:
            return "gone";
    }
    return "altered";
}

std::string_view name(DocumentChangeKind change) noexcept {
    switch (change) {
        case DocumentChangeKind::added:
            return "added";
        case DocumentChangeKind::changed:
            return "changed";
        case DocumentChangeKind::removed:
            return "removed";
    }
    return "changed";
}

std::string_view name(ParagraphReuse reuse) noexcept {
    switch (reuse) {
        case ParagraphReuse::none:
            return "none";
        case ParagraphReuse::stock:
            return "stock";
        case ParagraphReuse::reused:
            return "reused";
    }
    return "none";
}

std::uint64_t ReportChanges::count(ClusterChange change) const noexcept {
    return static_cast<std::uint64_t>(
        std::ranges::count(clusters, change, &ClusterChangeRecord::change));
}

std::uint64_t ReportChanges::count(DocumentChangeKind change) const noexcept {
    return static_cast<std::uint64_t>(
        std::ranges::count(documents, change, &DocumentChangeRecord::change));
}

std::uint64_t ReportChanges::new_reuse_letters() const noexcept {
    std::uint64_t sum = 0;
    for (const NewReuseRecord& record : new_reuse) {
        sum += record.letters;
    }
    return sum;
}

}  // namespace leitong
