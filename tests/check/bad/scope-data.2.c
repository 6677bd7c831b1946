#include <../src/db/scope_data.h>
