-- What wrk measured, as one line of JSON.
function done(summary, latency, requests)
    local e = summary.errors
    io.write(string.format(
        '\nJSON{"rate":%.1f,"p50_us":%d,"p99_us":%d,"requests":%d,"errors":%d,"bytes":%.0f}\n',
        summary.requests / summary.duration * 1e6, latency:percentile(50), latency:percentile(99),
        summary.requests, e.connect + e.read + e.write + e.status + e.timeout,
        summary.bytes / math.max(summary.requests, 1)))
end
