const char *statement(void);

const char *statement(void)
{
    return "SELECT 1";
}
