#define ALL                                                                                        \
    "SELECT 1 FROM {facts}.agents a JOIN"                                                          \
    " `pbxlogs`.`queues` q"
