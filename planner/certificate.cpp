#include "planner/certificate.h"

namespace stowage::planner {

namespace {

DocumentNode witnessOf(const RefusedLayout& refused) {
    DocumentNode witness = makeMap();
    addEntry(witness, "title", makeString(refused.layout.layout.title()));
    addEntry(witness, "monthly", makeDecimal(toDecimal(refused.layout.bill.monthly)));
    addEntry(witness, "check", makeString(std::string(toWord(refused.check))));
    addEntry(witness, "node", makeString(refused.shortage.node));
    addEntry(witness, "resource", makeString(refused.shortage.resource));
    addEntry(witness, "needed", makeNumber(refused.shortage.needed));
    addEntry(witness, "available", makeNumber(refused.shortage.available));
    return witness;
}

}  // namespace

DocumentNode certificateOf(const Evaluation& evaluation) {
    DocumentNode certificate = makeMap();
    addEntry(certificate, "method", makeString("cheapest first"));
    addEntry(certificate, "lowerBound", makeDecimal(toDecimal(evaluation.lowerBound)));
    DocumentNode counts = makeMap();
    addEntry(counts, "covering", makeNumber(evaluation.count.covered));
    addEntry(counts, "packing", makeNumber(evaluation.count.refused));
    addEntry(counts, "audited", makeNumber(evaluation.count.audited));
    addEntry(counts, "undecided", makeNumber(evaluation.count.undecided));
    addEntry(certificate, "refusedBy", std::move(counts));
    DocumentNode cheaper = makeSequence();
    for (const RefusedLayout& refused : evaluation.refused) {
        const bool isCheaper =
            !evaluation.best || refused.layout.bill.monthly < evaluation.best->bill.monthly;
        if (isCheaper && !refused.isUndecided && refused.isAudited) {
            cheaper.items.push_back(witnessOf(refused));
        }
    }
    addEntry(certificate, "cheaper", std::move(cheaper));
    return certificate;
}

}  // namespace stowage::planner
