// Writes one JSON value after another into a string, in the order it is told.
//
// Whatever bytes a string holds, the output is JSON, is UTF-8, and is one line: sequences that are
// no UTF-8 become U+FFFD, and characters that some readers take for a line end are escaped.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace leitong::report {

// Appends text with quotes around it. Cost: linear; plain runs are copied whole.
void append_json_string(std::string& out, std::string_view text);

// Appends a fraction with at most 6 decimals and at least one (0.5, 1.0, 0.981234); null for what
// is no number.
void append_json_fraction(std::string& out, double fraction);

// The caller closes what it opens; commas are the writer's.
class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : m_out(&out) {}

    JsonWriter& open_object() { return open('{'); }
    JsonWriter& close_object() { return close('}'); }
    JsonWriter& open_array() { return open('['); }
    JsonWriter& close_array() { return close(']'); }
    // Ends a line of JSON Lines.
    void end_line();

    JsonWriter& key(std::string_view name);
    JsonWriter& string(std::string_view text);
    JsonWriter& number(std::uint64_t value);
    JsonWriter& fraction(double value);
    JsonWriter& boolean(bool value);
    JsonWriter& null();

    JsonWriter& string(std::string_view name, std::string_view text);
    JsonWriter& number(std::string_view name, std::uint64_t value);
    JsonWriter& fraction(std::string_view name, double value);

private:
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);
    void separate();

    std::string* m_out;
    bool m_first = true;  // nothing stands yet at this place, so no comma is due
};

}  // namespace leitong::report
