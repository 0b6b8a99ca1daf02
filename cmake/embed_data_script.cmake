# Writes the header and source of stowage_embed_data(). String literals are cut into raw pieces below the
# length that compilers accept.
file(WRITE ${HEADER}
     "#pragma once\n#include <span>\n#include \"model/base/embedded_file.h\"\nnamespace stowage {\nstd::span<const EmbeddedFile> ${NAME}();\n}\n"
)
set(rows "")
set(body "")
set(number 0)
foreach(file IN LISTS FILES)
    file(READ ${ROOT}/${file} text)
    string(LENGTH "${text}" length)
    set(literal "")
    set(at 0)
    while(at LESS length)
        string(SUBSTRING "${text}" ${at} 12000 piece)
        string(APPEND literal "R\"stowage_(${piece})stowage_\"\n")
        math(EXPR at "${at} + 12000")
    endwhile()
    if(length EQUAL 0)
        set(literal "\"\"")
    endif()
    string(APPEND body "constexpr std::string_view kFile${number} =\n${literal};\n")
    string(APPEND rows "    EmbeddedFile{\"${file}\", kFile${number}},\n")
    math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${SOURCE}
     "#include \"model/data/${NAME}.h\"\n#include <array>\n#include <string_view>\nnamespace stowage {\nnamespace {\n${body}constexpr std::array kFiles = {\n${rows}};\n}\nstd::span<const EmbeddedFile> ${NAME}() { return kFiles; }\n}\n"
)
