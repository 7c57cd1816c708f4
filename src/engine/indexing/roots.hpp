// Roots: what the user named, found again under the name it was given. Private to engine.
#pragma once

#include "leitong/engine/indexing.hpp"
#include "leitong/ingest/files.hpp"
#include "leitong/store/store.hpp"

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "draft.hpp"
#include "engine/common/run_log.hpp"

namespace leitong::engine {

struct RootToIndex {
    store::RootRow row;  // id 0: not in the store yet
    ingest::Listing listing;
    DraftOptions draft_options;
    bool has_new_options = false;  // since it was indexed last: unchanged files are read again
    std::string standard_input;

    // ROOT/relative/path[#id]; a single file under its own name is its own root.
    [[nodiscard]] std::string document_name(std::string_view draft_name) const;
    // Whether its files are those that a list names, wherever they are.
    [[nodiscard]] bool is_list() const;
    // Whether a path is, or lies below, that of the root.
    [[nodiscard]] bool holds(std::string_view path) const;
    // Whether a file that was not found is, or lies below, a path that was refused.
    [[nodiscard]] bool is_refused(std::string_view relative_path, std::string_view refused) const;
};

struct RootsToIndex {
    std::vector<RootToIndex> roots;
    std::vector<ingest::Refused> refused;  // paths that are no root and cannot be made one
};

// The roots that the options name, or all known ones, listed. Errc::invalid_argument where a name
// is taken by another path; the error of the path where it is the only one and cannot be listed.
[[nodiscard]] Result<RootsToIndex> roots_to_index(store::Store& store, const IndexOptions& options,
                                                  std::istream* standard_input);

// Forgets documents and roots by name; not_found, before anything is changed, if one is neither,
// nor was forgotten by a removal that was interrupted before it ended.
[[nodiscard]] Result<void> remove_named(store::Store& store, const std::vector<std::string>& names,
                                        RunLog& log, RemoveReport& report);

// What a removal keeps of itself until it has ended, so that the same command can go on.
[[nodiscard]] std::string unfinished_removal(const RemoveReport& report);

}  // namespace leitong::engine
