# One function a kind of target, so that warnings, options and the include root are set in one place.

add_library(stowage_options INTERFACE)
target_include_directories(stowage_options INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
target_compile_features(stowage_options INTERFACE cxx_std_20)
target_compile_definitions(stowage_options INTERFACE _GLIBCXX_ASSERTIONS)
target_compile_options(
    stowage_options
    INTERFACE -Wall
              -Wextra
              -Wpedantic
              -Wshadow
              -Wconversion
              -Wsign-conversion
              -Wnon-virtual-dtor
              -Wold-style-cast
              # Designated initialisers leave fields at their defaults on purpose.
              -Wno-missing-field-initializers
              # GCC 12 sees overlapping copies in its own std::string when it optimises.
              $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
              -ffp-contract=off
              $<$<BOOL:${STOWAGE_WARNINGS_AS_ERRORS}>:-Werror>)
if(STOWAGE_SANITIZE)
    target_compile_options(
        stowage_options INTERFACE -fsanitize=${STOWAGE_SANITIZE} -fno-omit-frame-pointer
                                  -fno-sanitize-recover=all)
    target_link_options(stowage_options INTERFACE -fsanitize=${STOWAGE_SANITIZE})
    # GCC 12 takes the checks of the sanitizers for reads of uninitialised strings and options.
    target_compile_options(stowage_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()
if(STOWAGE_BUILD_FUZZ)
    target_compile_options(stowage_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# The headers that most sources include anyway, read once a build. Only the presets with sanitizers do
# so: a source that forgets an include still fails in all others.
set(STOWAGE_COMMON_HEADERS
    <algorithm>
    <array>
    <cmath>
    <cstdint>
    <filesystem>
    <functional>
    <map>
    <memory>
    <optional>
    <set>
    <span>
    <string>
    <string_view>
    <tuple>
    <variant>
    <vector>
    <fmt/format.h>)
if(STOWAGE_PRECOMPILED_HEADERS)
    # What ccache needs to recognise a source that was compiled with them.
    target_compile_options(
        stowage_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
                                  "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endif()

# stowage_precompile(<target> OF <owner> HEADERS ...): <owner> compiles the headers, others reuse them.
function(stowage_precompile target)
    cmake_parse_arguments(ARG "" "OF" "HEADERS" ${ARGN})
    if(NOT STOWAGE_PRECOMPILED_HEADERS)
        return()
    endif()
    if(target STREQUAL ARG_OF)
        target_precompile_headers(${target} PRIVATE ${ARG_HEADERS})
    else()
        target_precompile_headers(${target} REUSE_FROM ${ARG_OF})
    endif()
endfunction()

# stowage_add_library(<target> ALIAS <alias> SOURCES a.cpp a.h ... [LINK public...] [PRIVATE_LINK ...])
function(stowage_add_library target)
    cmake_parse_arguments(ARG "" "ALIAS" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
    add_library(${target} STATIC ${ARG_SOURCES})
    add_library(${ARG_ALIAS} ALIAS ${target})
    target_link_libraries(${target} PUBLIC stowage_options ${ARG_LINK} PRIVATE ${ARG_PRIVATE_LINK})
    stowage_precompile(${target} OF stowage_base HEADERS ${STOWAGE_COMMON_HEADERS})
endfunction()

# stowage_add_program(<target> SOURCES ... [LINK ...])
function(stowage_add_program target)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
    add_executable(${target} ${ARG_SOURCES})
    target_link_libraries(${target} PRIVATE stowage_options ${ARG_LINK})
endfunction()

# stowage_add_test(<target> SOURCES ... [LINK ...]): one GoogleTest program; every case is a ctest test.
function(stowage_add_test target)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
    add_executable(${target} ${ARG_SOURCES})
    target_link_libraries(${target} PRIVATE stowage_options stowage_testkit ${ARG_LINK}
                                            GTest::gtest_main)
    stowage_precompile(${target} OF stowage_testkit)
    gtest_discover_tests(${target} DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 300)
endfunction()
