#include "leitong/ingest/archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <clocale>
#include <locale.h>
#include <memory>
#include <utility>

#include "formats.hpp"

namespace leitong::ingest {

namespace {

struct Closing {
    void operator()(archive* reader) const { archive_read_free(reader); }
};
using Reader = std::unique_ptr<archive, Closing>;

// libarchive turns names into the encoding of the thread's locale; under "C" it would lose what is
// not ASCII.
class Utf8Names {
public:
    Utf8Names()
        : m_utf8(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)),
          m_before(m_utf8 != nullptr ? ::uselocale(m_utf8) : nullptr) {}
    Utf8Names(const Utf8Names&) = delete;
    Utf8Names& operator=(const Utf8Names&) = delete;
    ~Utf8Names() {
        if (m_utf8 != nullptr) {
            ::uselocale(m_before);
            ::freelocale(m_utf8);
        }
    }

private:
    locale_t m_utf8;
    locale_t m_before;
};

std::string reason(archive* reader) {
    const char* text = archive_error_string(reader);
    return printable(text != nullptr ? text : "?");
}

Reader open_reader(std::string_view bytes, Packing packing) {
    Reader reader(archive_read_new());
    if (reader == nullptr) {
        throw std::bad_alloc();
    }
    archive_read_support_filter_all(reader.get());
    if (packing == Packing::compressed) {
        archive_read_support_format_raw(reader.get());
    } else {
        archive_read_support_format_all(reader.get());
    }
    // Fails only if the first bytes are of no kind, which the first header tells again.
    archive_read_open_memory(reader.get(), bytes.data(), bytes.size());
    return reader;
}

std::string path_of(archive_entry* entry) {
    const char* path = archive_entry_pathname(entry);
    if (path == nullptr) {
        path = archive_entry_pathname_utf8(entry);
    }
    return path == nullptr ? "" : path;
}

bool is_hidden(std::string_view path) {
    while (!path.empty()) {
        const std::string_view part = path.substr(0, path.find('/'));
        if ((part.starts_with('.') && part != "." && part != "..") || part == "__MACOSX") {
            return true;
        }
        path.remove_prefix(std::min(path.size(), part.size() + 1));
    }
    return false;
}

class Unpacking {
public:
    Unpacking(std::string_view bytes, const SourceFile& file, std::uint64_t max_bytes)
        : m_file(file), m_reader(open_reader(bytes, file.packing)), m_max_bytes(max_bytes) {}

    Result<Unpacked> run(const std::function<void(Member&&)>& use) {
        for (;;) {
            archive_entry* entry = nullptr;
            const int status = archive_read_next_header(m_reader.get(), &entry);
            if (status == ARCHIVE_EOF) {
                return std::move(m_result);
            }
            if (status < ARCHIVE_WARN) {
                return fail(Errc::bad_record, Msg::archive_damaged, reason(m_reader.get()));
            }
            LEITONG_TRY(take(entry, use));
        }
    }

private:
    Result<void> take(archive_entry* entry, const std::function<void(Member&&)>& use) {
        Member member;
        member.format = m_file.format;
        if (m_file.packing == Packing::archive) {
            member.path = path_of(entry);
            if (archive_entry_filetype(entry) != AE_IFREG || is_hidden(member.path)) {
                return {};
            }
            const auto known = known_format(member.path);
            if (!known || known->packing != Packing::none) {
                ++m_result.passed_over[printable(ending_of(member.path))];
                return {};
            }
            member.format = known->format;
        }
        if (archive_entry_is_encrypted(entry) != 0) {
            m_result.refused.push_back(
                {std::move(member.path), {Errc::unsupported, message(Msg::archive_encrypted)}});
            return {};
        }
        LEITONG_TRY(read(member.bytes));
        use(std::move(member));
        return {};
    }

    Result<void> read(std::string& bytes) {
        constexpr std::size_t k_step_bytes = std::size_t{1} << 18;
        std::size_t size = 0;
        for (;;) {
            bytes.resize(size + k_step_bytes);
            const la_ssize_t got =
                archive_read_data(m_reader.get(), bytes.data() + size, k_step_bytes);
            if (got < 0) {
                return fail(Errc::bad_record, Msg::archive_damaged, reason(m_reader.get()));
            }
            size += static_cast<std::size_t>(got);
            m_bytes += static_cast<std::uint64_t>(got);
            if (m_bytes > m_max_bytes) {
                return fail(Errc::too_large, Msg::archive_too_large, m_max_bytes);
            }
            if (got == 0) {
                bytes.resize(size);
                return {};
            }
        }
    }

    const SourceFile& m_file;
    Reader m_reader;
    std::uint64_t m_max_bytes;
    std::uint64_t m_bytes = 0;  // unpacked so far
    Unpacked m_result;
};

}  // namespace

Result<Unpacked> unpack(std::string_view bytes, const SourceFile& file, std::uint64_t max_bytes,
                        const std::function<void(Member&&)>& use) {
    const Utf8Names names;
    return Unpacking(bytes, file, max_bytes).run(use);
}

}  // namespace leitong::ingest
