cmake_minimum_required(VERSION 3.20)
project(shapes LANGUAGES CXX)

# It's built as a library; "tests" are optional.
option(SHAPES_TESTS "Build the tests (slow)" OFF)

add_library(shapes
  src/shapes.cpp
  src/square.cpp)
target_include_directories(shapes PUBLIC "${CMAKE_CURRENT_SOURCE_DIR}/include")

if(SHAPES_TESTS AND NOT WIN32)
  enable_testing()
  foreach(name IN ITEMS area perimeter)
    add_executable(test_${name} "tests/${name}.cpp")
    target_link_libraries(test_${name} PRIVATE shapes)
    add_test(NAME ${name} COMMAND test_${name})
  endforeach()
else()
  message(STATUS "no tests")
endif()
