const char *statement(void);

const char *statement(void)
{
    return "insert "
           "into t (a) values (1)";
}
