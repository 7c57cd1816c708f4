# Run by CPack on what it has installed and is about to pack: what Debian asks of a package beside
# the files themselves. A changelog, the copyright, and both and the manual compressed.
file(GLOB parts ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/*)
foreach(part ${parts})
  get_filename_component(component ${part} NAME)
  string(TOUPPER ${component} component)
  set(package ${CPACK_DEBIAN_${component}_PACKAGE_NAME})
  set(folder ${part}/usr/share/doc/${package})
  file(MAKE_DIRECTORY ${folder})
  file(COPY ${CPACK_leitong_SOURCE_DIR}/packaging/copyright DESTINATION ${folder}
    FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
  execute_process(COMMAND date --utc --rfc-email --date=${CPACK_leitong_DATE}
    OUTPUT_VARIABLE date OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  set(version ${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})
  file(WRITE ${folder}/changelog.Debian
    "${package} (${version}) unstable; urgency=medium\n\n"
    "  * Release ${CPACK_PACKAGE_VERSION}.\n\n"
    " -- ${CPACK_PACKAGE_CONTACT}  ${date}\n")
  file(GLOB_RECURSE compressed ${part}/usr/share/man/*.1)
  execute_process(COMMAND gzip -9n ${compressed} ${folder}/changelog.Debian
    COMMAND_ERROR_IS_FATAL ANY)
endforeach()
