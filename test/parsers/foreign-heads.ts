/**
 * The smallest beginning of each kind of file that is recognised, written by hand. `detail` is what the bytes must tell
 * besides the kind.
 */
export interface ForeignHead {
  id: string;
  head: string | Uint8Array;
  detail?: string;
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const utf16 = (text: string): Uint8Array => new Uint8Array(new Uint16Array(Array.from(text, (char) => char.charCodeAt(0))).buffer);
const sqlite = (schema: string): Uint8Array => latin1(`SQLite format 3\0\x10\0\x01\x01\0${'\0'.repeat(90)}${schema}`);
const html = (title: string): string => `<!DOCTYPE html>\n<html lang="en"><head><title>${title}</title></head><body></body></html>`;
export const foreignHeads: readonly ForeignHead[] = [
  { id: 'jmeter-dashboard', head: html('Apache JMeter Dashboard') },
  { id: 'jmeter-dashboard', head: '<!DOCTYPE html><html><head><title>Nightly</title><script src="content/js/dashboard.js"></script>' },
  {
    id: 'jmeter-statistics',
    head: '{\n  "login" : {\n    "transaction" : "login",\n    "sampleCount" : 12,\n    "errorPct" : 0.0,\n    "meanResTime" : 4.5\n  }\n}',
  },
  { id: 'jmeter-plan', head: '<?xml version="1.0" encoding="UTF-8"?>\n<jmeterTestPlan version="1.2" properties="5.0">\n' },
  { id: 'jmeter-log', head: '2024-05-01 10:00:00,123 INFO o.a.j.u.JMeterUtils: Setting Locale to en_EN\n' },
  { id: 'jmeter-log', head: 'Creating summariser <summary>\nStarting the test\nsummary +    120 in 00:00:10 =   12.0/s Avg:    80\n' },

  { id: 'k6-console', head: '\n  execution: local\n\n     http_req_duration..............: avg=12.1ms min=1ms med=9ms\n' },
  { id: 'k6-console', head: '    HTTP\n    iteration_duration...: avg=1.1s min=1s\n' },
  { id: 'k6-cloud-csv', head: '"time","metric","group_id","response_time","url","method"\n' },
  { id: 'xk6-dashboard', head: '{"event":"param","data":{"aggregates":{}}}\n{"event":"start","data":{}}\n' },
  { id: 'k6-script', head: "// smoke\nimport http from 'k6/http';\nimport { check } from 'k6';\n" },

  {
    id: 'gatling-stats',
    head: '{\n"type":"GROUP","name":"All Requests","path":"","stats":{"name":"x","numberOfRequests":{"total":3,"ok":3,"ko":0}}}',
  },
  { id: 'gatling-stats', head: '{"name":"All Requests","numberOfRequests":{"total":3,"ok":2,"ko":1}}' },
  { id: 'gatling-stats', head: 'var stats = {\n    type: "GROUP",\nname: "All Requests",\nstats: {\n    "numberOfRequests": {\n' },
  { id: 'gatling-html', head: html('Gatling Stats - Global Information') },

  { id: 'taurus-locust', head: '{"errors": {}, "stats": [{"response_times": {"420": 1}, "num_requests": 1}], "user_count": 3}\n' },
  { id: 'locust-html', head: html('Test Report for locustfile.py') },
  { id: 'locust-html', head: html('Locust') },

  { id: 'vegeta-gob', head: latin1('\x77\xff\x81\x03\x01\x01\x06Result\x01\xff\x82\0\x01\x0c\x01\x06Attack\x01\x0c') },
  { id: 'vegeta-csv', head: '1700000000000000000,200,4356128,0,2945,,PCFk,load,0,GET,http://a/,Q29u\n' },
  { id: 'vegeta-csv', head: '1700000000000000000,0,30000000000,0,0,timeout,,,7\n' },
  { id: 'vegeta-json', head: '{"attack":"","seq":0,"code":200,"timestamp":"2024-01-01T00:00:00Z","latency":12}\n' },
  { id: 'vegeta-report', head: '{"latencies":{"total":9,"mean":3,"50th":3,"90th":4,"95th":4,"99th":4,"max":4,"min":1},"requests":3}' },
  { id: 'vegeta-report', head: 'Requests      [total, rate, throughput]         50, 10.2, 10.1\n' },
  {
    id: 'artillery',
    head: '{"aggregate":{"timestamp":"2021-01-01T00:00:00Z","scenariosCreated":3},"intermediate":[]}',
    detail: 'version 1',
  },
  { id: 'artillery', head: '{\n "aggregate": {\n  "counters": {\n   "vusers.created": 3\n  },\n  "rates": {}\n }\n}', detail: 'version 2' },
  {
    id: 'autocannon',
    head: '{"url":"http://a/","requests":{"average":8.5,"total":17},"latency":{"average":0.5},"throughput":{"average":1},"non2xx":0}',
  },
  { id: 'autocannon', head: 'Running 10s test @ http://localhost:3000\n10 connections\n\n', detail: 'console output' },
  {
    id: 'ghz',
    head: '{"date":"2024-01-01","endReason":"normal","options":{"call":"a.B.C","host":"h:1"},"count":3,"fastest":1,"slowest":2,"rps":3}',
  },
  { id: 'ghz', head: 'duration (ms),status,error\n0.52,OK,\n', detail: 'CSV' },
  {
    id: 'fortio',
    head: '{"RunType":"HTTP","Labels":"","StartTime":"2024-01-01T00:00:00Z","RequestedQPS":"8","ActualQPS":7.9,"DurationHistogram":{}}',
  },
  { id: 'newman', head: '{"collection":{"info":{}},"run":{"stats":{"iterations":{"total":1}},"executions":[]}}' },
  { id: 'newman', head: '{"collection":{"_":{"postman_id":"1"},"item":[{"id":"a","name":"b"' },
  { id: 'newman', head: 'iteration,collectionName,requestName,method,url\n', detail: 'CSV' },
  { id: 'tsung', head: '{\n "stats": [\n {"timestamp": 1461690087,  "samples": []}', detail: 'JSON' },
  { id: 'tsung', head: '# stats: dump at 1461690087\nstats: users 2 6\n', detail: 'text' },
  { id: 'tsung', head: '#date;pid;id;http method;host;URL;HTTP status;size\n', detail: 'list of requests' },
  { id: 'iago', head: 'INF [20140611-21:34:01.224] stats: {"400":84}\n' },
  { id: 'molotov', head: '{"ts": 1700000000.1, "type": "scenario", "label": "a", "elapsed": 0.2, "responseCode": 200}\n' },
  {
    id: 'hdr-histogram',
    head: '#[Logged by me]\n#[Histogram log format version 1.3]\n#[StartTime: 1441812279.474 (seconds since epoch)]\n',
    detail: 'interval log, version 1.3',
  },
  {
    id: 'hdr-histogram',
    head: '       Value     Percentile TotalCount 1/(1-Percentile)\n\n       1.2 0.000000 1 1.00\n',
    detail: 'percentile table',
  },

  {
    id: 'wrk',
    head: 'Running 1s test @ http://a/\n  1 threads and 1 connections\n  Thread Stats   Avg      Stdev     Max   +/- Stdev\n',
    detail: '',
  },
  {
    id: 'wrk',
    head: '$ wrk -R9 http://a/\nRunning 1s test @ http://a/\n  1 threads and 1 connections\n  Thread calibration: mean lat.: 1.1ms\n',
    detail: 'wrk2',
  },
  { id: 'hey-text', head: '\nSummary:\n  Total:\t1.5 secs\n  Slowest:\t0.5 secs\n  Fastest:\t0.1 secs\n' },
  { id: 'hey-csv', head: 'response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read\n0.1,0,0,0,0.1,0\n', detail: '' },
  {
    id: 'hey-csv',
    head: 'response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset\n',
    detail: 'with offsets',
  },
  { id: 'oha-text', head: 'Summary:\n  Success rate:\t100.00%\n  Total:\t5.9 secs\n  Slowest:\t0.1 secs\n' },
  { id: 'oha-json', head: '{"summary":{"successRate":1.0,"total":2.1,"slowest":0.1,"requestsPerSec":55.0},"responseTimeHistogram":{}}' },
  { id: 'oha-csv', head: 'request-start,DNS,DNS+dialup,Response-delay,request-duration,bytes,status\n' },
  { id: 'oha-sqlite', head: sqlite('tableohaoha\x02CREATE TABLE oha (url TEXT, start REAL, duration REAL)') },
  { id: 'ab-gnuplot', head: 'starttime\tseconds\tctime\tdtime\tttime\twait\nTue Mar 01 13:13:25 2016\t1456827205\t1\t1\t2\t1\n' },
  { id: 'ab-percentiles', head: 'Percentage served,Time in ms\n0,1.2\n' },
  { id: 'ab-text', head: 'This is ApacheBench, Version 2.3 <$Revision: 1 $>\n' },
  {
    id: 'ab-text',
    head: 'Server Software:        nginx\n\nDocument Path:          /\nDocument Length:        1 bytes\n\nConcurrency Level:      1\n',
  },
  { id: 'siege', head: '{\t"transactions":\t12,\n\t"availability":\t100.00,\n\t"elapsed_time":\t9.9\n}', detail: 'summary in JSON' },
  { id: 'siege', head: 'Date & Time,  Trans,  Elap Time,  Data Trans,  Resp Time\n', detail: 'log of runs' },
  { id: 'siege', head: '** SIEGE 4.0.4\n** Preparing 50 concurrent users for battle.\n', detail: 'console output' },
  { id: 'siege', head: '\u001b[0;34mHTTP/1.1 200   0.36 secs:    3372 bytes ==> GET  /\u001b[0m\n', detail: 'list of requests' },
  { id: 'bombardier', head: '{"spec":{"numberOfConnections":125,"testType":"timed"},"result":{"bytesRead":1}}', detail: 'JSON' },
  { id: 'bombardier', head: 'Bombarding http://a/ for 10s using 1 connection(s)\n', detail: 'console output' },

  { id: 'taurus-csv', head: 'avg_ct,avg_lt,avg_rt,bytes,concurrency,fail,stdev_rt,succ,throughput,label\r\n' },
  { id: 'taurus-csv', head: 'label,avg_ct,avg_lt,avg_rt,bytes,concurrency,fail\r\n' },
  { id: 'taurus-xml', head: "<?xml version='1.0' encoding='UTF-8'?>\n<FinalStatus>\n  <Group label=\"\">\n" },
  { id: 'loadrunner', head: latin1('\0\x01\0\0Standard Jet DB\0\x01\0\0\0'), detail: 'Jet' },
  { id: 'neoload', head: 'Elapsed;Time;User Path;Virtual User ID;Parent;Element;Response time;Success\n', detail: 'raw values' },
  { id: 'neoload', head: '<?xml version="1.0" encoding="UTF-8"?>\n<report product="NeoLoad">\n', detail: 'XML' },
  { id: 'junit', head: '<?xml version="1.0"?>\n<testsuites>\n<testsuite name="a"/>' },
  { id: 'junit', head: '<testsuite name="a" tests="1">\n' },
  { id: 'heimr-analysis', head: '{"schemaVersion":1,"input":[],"window":{},"kpis":{"overall":{}}}' },

  { id: 'zip', head: latin1('PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0b\0\0\0results.jtl') },
  { id: 'zip', head: latin1('PK\x05\x06\0\0\0\0') },
  { id: 'xlsx', head: latin1('PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x13\0\0\0[Content_Types].xml') },
  { id: 'xlsx', head: latin1('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0'), detail: 'old format' },
  { id: 'zstd', head: latin1('\x28\xb5\x2f\xfd\x24\0') },
  { id: 'gzip', head: latin1('\x1f\x8b\x08\0') },
  { id: 'archive', head: latin1('BZh91AY&SY\0'), detail: 'bzip2' },
  { id: 'archive', head: latin1('\xfd7zXZ\0\0'), detail: 'xz' },
  { id: 'archive', head: latin1('7z\xbc\xaf\x27\x1c\0\x04'), detail: '7z' },
  { id: 'archive', head: latin1(`results.jtl${'\0'.repeat(246)}ustar\0`), detail: 'tar' },
  { id: 'sqlite', head: sqlite('tablet1t1\x02CREATE TABLE t1 (a TEXT)') },
  { id: 'pdf', head: latin1('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n') },
  { id: 'picture', head: latin1('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'), detail: 'PNG' },
  { id: 'picture', head: latin1('\xff\xd8\xff\xe0\0\x10JFIF'), detail: 'JPEG' },
  { id: 'html', head: html('Sign in') },
  { id: 'utf-16', head: utf16('\ufefftimeStamp,elapsed,label\n'), detail: 'little-endian' },
  { id: 'utf-16', head: utf16('timeStamp,elapsed,label,success\n'), detail: 'little-endian' },
  { id: 'utf-16', head: utf16('\ufefftimeStamp,elapsed\n').map((_, at, all) => all[at ^ 1] as number), detail: 'big-endian' },
];

/** The bytes of a head. */
export function bytesOf(head: string | Uint8Array): Uint8Array {
  return typeof head === 'string' ? new TextEncoder().encode(head) : head;
}
