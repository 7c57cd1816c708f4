// What of a file's documents is new, changed or gone: told to the report, logged as it was before,
// and written, or in a dry run only told. Private to engine.
#pragma once

#include "leitong/engine/indexing.hpp"
#include "leitong/store/store.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "draft.hpp"
#include "engine/common/run_log.hpp"
#include "roots.hpp"
#include "skips.hpp"
#include "writer.hpp"

namespace leitong::engine {

class DocumentChanges {
public:
    // `log` null: a dry run.
    DocumentChanges(store::Store& store, Writer& writer, RunLog* log, Skips& skips,
                    IndexReport& report)
        : m_store(store), m_writer(writer), m_log(log), m_skips(skips), m_report(report) {}

    // Puts the drafts of a file in the place of the documents that it held before.
    [[nodiscard]] Result<void> replace(const RootToIndex& root, FileId file,
                                       const std::vector<DocumentId>& before,
                                       std::vector<DocumentDraft>&& drafts);
    // A document that is not found any more.
    [[nodiscard]] Result<void> forget(const std::string& name, DocumentId id);

private:
    // Writes down how a document was; no id: there was none of the name.
    [[nodiscard]] Result<void> log_before(std::string_view name, DocumentId id);

    store::Store& m_store;
    Writer& m_writer;
    RunLog* m_log;
    Skips& m_skips;
    IndexReport& m_report;
};

}  // namespace leitong::engine
