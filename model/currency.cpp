#include "model/currency.h"

#include <algorithm>
#include <cstddef>

namespace stowage {

namespace {

/// ISO 4217 list one, without funds, metals and test codes.
constexpr std::string_view kCodes =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP "
    "BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
    "GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR "
    "KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK "
    "MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR "
    "SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS "
    "UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

}  // namespace

const std::vector<std::string>& currencyCodes() {
    static const std::vector<std::string> codes = [] {
        constexpr std::size_t kWidth = 3;
        std::vector<std::string> all;
        for (std::size_t at = 0; at < kCodes.size(); at += kWidth + 1) {
            all.emplace_back(kCodes.substr(at, kWidth));
        }
        return all;
    }();
    return codes;
}

bool isCurrencyCode(std::string_view code) {
    return std::binary_search(currencyCodes().begin(), currencyCodes().end(), code);
}

}  // namespace stowage
