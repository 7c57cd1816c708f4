#include "roots.hpp"

#include <algorithm>
#include <filesystem>
#include <istream>
#include <iterator>
#include <set>

#include "engine/common/root_options.hpp"
#include "engine/common/skipped.hpp"
#include "writer.hpp"

namespace leitong::engine {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_list_prefix = "files-from:";

std::string absolute(const std::string& path) {
    // Of what is not there, weakly_canonical leaves a relative path relative.
    std::error_code error;
    const fs::path whole = fs::absolute(path, error);
    const fs::path found = error ? fs::path() : fs::weakly_canonical(whole, error);
    return (error ? fs::path(path) : found).string();
}

bool lies_in(std::string_view path, std::string_view folder) {
    return path == folder || (path.starts_with(folder) && path[folder.size()] == '/') ||
           (path.starts_with(folder) && folder.ends_with('/'));
}

std::string last_part(const std::string& path) {
    const fs::path plain = fs::path(path).lexically_normal();
    const std::string name = plain.filename().empty() ? plain.parent_path().filename().string()
                                                      : plain.filename().string();
    return name.empty() ? "root" : name;
}

DraftOptions draft_options_of(const IndexOptions& options) {
    return {options.encoding, options.paragraphs, options.text_field, options.id_field,
            options.max_file_bytes};
}

ingest::ListOptions list_options_of(const IndexOptions& options) {
    using Ingest = ingest::ListOptions;
    return {
        options.hidden == Hidden::read ? Ingest::Hidden::read : Ingest::Hidden::skip,
        options.symlinks == Symlinks::follow ? Ingest::Symlinks::follow : Ingest::Symlinks::skip,
        options.max_file_bytes};
}

// --- listing

Result<std::string> slurp(std::istream* stream) {
    if (stream == nullptr) {
        return fail(Errc::io, Msg::cannot_read, "-", "no standard input");
    }
    return std::string(std::istreambuf_iterator<char>(*stream), {});
}

// Files named in a list, as one listing: relative paths are as the list gives them.
Result<ingest::Listing> listing_of_list(const std::string& bytes, const IndexOptions& options) {
    ingest::Listing listing;
    for (const std::string& path : ingest::parse_path_list(bytes)) {
        Result<ingest::Listing> found = ingest::list(path, list_options_of(options));
        if (!found) {
            listing.refused.push_back({path, std::move(found.error())});
            continue;
        }
        std::error_code error;
        const bool is_folder = fs::is_directory(path, error);
        std::string prefix = fs::path(path).lexically_normal().string();
        while (prefix.starts_with("/") || prefix.starts_with("../") || prefix.starts_with("./")) {
            prefix.erase(0, prefix.find('/') + 1);
        }
        for (ingest::SourceFile& file : found->files) {
            file.relative_path = is_folder ? prefix + "/" + file.relative_path : prefix;
            listing.files.push_back(std::move(file));
        }
        std::ranges::move(found->refused, std::back_inserter(listing.refused));
    }
    std::ranges::sort(listing.files, {}, &ingest::SourceFile::relative_path);
    const auto rest = std::ranges::unique(listing.files, {}, &ingest::SourceFile::relative_path);
    listing.files.erase(rest.begin(), rest.end());
    return listing;
}

Result<void> list_root(RootToIndex& root, const IndexOptions& options,
                       std::istream* standard_input) {
    root.draft_options = draft_options_of(options);
    const std::string wanted = options_text(options);
    root.has_new_options = root.row.id && root.row.options != wanted;
    root.row.options = wanted;
    const std::string& path = root.row.path;
    if (path == "-") {
        LEITONG_TRY_ASSIGN(root.standard_input, slurp(standard_input));
        root.listing.files.push_back(
            {"-", root.row.name, ingest::Format::text, root.standard_input.size(), 0});
        return {};
    }
    if (path.starts_with(k_list_prefix)) {
        const std::string list = path.substr(k_list_prefix.size());
        std::string bytes;
        if (list == "-") {
            LEITONG_TRY_ASSIGN(bytes, slurp(standard_input));
        } else {
            LEITONG_TRY_ASSIGN(bytes, ingest::read_file(list, options.max_file_bytes));
        }
        LEITONG_TRY_ASSIGN(root.listing, listing_of_list(bytes, options));
        return {};
    }
    LEITONG_TRY_ASSIGN(root.listing, ingest::list(path, list_options_of(options)));
    return {};
}

// The row of a path: a known one, or a new one under a free name.
Result<store::RootRow> row_for(const std::vector<store::RootRow>& known, const std::string& path,
                               const std::optional<std::string>& wanted_name,
                               const std::string& own_name) {
    for (const store::RootRow& row : known) {
        if (row.path == path && (!wanted_name || row.name == *wanted_name)) {
            return row;
        }
    }
    const std::string name = wanted_name.value_or(own_name);
    const auto taken = std::ranges::find(known, name, &store::RootRow::name);
    if (taken != known.end()) {
        return fail(Errc::invalid_argument, Msg::root_name_taken, name, taken->path);
    }
    return store::RootRow{{}, name, path, {}};
}

Result<std::vector<RootToIndex>> known_roots(const std::vector<store::RootRow>& known,
                                             const IndexOptions& options,
                                             std::istream* standard_input) {
    std::vector<RootToIndex> roots;
    for (const store::RootRow& row : known) {
        if (row.path == "-" || row.path == std::string(k_list_prefix) + "-") {
            continue;  // what came by a pipe is not there any more
        }
        RootToIndex root;
        root.row = row;
        Result<void> listed = list_root(root, options_of(row.options, options), standard_input);
        if (!listed) {
            root.listing.refused.push_back({row.path, std::move(listed.error())});
        }
        roots.push_back(std::move(root));
    }
    if (roots.empty()) {
        return fail(Errc::invalid_argument, Msg::nothing_to_index);
    }
    return roots;
}

}  // namespace

std::string RootToIndex::document_name(std::string_view draft_name) const {
    const bool is_its_own_root = listing.files.size() <= 1 &&
                                 (draft_name == row.name || draft_name.starts_with(row.name + "#"));
    return is_its_own_root ? std::string(draft_name) : row.name + "/" + std::string(draft_name);
}

bool RootToIndex::is_list() const {
    return row.path.starts_with(k_list_prefix);
}

bool RootToIndex::holds(std::string_view path) const {
    return lies_in(path, row.path);
}

bool RootToIndex::is_refused(std::string_view relative_path, std::string_view refused) const {
    const std::string path = row.path + "/" + std::string(relative_path);
    const std::string ending = "/" + std::string(relative_path);  // of a path in a list
    return refused == row.path || refused == path || refused == relative_path ||
           (is_list() && refused.ends_with(ending)) || path.starts_with(std::string(refused) + "/");
}

Result<RootsToIndex> roots_to_index(store::Store& store, const IndexOptions& options,
                                    std::istream* standard_input) {
    RootsToIndex found;
    LEITONG_TRY_ASSIGN(std::vector<store::RootRow> known, store.roots());
    if (options.paths.empty() && !options.files_from) {
        LEITONG_TRY_ASSIGN(found.roots, known_roots(known, options, standard_input));
        return found;
    }
    const std::size_t given = options.paths.size() + (options.files_from ? 1 : 0);
    if (options.root_name && given > 1) {
        return fail(Errc::invalid_argument, Msg::root_needs_one_path, given);
    }
    std::vector<RootToIndex>& roots = found.roots;
    const auto add = [&](const std::string& path, const std::string& own_name) -> Result<void> {
        LEITONG_TRY_ASSIGN(store::RootRow row, row_for(known, path, options.root_name, own_name));
        if (std::ranges::any_of(roots, [&](const RootToIndex& r) { return r.row.path == path; })) {
            return {};  // named twice
        }
        RootToIndex root;
        root.row = std::move(row);
        Result<void> listed = list_root(root, options, standard_input);
        if (!listed && given == 1) {
            return listed;
        }
        if (!listed) {  // the rest goes on
            auto& refused = root.row.id ? root.listing.refused : found.refused;
            refused.push_back({path, std::move(listed.error())});
            if (!root.row.id) {
                return {};
            }
        }
        if (!root.row.id) {
            known.push_back(root.row);
        }
        roots.push_back(std::move(root));
        return {};
    };
    for (const std::string& path : options.paths) {
        LEITONG_TRY(path == "-" ? add("-", "stdin")
                                : add(absolute(path), last_part(absolute(path))));
    }
    if (options.files_from) {
        const std::string& list = *options.files_from;
        const std::string path = list == "-" ? list : absolute(list);
        LEITONG_TRY(
            add(std::string(k_list_prefix) + path, list == "-" ? "stdin" : last_part(path)));
    }
    return found;
}

namespace {

constexpr std::string_view k_remove = "remove";

// Names that an interrupted removal has forgotten already; roots end in '/'.
Result<std::set<std::string>> half_removed(store::Store& store) {
    std::set<std::string> names;
    LEITONG_TRY_ASSIGN(const auto run, store.last_run());
    if (!run || run->ended || !run->command.starts_with(k_remove)) {
        return names;
    }
    std::string_view rest = run->command;
    while (true) {
        const std::size_t at = rest.find(store::k_run_separator);
        if (at == std::string_view::npos) {
            return names;
        }
        rest.remove_prefix(at + 1);
        names.emplace(rest.substr(0, rest.find(store::k_run_separator)));
    }
}

}  // namespace

std::string unfinished_removal(const RemoveReport& report) {
    std::string command(k_remove);
    for (const std::string& name : report.documents) {
        command += store::k_run_separator + name;
    }
    for (const std::string& name : report.roots) {
        command += store::k_run_separator + name + "/";
    }
    return command;
}

Result<void> remove_named(store::Store& store, const std::vector<std::string>& names, RunLog& log,
                          RemoveReport& report) {
    LEITONG_TRY_ASSIGN(const std::set<std::string> half_gone, half_removed(store));
    LEITONG_TRY_ASSIGN(const std::vector<store::RootRow> roots, store.roots());
    std::vector<store::RootRow> doomed_roots;
    std::set<std::pair<std::string, std::uint64_t>> doomed;  // name, id
    for (const std::string& name : names) {
        const auto root = std::ranges::find(roots, name, &store::RootRow::name);
        if (root != roots.end()) {
            doomed_roots.push_back(*root);
            continue;
        }
        LEITONG_TRY_ASSIGN(const auto document, store.document_named(name));
        if (document) {
            doomed.emplace(document->name, document->id.value);
        } else if (half_gone.contains(name + "/")) {
            report.roots.push_back(name);
        } else if (half_gone.contains(name)) {
            report.documents.push_back(name);
        } else {
            return fail(Errc::not_found, Msg::no_such_name, name);
        }
    }
    std::vector<FileId> files;
    for (const store::RootRow& root : doomed_roots) {
        LEITONG_TRY_ASSIGN(const auto rows, store.files(root.id));
        for (const store::FileRow& file : rows) {
            files.push_back(file.id);
            LEITONG_TRY_ASSIGN(const auto ids, store.documents_of_file(file.id));
            for (const DocumentId id : ids) {
                LEITONG_TRY_ASSIGN(const auto document, store.document(id));
                if (document) {
                    doomed.emplace(document->name, id.value);
                }
            }
        }
        report.roots.push_back(root.name);
    }
    LEITONG_TRY_ASSIGN(Writer writer, Writer::create(store));
    for (const auto& [name, id] : doomed) {
        report.documents.push_back(name);
        LEITONG_TRY_ASSIGN(const auto row, store.document(DocumentId{id}));
        LEITONG_TRY(log.document(name, row ? &*row : nullptr));
        LEITONG_TRY(writer.remove(DocumentId{id}));
        if (row) {
            LEITONG_TRY_ASSIGN(const auto left, store.documents_of_file(row->file));
            if (left.empty() && std::ranges::find(files, row->file) == files.end()) {
                files.push_back(row->file);
            }
        }
    }
    for (const FileId file : files) {
        LEITONG_TRY(store.delete_file(file));
    }
    LEITONG_TRY_ASSIGN(std::vector<store::SkippedRow> skipped, store.skipped());
    for (const store::RootRow& root : doomed_roots) {
        LEITONG_TRY(store.delete_root(root.id));
        std::erase_if(skipped, [&](const store::SkippedRow& row) {
            return lies_in(file_of(row), root.path);
        });
    }
    LEITONG_TRY(store.replace_skipped(skipped));
    return writer.flush();
}

}  // namespace leitong::engine
