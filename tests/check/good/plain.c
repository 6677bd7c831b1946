const char *text(int n);

/* "SELECT 1" in a comment is no statement. */
const char *text(int n)
{
    // nor is 'SELECT' or "INSERT INTO t" here
    return n ? "Select a queue from the list" + (n == '"') : "Update your password";
}
