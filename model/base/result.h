#pragma once

#include <string>
#include <utility>
#include <variant>

#include "model/base/invariant.h"

namespace stowage {

/// Why an operation could not be done. A "no" of the domain (does not fit) is never an Error.
enum class ErrorCode {
    InvalidArgument,  ///< bad usage or invalid content: exit 2
    NotFound,         ///< a named thing does not exist
    AlreadyExists,    ///< would overwrite
    Unreadable,       ///< file or network cannot be read or written: exit 1
    LimitReached,     ///< a size, depth or work limit
    Overflow,         ///< arithmetic on input leaves the range
    Cancelled,        ///< the user interrupted: exit 130
    Unsupported,      ///< understood but refused
};

/// Message style: lower case, no full stop, quotes the object, gives figures and a way out.
struct Error {
    ErrorCode code = ErrorCode::InvalidArgument;
    std::string message;
    std::string context;  ///< what was being done, outermost last; may be empty

    bool operator==(const Error&) const = default;
};

/// A value or an Error; cannot be ignored. Use STOWAGE_TRY to propagate.
template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}      // NOLINT
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}  // NOLINT

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    const T& value() const& {
        STOWAGE_ASSERT(ok());
        return std::get<0>(m_state);
    }
    T& value() & {
        STOWAGE_ASSERT(ok());
        return std::get<0>(m_state);
    }
    T&& value() && {
        STOWAGE_ASSERT(ok());
        return std::get<0>(std::move(m_state));
    }
    const T& operator*() const& { return value(); }
    T& operator*() & { return value(); }
    const T* operator->() const { return &value(); }
    T* operator->() { return &value(); }

    const Error& error() const {
        STOWAGE_ASSERT(!ok());
        return std::get<1>(m_state);
    }
    Result withContext(std::string context) && {
        if (!ok()) {
            Error& failed = std::get<1>(m_state);
            failed.context =
                failed.context.empty() ? std::move(context) : failed.context + ", " + context;
        }
        return std::move(*this);
    }

private:
    std::variant<T, Error> m_state;
};

/// The result of an operation without a value.
struct Done {
    bool operator==(const Done&) const = default;
};
using Status = Result<Done>;

}  // namespace stowage

#define STOWAGE_TRY_CONCAT_(a, b) a##b
#define STOWAGE_TRY_NAME_(a, b) STOWAGE_TRY_CONCAT_(a, b)
/// `STOWAGE_TRY(auto value, call());` declares value, or returns the Error from this function.
#define STOWAGE_TRY(declaration, expression)                      \
    auto STOWAGE_TRY_NAME_(stowageTry_, __LINE__) = (expression); \
    if (!STOWAGE_TRY_NAME_(stowageTry_, __LINE__).ok()) {         \
        return STOWAGE_TRY_NAME_(stowageTry_, __LINE__).error();  \
    }                                                             \
    declaration = std::move(STOWAGE_TRY_NAME_(stowageTry_, __LINE__)).value()
