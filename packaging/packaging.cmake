# `cmake --install`: the program, its pages and completions; the modules as libraries, with headers
# and a configuration for find_package(leitong). CPack makes two Debian packages of that: leitong
# and libleitong-dev. tests/packaging/ uses all of it.
include(CMakePackageConfigHelpers)

set(program_part COMPONENT program)
set(library_part COMPONENT library)

install(TARGETS leitong RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} ${program_part})
foreach(language "" "/zh_CN")
  file(GLOB pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/man${language}/*.1)
  install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}${language}/man1 ${program_part})
endforeach()
install(FILES docs/completions/leitong.bash
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME leitong ${program_part})
install(FILES docs/completions/_leitong
  DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions ${program_part})
install(FILES docs/completions/leitong.fish
  DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d ${program_part})
# Debian keeps one copy of the licence for all packages; packaging/copyright refers to it.
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT licence)

# --- the library: the command line is the program's alone
get_property(leitong_library_modules GLOBAL PROPERTY leitong_modules)
set(leitong_exported_modules "")
foreach(module ${leitong_library_modules})
  set_target_properties(leitong_${module} PROPERTIES EXPORT_NAME ${module})
  list(APPEND leitong_exported_modules leitong::${module})
  install(TARGETS leitong_${module} EXPORT leitongTargets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} ${library_part})
  install(DIRECTORY include/leitong/${module}
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/leitong ${library_part})
endforeach()
set(config_folder ${CMAKE_INSTALL_LIBDIR}/cmake/leitong)
install(EXPORT leitongTargets NAMESPACE leitong:: DESTINATION ${config_folder} ${library_part})
configure_package_config_file(packaging/leitongConfig.cmake.in
  ${PROJECT_BINARY_DIR}/leitongConfig.cmake INSTALL_DESTINATION ${config_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/leitongConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/leitongConfig.cmake
  ${PROJECT_BINARY_DIR}/leitongConfigVersion.cmake DESTINATION ${config_folder} ${library_part})

# --- Debian packages: cd build/release && cpack
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME leitong)
set(CPACK_PACKAGE_CONTACT "The leitong authors <leitong@packages.invalid>")
set(CPACK_COMPONENTS_ALL program library)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME leitong)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION text)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION "\
leitong reads folders of texts into one SQLite file and says which paragraphs
stand in several of them: copies, copies with other numbers, dates and places
in them, near copies and quotations. Chinese comes first; every other language
works.")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libleitong-dev)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_DEPENDS "libarchive-dev (>= 3.6), libcsv-dev, libexpected-dev, \
libfmt-dev (>= 9), libicu-dev (>= 72), libsqlite3-dev (>= 3.40), libxxhash-dev, nlohmann-json3-dev (>= 3.11)")
set(CPACK_DEBIAN_LIBRARY_DESCRIPTION "\
What the program leitong is made of, headers and static libraries, for C++20
programs that ask the same questions: reading documents into a store, and
asking where a paragraph appears. find_package(leitong) finds it.")
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/packaging/debian.cmake)
set(CPACK_leitong_SOURCE_DIR ${PROJECT_SOURCE_DIR})
set(CPACK_leitong_DATE ${leitong_date})
include(CPack)
