/* sql_loop SOCKET USER CONNECTIONS SECONDS < statements
 *
 * Runs the statements, one per line, over and over on that many connections, as the programs do:
 * SELECT prepared, the rest as text. Prints as JSON the rounds per second, and of each statement
 * the median and the tenth percentile in microseconds: what others do on the machine shows in them
 * least. */
#include <mysql.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX = 64, SAMPLES = 20000 };

static char *statements[MAX];
static int count;
static const char *socket_path, *user;
static double seconds;

struct client {
    pthread_t thread;
    float *us[MAX];
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
            c->us[i][c->rounds % SAMPLES] = (float)(now_us() - began);
        }
        c->rounds++;
    } while (now_us() < end);
    mysql_close(m);
    return NULL;
}

static int compare(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Prints percentile `p` of each statement, over all connections. */
static void print(const struct client *clients, int connections, const char *name, int p)
{
    float *all = malloc(sizeof(float) * SAMPLES * (size_t)connections);
    if (!all)
        die("memory", "none");
    printf(",\"%s\":[", name);
    for (int s = 0; s < count; s++) {
        size_t n = 0;
        for (int c = 0; c < connections; c++)
            for (long i = 0; i < clients[c].rounds && i < SAMPLES; i++)
                all[n++] = clients[c].us[s][i];
        qsort(all, n, sizeof *all, compare);
        printf("%s%.1f", s ? "," : "", (double)all[n * (size_t)p / 100]);
    }
    printf("]");
    free(all);
}

static void start(struct client *c)
{
    for (int s = 0; s < count; s++)
        if (!(c->us[s] = malloc(sizeof(float) * SAMPLES)))
            die("memory", "none");
    if (pthread_create(&c->thread, NULL, run, c))
        die("thread", "cannot start");
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
        start(&clients[i]);
    for (int i = 0; i < connections; i++)
        pthread_join(clients[i].thread, NULL);
    double took = (now_us() - began) / 1e6;
    long rounds = 0;
    for (int i = 0; i < connections; i++)
        rounds += clients[i].rounds;
    printf("{\"rate\":%.1f", (double)rounds / took);
    print(clients, connections, "us", 50);
    print(clients, connections, "us10", 10);
    puts("}");
    return 0;
}
