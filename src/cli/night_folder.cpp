#include "leitong/cli/night_folder.hpp"

#include "leitong/base/descriptor.hpp"
#include "leitong/cli/output_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace leitong::cli {

namespace fs = std::filesystem;

namespace {

tl::unexpected<Error> refuse(const std::string& path, int reason) {
    return fail(Errc::io, Msg::cannot_write, path, std::generic_category().message(reason));
}

// The name of a report: DAY-RUN, and -N where that was taken.
struct ReportName {
    std::string day;
    std::uint64_t run = 0;
    std::string name;
    friend auto operator<=>(const ReportName&, const ReportName&) = default;
};

std::optional<ReportName> report_named(const std::string& name) {
    constexpr std::size_t k_day_size = 10;
    if (name.size() < k_day_size + 2 || name[k_day_size] != '-') {
        return std::nullopt;
    }
    ReportName found{name.substr(0, k_day_size), 0, name};
    const char* begin = name.data() + k_day_size + 1;
    const auto [stop, error] = std::from_chars(begin, name.data() + name.size(), found.run);
    const bool is_whole = stop == name.data() + name.size() || *stop == '-';
    return error == std::errc{} && is_whole ? std::optional(found) : std::nullopt;
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// The value of "key": in what append_jsonl(Night) wrote; that is ours, and flat.
std::string_view value_after(std::string_view json, std::string_view key) {
    const std::size_t at = json.find(key);
    return at == std::string_view::npos ? std::string_view{} : json.substr(at + key.size());
}

}  // namespace

Result<std::string> NightFolder::lock_path(const std::string& path) {
    const std::string folder = without_slash(path);
    std::error_code error;
    fs::create_directories(folder + "/runs", error);
    if (error) {
        return refuse(folder, error.value());
    }
    return folder + "/night";
}

Result<NightFolder> NightFolder::open(const std::string& path) {
    NightFolder folder(without_slash(path));
    std::error_code error;
    const std::string target = folder.target_of_latest();
    std::vector<fs::path> left_over;
    for (const fs::directory_entry& entry :
         fs::directory_iterator(folder.m_path + "/runs", error)) {
        const std::string name = entry.path().filename().string();
        const std::size_t part = name.find(".part-");
        if (part != std::string::npos && report_named(name.substr(0, part))) {
            left_over.push_back(entry.path());
        }
    }
    for (const fs::path& one : left_over) {
        fs::remove_all(one, error);
    }
    fs::remove(folder.m_path + "/latest.new", error);
    folder.read_last();
    return folder;
}

std::string NightFolder::target_of_latest() const {
    std::error_code error;
    const fs::path target = fs::read_symlink(latest(), error);
    return error ? std::string() : target.filename().string();
}

void NightFolder::read_last() {
    const std::string json = read_file(latest() + "/" + k_night_json);
    constexpr std::string_view k_run = "\"run\":";
    constexpr std::string_view k_day = "\"run_day\":\"";
    const std::string_view number = value_after(json, k_run);
    const std::string_view day = value_after(json, k_day);
    Last last;
    const auto [stop, error] =
        std::from_chars(number.data(), number.data() + number.size(), last.run);
    if (number.empty() || error != std::errc{} || day.empty()) {
        return;
    }
    last.day = day.substr(0, day.find('"'));
    m_last = std::move(last);
}

std::string NightFolder::place_for(const std::string& day, std::uint64_t run) const {
    const std::string wanted = m_path + "/runs/" + day + "-" + std::to_string(run);
    std::string place = wanted;
    std::error_code error;
    for (int i = 2; fs::exists(place, error); ++i) {
        place = wanted + "-" + std::to_string(i);
    }
    return place;
}

Result<void> NightFolder::publish(const std::string& place, std::size_t keep) {
    const std::string name = fs::path(place).filename().string();
    // What the link points to must be on the disk before the link is.
    if (const base::Descriptor folder(::open(place.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        folder.is_open()) {
        ::syncfs(folder.number());
    }
    const std::string fresh = m_path + "/latest.new";
    std::error_code error;
    fs::remove(fresh, error);
    fs::create_directory_symlink("runs/" + name, fresh, error);
    if (error) {
        return refuse(fresh, error.value());
    }
    if (std::rename(fresh.c_str(), latest().c_str()) != 0) {
        const int reason = errno;
        fs::remove(fresh, error);
        return refuse(latest(), reason);
    }
    std::vector<ReportName> reports;
    for (const fs::directory_entry& entry : fs::directory_iterator(m_path + "/runs", error)) {
        auto report = report_named(entry.path().filename().string());
        if (report && report->name != name && fs::is_regular_file(entry.path() / k_night_json)) {
            reports.push_back(std::move(*report));
        }
    }
    std::ranges::sort(reports);
    for (std::size_t i = 0; i + keep <= reports.size(); ++i) {  // this one is kept besides
        fs::remove_all(m_path + "/runs/" + reports[i].name, error);
    }
    return {};
}

void NightFolder::note_failure(const std::string& text) const {
    std::ofstream file(m_path + "/failure.txt", std::ios::binary | std::ios::trunc);
    file << text << '\n';
}

void NightFolder::forget_failure() const {
    std::error_code ignored;
    fs::remove(m_path + "/failure.txt", ignored);
}

}  // namespace leitong::cli
