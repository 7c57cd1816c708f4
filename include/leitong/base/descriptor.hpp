// A file descriptor that closes itself.
#pragma once

#include <unistd.h>
#include <utility>

namespace leitong::base {

class Descriptor {
public:
    Descriptor() = default;
    // Takes it over; negative: none.
    explicit Descriptor(int number) noexcept : m_number(number) {}
    Descriptor(Descriptor&& other) noexcept : m_number(std::exchange(other.m_number, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(m_number, other.m_number);
        return *this;
    }
    ~Descriptor() {
        if (m_number >= 0) {
            ::close(m_number);
        }
    }
    [[nodiscard]] int number() const noexcept { return m_number; }
    [[nodiscard]] bool is_open() const noexcept { return m_number >= 0; }

private:
    int m_number = -1;
};

}  // namespace leitong::base
