#include "model/profile_builder.h"

namespace stowage {

namespace {

ProfileParameter wholeParameter(std::string key, std::string help) {
    return {.key = std::move(key),
            .kind = ParameterKind::Whole,
            .defaultText = "0",
            .help = std::move(help)};
}

void k3sServer(ProfileParameters& parameters, ProfileBuilder& builder) {
    builder.constant(builder.amount("k3s.server.memory"), "K3s server process");
    builder.constant(builder.amount("k3s.server.object") * parameters.number("objects"),
                     "further Kubernetes objects");
    if (parameters.word("datastore") == "etcd") {
        builder.constant(builder.amount("k3s.etcd.memory"), "embedded etcd");
    }
    builder.cpu(builder.amount("k3s.server.cpu"));
}

void k3sAgent(ProfileParameters&, ProfileBuilder& builder) {
    builder.constant(builder.amount("k3s.agent.memory"), "K3s agent process");
    builder.cpu(builder.amount("k3s.agent.cpu"));
}

void operatingSystem(ProfileParameters&, ProfileBuilder& builder) {
    builder.constant(builder.amount("os.memory"), "kernel and system services");
    builder.cpu(builder.amount("os.cpu"));
}

void podOverhead(ProfileParameters&, ProfileBuilder& builder) {
    builder.constant(builder.amount("pod.overhead"), "shim, containerd and pause process");
}

void traefik(ProfileParameters& parameters, ProfileBuilder& builder) {
    builder.constant(builder.amount("traefik.memory"), "process");
    builder.cpu(builder.amount("traefik.cpu.idle"));
    builder.work(parameters.number("rps"), builder.amount("traefik.cpu.request"), 0.6);
}

/// A pod that has one figure of memory and, unless the id is empty, one of CPU.
ProfileBuild oneFigure(std::string memory, std::string cpu) {
    return [memory = std::move(memory), cpu = std::move(cpu)](ProfileParameters&,
                                                              ProfileBuilder& builder) {
        builder.constant(builder.amount(memory), "process");
        if (!cpu.empty()) {
            builder.cpu(builder.amount(cpu));
        }
    };
}

ProfileInfo plainInfo(std::string name, std::string summary) {
    return {.name = std::move(name),
            .summary = std::move(summary),
            .formula = "one figure",
            .parameters = {}};
}

}  // namespace

std::vector<ProfileEntry> systemProfiles() {
    return {
        {plainInfo("postgres-exporter", "metrics sidecar of PostgreSQL"),
         oneFigure("postgres-exporter.memory", "exporter.cpu")},
        {plainInfo("mysqld-exporter", "metrics sidecar of MySQL and MariaDB"),
         oneFigure("mysqld-exporter.memory", "exporter.cpu")},
        {plainInfo("redis-exporter", "metrics sidecar of Redis"),
         oneFigure("redis-exporter.memory", "exporter.cpu")},
        {plainInfo("pgbouncer", "connection pooler of PostgreSQL"),
         oneFigure("pgbouncer.memory", "pgbouncer.cpu")},
        {plainInfo("nfs-server", "NFS server of shared volumes"),
         oneFigure("nfs-server.memory", "nfs.cpu")},
        {plainInfo("nfs-provisioner", "provisioner of shared volumes"),
         oneFigure("nfs-provisioner.memory", "nfs.cpu")},
        {{.name = "traefik",
          .summary = "ingress",
          .formula = "one figure",
          .parameters = {{.key = "rps",
                          .kind = ParameterKind::Number,
                          .defaultText = "2",
                          .help = "requests a second in the peak hour"}}},
         traefik},
        {plainInfo("coredns", "name server of the cluster"),
         oneFigure("coredns.memory", "coredns.cpu")},
        {plainInfo("metrics-server", "usage figures of nodes and pods"),
         oneFigure("metrics-server.memory", "metrics-server.cpu")},
        {plainInfo("local-path-provisioner", "provisioner of node-local volumes"),
         oneFigure("local-path-provisioner.memory", "local-path-provisioner.cpu")},
        {plainInfo("svclb", "one pod of K3s' own load balancer"), oneFigure("svclb.memory", "")},
        {{.name = "k3s-server",
          .summary = "K3s server process of a node",
          .formula = "process + objects x 4 KiB + etcd",
          .parameters = {wholeParameter("objects",
                                        "Kubernetes objects beyond those of a fresh cluster"),
                         {.key = "datastore",
                          .kind = ParameterKind::Word,
                          .defaultText = "sqlite",
                          .help = "datastore of the cluster",
                          .choices = {"sqlite", "etcd"}}}},
         k3sServer},
        {plainInfo("k3s-agent", "K3s agent process of a node"), k3sAgent},
        {plainInfo("os", "operating system of a node"), operatingSystem},
        {plainInfo("pod-overhead", "what every pod costs outside of its containers"), podOverhead},
    };
}

}  // namespace stowage
