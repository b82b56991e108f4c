/** Beginnings of files that are read, each as some version of its tool writes it. */

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

const gatlingBinary = (version: string): Uint8Array =>
  latin1(`\0\0\0\0${String.fromCharCode(version.length)}${version}\0\0\0\0\x05a.Sim\0\0\0\x01\x97\xbb\x9b\xbe\x5f\0\0\0\0`);

/** A beginning and the parser that must claim it. */
export const ownHeads: readonly { id: string; head: string | Uint8Array }[] = [
  { id: 'jmeter-xml', head: '<?xml version="1.0" encoding="UTF-8"?>\n<testResults version="1.2">\n<httpSample t="12"/>' },
  {
    id: 'jmeter-xml',
    head: '\ufeff\n<?xml version="1.0"?>\n<?xml-stylesheet href="a.xsl"?>\n<!-- kept -->\n<testResults>\n<sample t="1"/>',
  },
  { id: 'k6-json', head: '{"type":"Metric","data":{"name":"http_reqs","type":"counter","contains":"default"},"metric":"http_reqs"}\n' },
  { id: 'k6-json', head: '{"metric":"http_reqs","type":"Point","data":{"time":"2025-01-01T00:00:00Z","value":1,"tags":null}}\n' },
  { id: 'k6-json', head: '{"type":"Point","data":{"time":"2019-01-01T00:00:00Z","value":1},"metric":"vus"}\n' },
  { id: 'k6-csv', head: 'metric_name,timestamp,metric_value,check,error,url,extra_tags\nhttp_reqs,1700000000,1.000000,,,http://a/,\n' },
  { id: 'k6-summary', head: '{"metrics":{"http_reqs":{"count":3,"rate":1.5},"vus":{"value":1}},"root_group":{"name":"","checks":{}}}' },
  {
    id: 'k6-summary',
    head: '{"state":{"isStdOutTTY":true,"testRunDurationMs":12.5},"metrics":{"a":{"type":"trend","contains":"time","values":{}}}}',
  },
  { id: 'k6-summary', head: '{"version":"1.0.0","metadata":{"generatedAt":"2026-01-01","k6Version":"1.5.0"},"results":{"metrics":[]}}' },
  { id: 'gatling-text', head: 'RUN\ta.Sim\tsim\t1700000000000\t \t3.10.5\nUSER\tmain\tSTART\t1700000000100\n' },
  {
    id: 'gatling-text',
    head: 'ASSERTION\tAAECAAIFAAAAAAAAAFlA\nRUN\ta.Sim\t\tsim\t1500000000000\tnull\t2.0\r\nUSER\tm\t1\tSTART\t1500000000100\t1500000000100\r\n',
  },
  { id: 'gatling-text', head: 'a.Sim\tsim\tRUN\t1400000000000\t \t2.0\na\t1-0\tUSER\tSTART\t1400000000100\t0\n' },
  { id: 'gatling-text', head: 'RUN\t20120607202804\trun1\tsmoke\tSim\nSCENARIO\tm\t1\tSTART\t1339093685791\n' },
  { id: 'gatling-text', head: 'REQUEST\t\tHome\t1700000000000\t1700000000090\tOK\t \n' },
  { id: 'gatling-text', head: 'RUN\ta.Sim\tsim\t1700000000000\t \t3.1' },
  { id: 'gatling-binary', head: gatlingBinary('3.14.3') },
  { id: 'gatling-binary', head: gatlingBinary('3.13.0-M1') },
  { id: 'har', head: '{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"pages":[]}}' },
  { id: 'har', head: '{"log":{"entries":[{"startedDateTime":"2024-01-01T00:00:00Z","time":1,"request":{}}]}}' },
];
