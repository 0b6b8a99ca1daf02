# stowage_embed_data(<target> NAME <function> ROOT <dir> FILES a.yaml b/c.yaml ...)
# Compiles data files into <target> as constant bytes. The generated header
# "model/data/<NAME>.h" declares `std::span<const EmbeddedFile> <NAME>()`; EmbeddedFile is in model/base/embedded_file.h.
function(stowage_embed_data target)
    cmake_parse_arguments(ARG "" "NAME;ROOT" "FILES" ${ARGN})
    set(header ${CMAKE_BINARY_DIR}/generated/model/data/${ARG_NAME}.h)
    set(source ${CMAKE_BINARY_DIR}/generated/model/data/${ARG_NAME}.cpp)
    set(inputs)
    foreach(file ${ARG_FILES})
        list(APPEND inputs ${ARG_ROOT}/${file})
    endforeach()
    add_custom_command(
        OUTPUT ${header} ${source}
        COMMAND ${CMAKE_COMMAND} -DNAME=${ARG_NAME} -DROOT=${ARG_ROOT} "-DFILES=${ARG_FILES}"
                -DHEADER=${header} -DSOURCE=${source} -P ${CMAKE_SOURCE_DIR}/cmake/embed_data_script.cmake
        DEPENDS ${inputs} ${CMAKE_SOURCE_DIR}/cmake/embed_data_script.cmake
        COMMENT "Embedding ${ARG_NAME}"
        VERBATIM)
    target_sources(${target} PRIVATE ${header} ${source})
endfunction()
