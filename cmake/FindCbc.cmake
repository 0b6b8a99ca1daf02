# CLP, CBC and the solver interface between them, through pkg-config; target stowage_cbc.
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
    pkg_check_modules(CBC QUIET cbc osi-clp)
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(
    Cbc
    REQUIRED_VARS CBC_LIBRARIES CBC_INCLUDE_DIRS
    VERSION_VAR CBC_cbc_VERSION
    REASON_FAILURE_MESSAGE
        "install coinor-libcbc-dev and coinor-libclp-dev, or configure with -DSTOWAGE_USE_SOLVER=OFF")
if(Cbc_FOUND AND NOT TARGET stowage_cbc)
    add_library(stowage_cbc INTERFACE)
    target_include_directories(stowage_cbc SYSTEM INTERFACE ${CBC_INCLUDE_DIRS})
    # The command-line halves of both solvers are not needed.
    target_link_libraries(stowage_cbc INTERFACE Cbc Cgl OsiClp Clp Osi CoinUtils)
endif()
