/* "FROM pbxlogs.queues" and struct scope { in a comment are nothing. */
struct scope;

const char *statement(const struct scope *s);

const char *statement(const struct scope *s)
{
    return s ? "FROM {facts}.queues q" : "Imported from pbx.example.org";
}
