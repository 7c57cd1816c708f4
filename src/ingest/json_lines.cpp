#include "leitong/ingest/json_lines.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "collect.hpp"

namespace leitong::ingest {

namespace {

using Json = nlohmann::json;

constexpr std::size_t k_max_depth = 128;
constexpr std::string_view k_bom = "\xEF\xBB\xBF";

enum class ValueKind : std::uint8_t { absent, null, string, number, other };

struct Value {
    ValueKind kind = ValueKind::absent;
    std::string text;  // of a string or number
};

// A field that is looked for while a line is read: by its whole name in the outermost object, and
// by its dotted path. Of a key that is repeated the last value counts, as in most JSON readers.
class WantedField {
public:
    explicit WantedField(std::string_view name) : m_name(name) {
        for (std::size_t begin = 0; begin <= name.size();) {
            const std::size_t end = std::min(name.find('.', begin), name.size());
            m_path.emplace_back(name.substr(begin, end - begin));
            begin = end + 1;
        }
    }

    // The outermost object has depth 1.
    void open_object(std::size_t depth) {
        if (depth == 1 || m_next == Next::inner) {
            m_on_path = depth;
            m_next = Next::elsewhere;
        } else {
            value(ValueKind::other, {});
        }
    }

    void close_object(std::size_t depth) { m_on_path = std::min(m_on_path, depth - 1); }

    // A key of the object at `depth`; its value comes next.
    void key(std::string_view key, std::size_t depth) {
        m_next = Next::elsewhere;
        if (depth == 1 && key == m_name) {
            m_next = Next::whole;
        } else if (depth == m_on_path && key == m_path[depth - 1]) {
            m_next = depth == m_path.size() ? Next::path : Next::inner;
        }
    }

    // What follows a key and is no object, or stands in an array.
    void value(ValueKind kind, std::string_view text) {
        if (m_next == Next::whole) {
            m_by_name = {kind, std::string(text)};
        } else if (m_next == Next::path) {
            m_by_path = {kind, std::string(text)};
        }
        m_next = Next::elsewhere;
    }

    // Hands over what was found, and is ready for another line.
    [[nodiscard]] Value take() {
        Value found = std::move(m_by_name.kind != ValueKind::absent ? m_by_name : m_by_path);
        m_by_name = {};
        m_by_path = {};
        m_on_path = 0;
        m_next = Next::elsewhere;
        return found;
    }

private:
    enum class Next : std::uint8_t { elsewhere, whole, path, inner };

    std::string m_name;
    std::vector<std::string> m_path;
    std::size_t m_on_path = 0;  // the objects of depth 1 to this are those that the path names
    Next m_next = Next::elsewhere;
    Value m_by_name;
    Value m_by_path;
};

// Reads one line at a time, and keeps two fields of it. nlohmann's SAX parser keeps its own stack
// on the heap, so depth is bounded for the sake of its memory only.
class LineReader {
public:
    explicit LineReader(const RecordFields& fields) : m_text(fields.text), m_id(fields.id) {}

    struct Fields {
        Value text;
        Value id;
    };

    [[nodiscard]] Result<Fields> read(std::string_view line) {
        m_depth = 0;
        m_error.reset();
        // The parser takes a NUL for the end and would not see what follows it.
        if (const std::size_t nul = line.find('\0'); nul != std::string_view::npos) {
            return fail(Errc::bad_record, Msg::record_not_json, nul + 1);
        }
        const bool parsed = Json::sax_parse(line.data(), line.data() + line.size(), this);
        Fields fields{m_text.take(), m_id.take()};
        if (!parsed) {
            return fail(m_error ? std::move(*m_error)
                                : Error{Errc::bad_record, message(Msg::record_not_object)});
        }
        return fields;
    }

    // --- what nlohmann::json::sax_parse calls; false stops it

    bool null() { return scalar(ValueKind::null, {}); }
    bool boolean(bool /*value*/) { return scalar(ValueKind::other, {}); }
    bool number_integer(Json::number_integer_t value) {
        // Only negative numbers come here, so a zero was written -0.
        return scalar(ValueKind::number, value == 0 ? "-0" : std::to_string(value));
    }
    bool number_unsigned(Json::number_unsigned_t value) {
        return scalar(ValueKind::number, std::to_string(value));
    }
    bool number_float(Json::number_float_t /*value*/, const std::string& written) {
        return scalar(ValueKind::number, written);
    }
    bool string(std::string& value) { return scalar(ValueKind::string, value); }
    bool binary(Json::binary_t& /*value*/) { return false; }

    bool start_object(std::size_t /*elements*/) {
        if (!deeper()) {
            return false;
        }
        m_text.open_object(m_depth);
        m_id.open_object(m_depth);
        return true;
    }
    bool key(std::string& name) {
        m_text.key(name, m_depth);
        m_id.key(name, m_depth);
        return true;
    }
    bool end_object() {
        m_text.close_object(m_depth);
        m_id.close_object(m_depth);
        --m_depth;
        return true;
    }
    bool start_array(std::size_t /*elements*/) { return scalar(ValueKind::other, {}) && deeper(); }
    bool end_array() {
        --m_depth;
        return true;
    }
    bool parse_error(std::size_t position, const std::string& /*token*/,
                     const nlohmann::detail::exception& /*error*/) {
        m_error = Error{Errc::bad_record, message(Msg::record_not_json, position)};
        return false;
    }

private:
    bool scalar(ValueKind kind, std::string_view text) {
        if (m_depth == 0) {
            return false;
        }
        m_text.value(kind, text);
        m_id.value(kind, text);
        return true;
    }

    bool deeper() {
        if (m_depth == k_max_depth) {
            m_error = Error{Errc::bad_record, message(Msg::record_too_deep, k_max_depth)};
            return false;
        }
        ++m_depth;
        return true;
    }

    WantedField m_text;
    WantedField m_id;
    std::size_t m_depth = 0;
    std::optional<Error> m_error;
};

Result<std::string> text_of(Value value, const RecordFields& fields) {
    switch (value.kind) {
        case ValueKind::absent:
            return fail(Errc::bad_record, Msg::record_without_text, fields.text);
        case ValueKind::string:
            break;
        case ValueKind::null:
        case ValueKind::number:
        case ValueKind::other:
            return fail(Errc::bad_record, Msg::record_text_not_string, fields.text);
    }
    if (value.text.empty()) {
        return fail(Errc::empty, Msg::record_empty, fields.text);
    }
    return std::move(value.text);
}

Result<std::string> id_of(Value value, const RecordFields& fields, std::uint64_t line) {
    if (value.kind == ValueKind::other) {
        return fail(Errc::bad_record, Msg::record_id_not_scalar, fields.id);
    }
    return value.text.empty() ? std::to_string(line) : std::move(value.text);
}

Result<Record> record_of(LineReader& reader, std::string_view line, std::uint64_t number,
                         const RecordFields& fields) {
    LEITONG_TRY_ASSIGN(LineReader::Fields found, reader.read(line));
    LEITONG_TRY_ASSIGN(std::string text, text_of(std::move(found.text), fields));
    LEITONG_TRY_ASSIGN(std::string id, id_of(std::move(found.id), fields, number));
    return Record{std::move(id), std::move(text), number};
}

}  // namespace

Records parse_json_lines(std::string_view utf8, const RecordFields& fields) {
    Collector collector;
    LineReader reader(fields);
    if (utf8.starts_with(k_bom)) {
        utf8.remove_prefix(k_bom.size());
    }
    for (std::uint64_t number = 1; !utf8.empty(); ++number) {
        const std::string_view line = utf8.substr(0, utf8.find('\n'));
        utf8.remove_prefix(std::min(utf8.size(), line.size() + 1));
        if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
            collector.add(record_of(reader, line, number, fields), number);
        }
    }
    return collector.take();
}

}  // namespace leitong::ingest
