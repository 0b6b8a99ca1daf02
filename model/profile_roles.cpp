#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/profile_builder.h"
#include "model/traffic.h"

namespace stowage {

namespace {

ProfileParameter weightParameter() {
    return {.key = "weight",
            .kind = ParameterKind::Word,
            .defaultText = "medium",
            .help = "how much code the app loads",
            .choices = {"light", "medium", "heavy"}};
}

ProfileParameter workersParameter(std::string count, std::string help) {
    return {.key = "workers",
            .kind = ParameterKind::Whole,
            .defaultText = std::move(count),
            .help = std::move(help),
            .choices = {},
            .minimum = 1};
}

ProfileParameter numberParameter(std::string key, std::string standard, std::string help) {
    return {.key = std::move(key),
            .kind = ParameterKind::Number,
            .defaultText = std::move(standard),
            .help = std::move(help)};
}

ProfileParameter requestsParameter() {
    return numberParameter("rps", "2", "requests a second of this pod in the peak hour");
}

std::vector<ProfileParameter> jobParameters() {
    return {weightParameter(), workersParameter("3", "worker processes in the pod"),
            numberParameter("jobsPerMinute", "6", "jobs a minute of this pod"),
            numberParameter("jobSeconds", "0.5", "duration of a job in seconds")};
}

std::string perWorker(const char* what, std::int64_t count) {
    return fmt::format("{} x {}", what, count);
}

/// CPU of web requests: the route's own law, and with PHP-FPM the start of the framework.
void addRequestWork(double rate, const Amount& boot, ProfileBuilder& builder) {
    const double sigma = builder.value("web.cpu.sigma");
    builder.work(rate, builder.amount("web.cpu.median"), sigma);
    builder.work(rate, boot, 0.0);
}

/// Mean seconds that a request keeps a worker.
double requestSeconds(const Amount& boot, ProfileBuilder& builder) {
    const double sigma = builder.value("web.cpu.sigma");
    return builder.value("web.cpu.median") * std::exp(sigma * sigma / 2.0) + boot.value +
           builder.value("web.wait");
}

/// Workers that serve a request loading thousands of models: busy workers, thinned at random.
UsageMoments heavyRequests(double rate, double seconds, std::int64_t workers,
                           ProfileBuilder& builder) {
    const double share = builder.value("web.heavy.share");
    const double heavy = builder.value("web.heavy.time");
    const double mean = share * heavy + (1.0 - share) * seconds;
    const UsageMoments busy = busyWorkers(rate, mean, workers).count;
    const double p = share * heavy / mean;
    return UsageMoments{.mean = p * busy.mean,
                        .variance = p * (1.0 - p) * busy.mean + p * p * busy.variance,
                        .thirdCentral = p * (1.0 - p) * (1.0 - 2.0 * p) * busy.mean +
                                        3.0 * p * p * (1.0 - p) * busy.variance +
                                        p * p * p * busy.thirdCentral};
}

void webFpm(ProfileParameters& parameters, ProfileBuilder& builder) {
    const std::string& weight = parameters.word("weight");
    const std::int64_t workers = parameters.whole("workers");
    const double rate = parameters.number("rps");
    const Amount boot = builder.weighted("web-fpm.boot", weight);
    builder.constant(builder.weighted("web-fpm.base", weight), "master, web server, opcache");
    builder.constant(builder.weighted("web-fpm.worker", weight) * static_cast<double>(workers),
                     perWorker("PHP-FPM worker", workers));
    const UsageMoments heavy = heavyRequests(rate, requestSeconds(boot, builder), workers, builder);
    builder.chance("web-fpm.heavy", scaled(heavy, builder.value("web-fpm.heavy")), 1.0,
                   "workers busy with heavy requests");
    addRequestWork(rate, boot, builder);
}

void webOctane(ProfileParameters& parameters, ProfileBuilder& builder) {
    const std::string& weight = parameters.word("weight");
    const auto threads = static_cast<double>(parameters.whole("workers"));
    builder.constant(builder.amount("web-octane.server"), "Go and Caddy");
    builder.constant(builder.weighted("web-octane.base", weight), "PHP and opcache");
    builder.constant(builder.weighted("web-octane.thread", weight) * threads,
                     perWorker("thread", parameters.whole("workers")));
    // Retained memory belongs to the p99 and to the risk, not to the mean.
    const double retained = builder.value("web-octane.retained") * threads;
    builder.chanceRange("web-octane.retained", 0.0, 0.0, retained,
                        "kept by threads after heavy requests");
    builder.raiseP99(retained);
    builder.work(parameters.number("rps"), builder.amount("web.cpu.median"),
                 builder.value("web.cpu.sigma"));
}

void addJobs(const ProfileParameters& parameters, ProfileBuilder& builder) {
    const double rate = parameters.number("jobsPerMinute") / 60.0;
    const double sigma = builder.value("job.cpu.sigma");
    // jobSeconds is a mean; the law's median lies exp(sigma^2 / 2) below it.
    const double median = parameters.number("jobSeconds") * std::exp(-sigma * sigma / 2.0);
    builder.work(rate, builder.amount("job.cpu.share") * median, sigma);
}

/// Growth of job processes between restarts: only its spread, the mean is in their figure.
void addGrowth(double workers, ProfileBuilder& builder) {
    UsageMoments growth = copies(lognormalUsage(builder.value("horizon.growth.median"),
                                                builder.value("horizon.growth.sigma")),
                                 workers);
    growth.mean = 0.0;
    builder.chance("horizon.growth.median", growth, 1.0, "growth of workers between restarts");
}

void horizon(ProfileParameters& parameters, ProfileBuilder& builder) {
    const std::string& weight = parameters.word("weight");
    const std::int64_t workers = parameters.whole("workers");
    builder.constant(builder.weighted("horizon.base", weight), "master and supervisor");
    builder.constant(builder.weighted("horizon.worker", weight) * static_cast<double>(workers),
                     perWorker("worker process", workers));
    addGrowth(static_cast<double>(workers), builder);
    builder.cpu(builder.amount("horizon.cpu.idle"));
    addJobs(parameters, builder);
}

void queues(ProfileParameters& parameters, ProfileBuilder& builder) {
    const std::string& weight = parameters.word("weight");
    const std::int64_t workers = parameters.whole("workers");
    builder.constant(builder.weighted("queues.base", weight), "program text");
    builder.constant(builder.weighted("horizon.worker", weight) * static_cast<double>(workers),
                     perWorker("queue:work process", workers));
    addGrowth(static_cast<double>(workers), builder);
    addJobs(parameters, builder);
}

void ssr(ProfileParameters& parameters, ProfileBuilder& builder) {
    const double workers = static_cast<double>(parameters.whole("workers"));
    builder.constant(builder.amount("ssr.process") * workers,
                     perWorker("Node.js process", parameters.whole("workers")));
    builder.constant(builder.weighted("ssr.bundle", parameters.word("weight")) * workers,
                     perWorker("compiled pages", parameters.whole("workers")));
    const Amount heap = builder.amount("ssr.heap");
    builder.chance("ssr.heap", copies(usageFromRange(heap.value, heap.low, heap.high), workers),
                   1.0, "heap between collections");
    builder.work(parameters.number("rps"), builder.amount("ssr.cpu.median"), 0.6);
}

void reverb(ProfileParameters& parameters, ProfileBuilder& builder) {
    const double connections = parameters.number("connections");
    builder.constant(builder.weighted("reverb.base", parameters.word("weight")), "server process");
    const Amount each = builder.amount("reverb.connection");
    builder.constant(each * connections,
                     fmt::format("connection x {}", parameters.word("connections")));
    const Amount varies = builder.amount("reverb.connections.variation");
    UsageMoments burst =
        scaled(usageFromRange(varies.value, varies.low, varies.high), each.value * connections);
    burst.mean = 0.0;
    builder.chance("reverb.connections.variation", burst, 1.0, "more or fewer connections");
    builder.work(connections / builder.value("reverb.session"),
                 builder.amount("reverb.cpu.connect"), 0.3);
    const Amount recipients = builder.amount("reverb.cpu.recipient") * (connections / 2.0);
    Amount broadcast = builder.amount("reverb.cpu.broadcast");
    broadcast.value += recipients.value;
    broadcast.low += recipients.low;
    broadcast.high += recipients.high;
    builder.work(builder.value("reverb.broadcasts"), broadcast, 0.3);
}

void scheduler(ProfileParameters& parameters, ProfileBuilder& builder) {
    const std::string& weight = parameters.word("weight");
    builder.constant(builder.weighted("scheduler.memory", weight), "one schedule:run");
    builder.work(1.0 / 60.0, builder.weighted("scheduler.cpu", weight), 0.0);
}

void webOther(ProfileParameters& parameters, ProfileBuilder& builder) {
    builder.constant(builder.amount("web-other.process"), "server process");
    const Amount heap = builder.amount("web-other.heap");
    builder.chanceRange("web-other.heap", heap.value, heap.low, heap.high,
                        "heap between collections");
    builder.work(parameters.number("rps"), builder.amount("web.cpu.median"),
                 builder.value("web.cpu.sigma"));
}

}  // namespace

std::vector<ProfileEntry> roleProfiles() {
    return {
        {{.name = "web-fpm",
          .summary = "web server with PHP-FPM",
          .formula = "base(weight) + workers x worker(weight) + workers busy with heavy requests "
                     "x 7.5 MiB",
          .parameters = {weightParameter(), workersParameter("5", "PHP-FPM workers in the pod"),
                         requestsParameter()}},
         webFpm},
        {{.name = "web-octane",
          .summary = "Octane on FrankenPHP",
          .formula = "server + base(weight) + workers x thread(weight); p99: + workers x what a "
                     "thread keeps after heavy requests",
          .parameters = {weightParameter(), workersParameter("4", "threads in the pod"),
                         requestsParameter()}},
         webOctane},
        {{.name = "horizon",
          .summary = "queue workers under Horizon",
          .formula = "master and supervisor(weight) + workers x process(weight)",
          .parameters = jobParameters()},
         horizon},
        {{.name = "queues",
          .summary = "queue workers without Horizon (queue:work)",
          .formula = "base(weight) + workers x process(weight)",
          .parameters = jobParameters()},
         queues},
        {{.name = "ssr",
          .summary = "server-side rendering of the frontend",
          .formula = "workers x (Node.js process + compiled pages(weight))",
          .parameters = {weightParameter(), workersParameter("1", "Node.js processes in the pod"),
                         requestsParameter()}},
         ssr},
        {{.name = "reverb",
          .summary = "WebSocket server",
          .formula = "base(weight) + connections x 20 KiB",
          .parameters = {weightParameter(),
                         numberParameter("connections", "50", "connections at the peak")}},
         reverb},
        {{.name = "scheduler",
          .summary = "the scheduler's pod of each minute",
          .formula = "peak of schedule:run(weight)",
          .parameters = {weightParameter()}},
         scheduler},
        {{.name = "web-other",
          .summary = "web server of another framework",
          .formula = "server process",
          .parameters = {requestsParameter()}},
         webOther},
    };
}

}  // namespace stowage
