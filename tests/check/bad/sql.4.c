const char *statement(char c);

const char *statement(char c)
{
    return c == '"' ? "DELETE FROM t" : "";
}
