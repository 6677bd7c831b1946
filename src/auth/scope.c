#include "auth/scope.h"

#include "db/scope_data.h"

const struct scope *scope_all(struct arena *a, int64_t tenant_id)
{
    struct scope *s = arena_alloc(a, sizeof *s);
    *s = (struct scope){.tenant_id = tenant_id, .all_queues = true};
    return s;
}

const struct scope *scope_queues(struct arena *a, int64_t tenant_id, const int64_t *queues,
                                 size_t n)
{
    struct scope *s = arena_alloc(a, sizeof *s);
    int64_t *copy = arena_array(a, n, sizeof *copy);
    if (n)
        memcpy(copy, queues, n * sizeof *copy);
    *s = (struct scope){.tenant_id = tenant_id, .n = n, .queues = copy};
    return s;
}

const struct scope *scope_list(struct arena *a, int64_t tenant_id, const char *list)
{
    int64_t *queues = arena_array(a, strlen(list) + 1, sizeof *queues);
    size_t n = 0;
    while (*list) {
        char *end;
        queues[n++] = strtoll(list, &end, 10);
        list = *end ? end + 1 : end;
    }
    return scope_queues(a, tenant_id, queues, n);
}

const struct scope *scope_narrow(struct arena *a, const struct scope *s, int64_t queue_id)
{
    return scope_narrow_some(a, s, &queue_id, 1);
}

const struct scope *scope_narrow_some(struct arena *a, const struct scope *s, const int64_t *queues,
                                      size_t n)
{
    int64_t *held = arena_array(a, n + 1, sizeof *held);
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (scope_has(s, queues[i]))
            held[count++] = queues[i];
    return scope_queues(a, s->tenant_id, held, count);
}

const struct scope *scope_names(struct arena *a, const struct scope *s)
{
    return scope_all(a, s->tenant_id);
}

bool scope_has(const struct scope *s, int64_t queue_id)
{
    for (size_t i = 0; i < s->n && !s->all_queues; i++)
        if (s->queues[i] == queue_id)
            return true;
    return s->all_queues;
}

bool scope_is_all(const struct scope *s)
{
    return s->all_queues;
}

size_t scope_count(const struct scope *s)
{
    return s->n;
}

int64_t scope_queue(const struct scope *s, size_t i)
{
    if (i >= s->n)
        abort();
    return s->queues[i];
}

int64_t scope_tenant(const struct scope *s)
{
    return s->tenant_id;
}
