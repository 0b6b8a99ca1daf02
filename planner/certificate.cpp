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

DocumentNode patternsOf(const PatternProof& proof) {
    DocumentNode certificate = makeMap();
    addEntry(certificate, "method", makeString("patterns"));
    addEntry(certificate, "lowerBound", makeDecimal(toDecimal(proof.lowerBound)));
    addEntry(certificate, "fixed", makeDecimal(toDecimal(proof.fixed)));
    DocumentNode duals = makeSequence();
    for (const auto& [workload, value] : proof.duals) {
        DocumentNode dual = makeMap();
        addEntry(dual, "workload", makeString(workload));
        addEntry(dual, "value", makeNumber(value));
        duals.items.push_back(std::move(dual));
    }
    addEntry(certificate, "duals", std::move(duals));
    DocumentNode offers = makeSequence();
    for (const PatternProof::OfferValue& offer : proof.offers) {
        DocumentNode shown = makeMap();
        addEntry(shown, "provider", makeString(offer.provider));
        addEntry(shown, "offer", makeString(offer.offer));
        addEntry(shown, "monthly", makeDecimal(toDecimal(offer.monthly)));
        addEntry(shown, "value", makeNumber(offer.value));
        if (offer.stock) {
            addEntry(shown, "stock", makeNumber(*offer.stock));
        }
        offers.items.push_back(std::move(shown));
    }
    addEntry(certificate, "offers", std::move(offers));
    return certificate;
}

}  // namespace

DocumentNode certificateOf(const Evaluation& evaluation) {
    if (evaluation.proof) {
        return patternsOf(*evaluation.proof);
    }
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

DocumentNode boundCertificate(Money lowerBound) {
    Evaluation bounded;
    bounded.lowerBound = lowerBound;
    return certificateOf(bounded);
}

}  // namespace stowage::planner
