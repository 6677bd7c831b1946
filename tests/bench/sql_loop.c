/* sql_loop SOCKET USER CONNECTIONS SECONDS < statements
 *
 * Runs the statements, one per line, over and over on that many connections, as the programs do:
 * SELECT prepared, the rest as text. Prints rounds per second and the mean microseconds of each
 * statement as JSON. */
#include <mysql.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX = 64 };

static char *statements[MAX];
static int count;
static const char *socket_path, *user;
static double seconds;

struct client {
    pthread_t thread;
    double us[MAX];
    long rounds;
};

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void die(const char *what, const char *why)
{
    fprintf(stderr, "sql_loop: %s: %s\n", what, why);
    exit(1);
}

static void run_text(MYSQL *m, const char *sql)
{
    if (mysql_query(m, sql))
        die(sql, mysql_error(m));
}

static void run_prepared(MYSQL_STMT *s, const char *sql)
{
    if (mysql_stmt_execute(s))
        die(sql, mysql_stmt_error(s));
    int rc;
    while ((rc = mysql_stmt_fetch(s)) == 0 || rc == MYSQL_DATA_TRUNCATED)
        continue;
    if (rc != MYSQL_NO_DATA)
        die(sql, mysql_stmt_error(s));
    mysql_stmt_free_result(s);
}

static MYSQL_STMT *prepare(MYSQL *m, const char *sql)
{
    if (strncmp(sql, "SELECT", 6) != 0)
        return NULL;
    MYSQL_STMT *s = mysql_stmt_init(m);
    if (!s || mysql_stmt_prepare(s, sql, strlen(sql)))
        die(sql, s ? mysql_stmt_error(s) : "no memory");
    return s;
}

static void *run(void *data)
{
    struct client *c = data;
    MYSQL_STMT *prepared[MAX];
    MYSQL *m = mysql_init(NULL);
    if (!m || !mysql_real_connect(m, NULL, user, NULL, NULL, 0, socket_path, 0))
        die("connect", m ? mysql_error(m) : "no memory");
    for (int i = 0; i < count; i++)
        prepared[i] = prepare(m, statements[i]);
    double end = now_us() + seconds * 1e6;
    do {
        for (int i = 0; i < count; i++) {
            double began = now_us();
            if (prepared[i])
                run_prepared(prepared[i], statements[i]);
            else
                run_text(m, statements[i]);
            c->us[i] += now_us() - began;
        }
        c->rounds++;
    } while (now_us() < end);
    mysql_close(m);
    return NULL;
}

int main(int argc, char **argv)
{
    static struct client clients[MAX];
    char *line = NULL;
    size_t size = 0;
    ssize_t n;
    int connections = argc == 5 ? atoi(argv[3]) : 0;
    if (connections < 1 || connections > MAX)
        die("usage", "sql_loop SOCKET USER CONNECTIONS SECONDS < statements");
    socket_path = argv[1];
    user = argv[2];
    seconds = atof(argv[4]);
    while (count < MAX && (n = getline(&line, &size, stdin)) > 0) {
        if (line[n - 1] == '\n')
            line[n - 1] = 0;
        statements[count++] = strdup(line);
    }
    free(line);
    mysql_library_init(0, NULL, NULL);
    double began = now_us();
    for (int i = 0; i < connections; i++)
        if (pthread_create(&clients[i].thread, NULL, run, &clients[i]))
            die("thread", "cannot start");
    for (int i = 0; i < connections; i++)
        pthread_join(clients[i].thread, NULL);
    double took = (now_us() - began) / 1e6;
    long rounds = 0;
    for (int i = 0; i < connections; i++)
        rounds += clients[i].rounds;
    printf("{\"rate\":%.1f,\"us\":[", (double)rounds / took);
    for (int s = 0; s < count; s++) {
        double us = 0;
        for (int i = 0; i < connections; i++)
            us += clients[i].us[s];
        printf("%s%.1f", s ? "," : "", us / (double)rounds);
    }
    puts("]}");
    return 0;
}
