/* Bodies of ElevenLabs: see vendor.h. */
#include "fuzz/vendor.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_vendor(&source_elevenlabs, data, size);
}
