#include "leitong/cli/night.hpp"

#include "leitong/report/display.hpp"
#include "leitong/report/html_report.hpp"
#include "leitong/report/json_writer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace leitong::cli {

namespace {

template <ClusterChange change>
double clusters(const Night& night) {
    return static_cast<double>(night.changes.count(change));
}

template <DocumentChangeKind change>
double documents(const Night& night) {
    return static_cast<double>(night.changes.count(change));
}

struct Metric {
    std::string_view name;
    double (*value)(const Night&);
};

constexpr std::array k_metrics = {
    Metric{"new-clusters", clusters<ClusterChange::fresh>},
    Metric{"grown-clusters", clusters<ClusterChange::grown>},
    Metric{"shrunk-clusters", clusters<ClusterChange::shrunk>},
    Metric{"altered-clusters", clusters<ClusterChange::altered>},
    Metric{"merged-clusters", clusters<ClusterChange::merged>},
    Metric{"split-clusters", clusters<ClusterChange::split>},
    Metric{"regrouped-clusters", clusters<ClusterChange::regrouped>},
    Metric{"gone-clusters", clusters<ClusterChange::gone>},
    Metric{"added-documents", documents<DocumentChangeKind::added>},
    Metric{"changed-documents", documents<DocumentChangeKind::changed>},
    Metric{"removed-documents", documents<DocumentChangeKind::removed>},
    Metric{
        "new-reuse",
        [](const Night& night) { return static_cast<double>(night.changes.new_reuse_letters()); }},
    Metric{"skipped", [](const Night& night) { return static_cast<double>(night.skipped); }},
    Metric{"documents", [](const Night& night) { return static_cast<double>(night.documents); }},
    Metric{"clusters", [](const Night& night) { return static_cast<double>(night.clusters); }},
    Metric{"reused-share", [](const Night& night) { return night.reused_share; }}};

// Longer signs before their beginnings.
constexpr std::array<std::pair<std::string_view, Condition::Op>, 6> k_ops = {
    {{"<=", Condition::Op::at_most},
     {">=", Condition::Op::at_least},
     {"!=", Condition::Op::other},
     {"<", Condition::Op::less},
     {">", Condition::Op::more},
     {"=", Condition::Op::equal}}};

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(' ') + 1);
}

std::optional<Condition> parse_condition(std::string_view text) {
    const std::size_t at = text.find_first_of("<>=!");
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    Condition condition;
    condition.text = trimmed(text);
    condition.metric = trimmed(text.substr(0, at));
    const std::string_view rest = text.substr(at);
    const auto op = std::ranges::find_if(
        k_ops, [&](const auto& candidate) { return rest.starts_with(candidate.first); });
    if (op == k_ops.end() ||
        std::ranges::find(k_metrics, condition.metric, &Metric::name) == k_metrics.end()) {
        return std::nullopt;
    }
    condition.op = op->second;
    const std::string_view number = trimmed(rest.substr(op->first.size()));
    const char* end = number.data() + number.size();
    const auto [stop, error] = std::from_chars(number.data(), end, condition.number);
    if (number.empty() || error != std::errc{} || stop != end) {
        return std::nullopt;
    }
    return condition;
}

}  // namespace

std::optional<std::vector<Condition>> parse_conditions(std::string_view text) {
    std::vector<Condition> conditions;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        auto condition = parse_condition(text.substr(at, end - at));
        if (!condition) {
            return std::nullopt;
        }
        conditions.push_back(std::move(*condition));
        at = end + 1;
    }
    return conditions;
}

bool holds(const Condition& condition, const Night& night) {
    const auto* metric = std::ranges::find(k_metrics, condition.metric, &Metric::name);
    if (metric == k_metrics.end()) {
        return false;
    }
    const double value = metric->value(night);
    switch (condition.op) {
        case Condition::Op::less:
            return value < condition.number;
        case Condition::Op::at_most:
            return value <= condition.number;
        case Condition::Op::equal:
            return value == condition.number;
        case Condition::Op::other:
            return value != condition.number;
        case Condition::Op::at_least:
            return value >= condition.number;
        case Condition::Op::more:
            return value > condition.number;
    }
    return false;
}

std::string metric_names() {
    std::string names;
    for (const Metric& metric : k_metrics) {
        names += names.empty() ? "" : ", ";
        names += metric.name;
    }
    return names;
}

void append_jsonl(std::string& out, const Night& night) {
    report::JsonWriter json(out);
    json.open_object()
        .string("type", "night")
        .string("day", night.day)
        .number("run", night.run)
        .string("run_day", night.run_day)
        .key("since");
    if (night.since) {
        json.open_object()
            .number("run", night.since->run)
            .string("day", night.since->day)
            .close_object();
    } else {
        json.null();
    }
    json.string("report", night.report);
    for (const Metric& metric : k_metrics) {
        std::string key(metric.name);
        std::ranges::replace(key, '-', '_');
        if (metric.name == "reused-share") {
            json.fraction(key, night.reused_share);
        } else {
            json.number(key, static_cast<std::uint64_t>(metric.value(night)));
        }
    }
    json.key("failed_on").open_array();
    for (const std::string& condition : night.failed_on) {
        json.string(condition);
    }
    json.close_array().close_object().end_line();
}

std::string night_line(const Night& night, Language language) {
    std::string line = night.since
                           ? say(language, Msg::night_changes, night.day,
                                 report::words_of_changes(night.changes, language))
                           : say(language, Msg::night_first, night.day,
                                 report::grouped(night.documents), report::grouped(night.clusters));
    // What follows goes on with the sentence.
    const bool goes_on = night.skipped > 0 || !night.failed_on.empty();
    for (const std::string_view stop : {".", "。"}) {
        if (goes_on && line.ends_with(stop)) {
            line.resize(line.size() - stop.size());
        }
    }
    if (night.skipped > 0) {
        line += say(language, Msg::night_skipped, report::grouped(night.skipped));
    }
    for (const std::string& condition : night.failed_on) {
        line += say(language, Msg::night_failed_on, condition);
    }
    return line;
}

}  // namespace leitong::cli
