#include "model/data_files.h"

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace stowage {
namespace {

TEST(DataFiles, AnOverlayReplacesFileByFileAndAddsNewOnes) {
    const testkit::TemporaryFolder folder;
    folder.write("providers/hetzner.yaml", "provider: hetzner\n");
    folder.write("providers/acme.yaml", "provider: acme\n");
    folder.write("notes.txt", "not data\n");
    const Result<DataFiles> files = DataFiles::open(folder.path());
    ASSERT_TRUE(files.ok()) << files.error().message;
    const DataFile* replaced = files->find("providers/hetzner.yaml");
    ASSERT_NE(replaced, nullptr);
    EXPECT_EQ(replaced->text, "provider: hetzner\n");
    EXPECT_EQ(replaced->origin, folder.path("providers/hetzner.yaml"));
    EXPECT_NE(files->find("providers/acme.yaml"), nullptr);
    EXPECT_EQ(files->find("notes.txt"), nullptr);
    EXPECT_EQ(*files->find("providers/vultr.yaml"),
              *DataFiles::shipped().find("providers/vultr.yaml"));
    EXPECT_EQ(files->all().size(), DataFiles::shipped().all().size() + 1);
}

TEST(DataFiles, KnowsWhichFilesNobodyReads) {
    const testkit::TemporaryFolder folder;
    folder.write("assumptons.yaml", "");
    folder.write("provider/hetzner.yaml", "");
    folder.write("providers/hetzner.yml", "");
    folder.write("providers/acme.yaml", "provider: acme\n");
    folder.write("allocatable.yaml", "rules: []\n");
    const Result<DataFiles> files = DataFiles::open(folder.path());
    ASSERT_TRUE(files.ok()) << files.error().message;
    EXPECT_EQ(files->unused(), (std::vector<std::string>{"assumptons.yaml", "provider/hetzner.yaml",
                                                         "providers/hetzner.yml"}));
    EXPECT_EQ(files->find("assumptons.yaml"), nullptr);
}

TEST(DataFiles, ListsAFolderInTheOrderOfNames) {
    const DataFiles files =
        DataFiles::of({DataFile{"providers/b.yaml", "b", ""}, DataFile{"allocatable.yaml", "x", ""},
                       DataFile{"providers/a.yaml", "a", ""}});
    const std::vector<const DataFile*> found = files.under("providers/");
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0]->origin, "a");
    EXPECT_EQ(found[1]->origin, "b");
}

TEST(DataFiles, AFolderThatDoesNotExistIsAnError) {
    const testkit::TemporaryFolder folder;
    const Result<DataFiles> files = DataFiles::open(folder.path("missing"));
    ASSERT_FALSE(files.ok());
    EXPECT_EQ(files.error().code, ErrorCode::NotFound);
    EXPECT_TRUE(DataFiles::open("").ok());
}

}  // namespace
}  // namespace stowage
