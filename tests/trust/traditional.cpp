// Standard input, UTF-8, in Traditional characters, by ICU's transliterator: for tests that want
// text in other clothes.
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <iostream>
#include <iterator>
#include <memory>
#include <string>

int main() {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> to_traditional(
        icu::Transliterator::createInstance("Simplified-Traditional", UTRANS_FORWARD, status));
    if (U_FAILURE(status) != 0) {
        std::cerr << u_errorName(status) << '\n';
        return 2;
    }
    const std::string input(std::istreambuf_iterator<char>(std::cin), {});
    icu::UnicodeString text = icu::UnicodeString::fromUTF8(input);
    to_traditional->transliterate(text);
    std::string output;
    text.toUTF8String(output);
    std::cout << output;
    return 0;
}
