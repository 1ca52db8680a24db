# Writes the pages of the checks as C++ string literals.
#
#   cmake -D PAGES=FOLDER -D OUTPUT=FILE -P Pages.cmake

file(GLOB pages ${PAGES}/*.md)
list(SORT pages)
set(text "")
foreach(page ${pages})
  get_filename_component(stem ${page} NAME_WE)
  file(READ ${page} content)
  string(APPEND text "{\"${stem}\", R\"~page~(${content})~page~\"},\n")
endforeach()
file(WRITE ${OUTPUT}.new "${text}")
execute_process(COMMAND ${CMAKE_COMMAND} -E copy_if_different ${OUTPUT}.new ${OUTPUT})
