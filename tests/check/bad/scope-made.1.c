struct scope {
    long tenant_id;
    int all_queues;
};
