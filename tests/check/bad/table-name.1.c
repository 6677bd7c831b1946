const char *statement(void);

const char *statement(void)
{
    return "SELECT 1 FROM "
           "pbxlogs.queues q WHERE {scope_id:q}";
}
