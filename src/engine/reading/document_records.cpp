#include "document_records.hpp"

namespace leitong::engine {

Result<std::map<FileId, std::string>> roots_of_files(store::Store& store) {
    std::map<FileId, std::string> root_of;
    LEITONG_TRY_ASSIGN(const auto roots, store.roots());
    for (const store::RootRow& root : roots) {
        LEITONG_TRY_ASSIGN(const auto files, store.files(root.id));
        for (const store::FileRow& file : files) {
            root_of[file.id] = root.name;
        }
    }
    return root_of;
}

DocumentRecord record_of(const store::DocumentRow& row, const std::string& root,
                         std::size_t paragraphs) {
    DocumentRecord record;
    record.document = row.name;
    record.root = root;
    record.encoding = row.encoding;
    record.encoding_name = row.encoding_name;
    record.size_bytes = row.size_bytes;
    record.replaced = row.replaced;
    record.paragraphs = row.mode;
    record.works = static_cast<std::uint32_t>(row.layout.works.size());
    record.paragraph_count = static_cast<std::uint32_t>(paragraphs);
    record.letters = row.letters;
    return record;
}

}  // namespace leitong::engine
