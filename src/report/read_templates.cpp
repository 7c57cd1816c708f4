#include "leitong/report/read_templates.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace leitong::report {

namespace {

using Json = nlohmann::json;

// Something that a record should have and has not: becomes Errc::bad_record.
struct Lacking {
    std::string_view what;
};

const Json& member(const Json& object, std::string_view name) {
    const auto found = object.is_object() ? object.find(name) : object.end();
    if (!object.is_object() || found == object.end()) {
        throw Lacking{name};
    }
    return *found;
}

std::string string(const Json& object, std::string_view name) {
    const Json& value = member(object, name);
    if (!value.is_string()) {
        throw Lacking{name};
    }
    return value.get<std::string>();
}

std::uint64_t number(const Json& value, std::string_view name) {
    if (!value.is_number_unsigned()) {
        throw Lacking{name};
    }
    return value.get<std::uint64_t>();
}

std::uint32_t small_number(const Json& object, std::string_view name) {
    const std::uint64_t value = number(member(object, name), name);
    if (value > ~std::uint32_t{0}) {
        throw Lacking{name};
    }
    return static_cast<std::uint32_t>(value);
}

const Json& array(const Json& object, std::string_view name) {
    const Json& value = member(object, name);
    if (!value.is_array()) {
        throw Lacking{name};
    }
    return value;
}

SlotKind slot_kind(const Json& object) {
    const auto kind = slot_kind_named(string(object, "kind"));
    if (!kind) {
        throw Lacking{"kind"};
    }
    return *kind;
}

std::vector<std::pair<std::string, std::uint32_t>> values(const Json& object) {
    std::vector<std::pair<std::string, std::uint32_t>> found;
    const Json& all = member(object, "values");
    if (!all.is_object()) {
        throw Lacking{"values"};
    }
    for (const auto& [value, count] : all.items()) {
        found.emplace_back(value, static_cast<std::uint32_t>(number(count, "values")));
    }
    return found;
}

std::vector<TemplateForm> forms(const Json& member_object, const std::string& text) {
    std::vector<TemplateForm> found;
    if (!member_object.contains("form")) {
        return found;
    }
    std::uint64_t before = 0;
    for (const Json& form : array(member_object, "form")) {
        const bool has_shape = form.is_array() && form.size() == 3 && form[2].is_string();
        if (!has_shape) {
            throw Lacking{"form"};
        }
        const ByteRange range{number(form[0], "form"), number(form[1], "form")};
        if (range.begin < before || range.end < range.begin || range.end > text.size()) {
            throw Lacking{"form"};
        }
        before = range.end;
        found.push_back({range, form[2].get<std::string>()});
    }
    return found;
}

TemplateMember template_member(const Json& object, const TemplateRecord& made) {
    TemplateMember found;
    found.ref.document = string(object, "document");
    found.ref.work = small_number(object, "work");
    found.ref.paragraph = small_number(object, "paragraph");
    for (const Json& slot : array(object, "slots")) {
        found.fillers.push_back(string(slot, "text"));
    }
    if (found.fillers.size() != made.slots.size()) {
        throw Lacking{"slots"};
    }
    found.form = forms(object, made.text);
    return found;
}

TemplateRecord template_record(const Json& object) {
    TemplateRecord made;
    made.id = string(object, "id");
    made.text = string(object, "text");
    for (const Json& slot : array(object, "slots")) {
        made.slots.push_back({slot_kind(slot), {}, values(slot)});
    }
    for (const Json& one : array(object, "members")) {
        made.members.push_back(template_member(one, made));
    }
    return made;
}

BlockStep block_step(const Json& object) {
    BlockStep step;
    if (!object.contains("template")) {
        step.text = string(object, "text");
        return step;
    }
    step.template_id = string(object, "template");
    for (const Json& variable : array(object, "variables")) {
        if (!variable.is_string()) {
            throw Lacking{"variables"};
        }
        step.variables.push_back(variable.get<std::string>());
    }
    return step;
}

BlockMember block_member(const Json& object, std::size_t steps) {
    BlockMember found;
    found.document = string(object, "document");
    found.work = small_number(object, "work");
    found.first_paragraph = small_number(object, "first_paragraph");
    found.last_paragraph = small_number(object, "last_paragraph");
    if (object.contains("texts")) {
        for (const Json& text : array(object, "texts")) {
            const bool has_shape = text.is_array() && text.size() == 2 && text[1].is_string();
            if (!has_shape || number(text[0], "texts") >= steps) {
                throw Lacking{"texts"};
            }
            found.texts.emplace_back(text[0].get<std::uint32_t>(), text[1].get<std::string>());
        }
    }
    return found;
}

BlockTemplateRecord block_record(const Json& object) {
    BlockTemplateRecord block;
    block.id = string(object, "id");
    for (const Json& variable : array(object, "variables")) {
        block.variables.push_back(
            {string(variable, "name"), slot_kind(variable), values(variable), {}});
    }
    for (const Json& step : array(object, "steps")) {
        block.steps.push_back(block_step(step));
    }
    for (const Json& one : array(object, "members")) {
        block.members.push_back(block_member(one, block.steps.size()));
    }
    return block;
}

void add_record(const Json& object, TemplateSet& set) {
    const std::string type = string(object, "type");
    if (type == "template") {
        set.templates.push_back(template_record(object));
    } else if (type == "block-template") {
        set.blocks.push_back(block_record(object));
    }
}

Result<void> add_json(const Json& value, std::uint64_t line, TemplateSet& set) {
    try {
        if (value.is_array()) {
            for (const Json& one : value) {
                add_record(one, set);
            }
        } else {
            add_record(value, set);
        }
    } catch (const Lacking& lacking) {
        return fail(Errc::bad_record, Msg::template_lacks, line, lacking.what);
    }
    return {};
}

std::optional<Json> parsed(std::string_view text) {
    Json value = Json::parse(text, nullptr, false);
    return value.is_discarded() ? std::nullopt : std::optional<Json>(std::move(value));
}

}  // namespace

Result<TemplateSet> read_templates(std::string_view json) {
    constexpr std::string_view k_space = " \t\r\n";
    TemplateSet set;
    // A record that runs over several lines ends its first line early.
    const std::size_t first = std::min(json.find('\n'), json.size());
    if (!parsed(json.substr(0, first))) {
        const auto whole = parsed(json);
        if (!whole) {
            return fail(Errc::bad_record, Msg::template_not_json, 1);
        }
        LEITONG_TRY(add_json(*whole, 1, set));
        return set;
    }
    for (std::uint64_t line = 1; !json.empty(); ++line) {
        const std::string_view text = json.substr(0, json.find('\n'));
        json.remove_prefix(std::min(json.size(), text.size() + 1));
        if (text.find_first_not_of(k_space) == std::string_view::npos) {
            continue;
        }
        const auto value = parsed(text);
        if (!value) {
            return fail(Errc::bad_record, Msg::template_not_json, line);
        }
        LEITONG_TRY(add_json(*value, line, set));
    }
    return set;
}

}  // namespace leitong::report
