#pragma once

namespace stowage::gui {

/// Whether an answer is of the scenario as it stands.
enum class AnswerAge { Current, BeforeEdit };

}  // namespace stowage::gui
