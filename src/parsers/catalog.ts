import { gatlingBinary } from './gatling-binary.js';
import { gatlingText } from './gatling-text.js';
import { har } from './har.js';
import { jmeterCsv } from './jmeter-csv.js';
import { jmeterXml } from './jmeter-xml.js';
import { k6Csv } from './k6-csv.js';
import { k6Json } from './k6-json.js';
import { k6Summary } from './k6-summary.js';
import { locustExceptions } from './locust-exceptions.js';
import { locustFailures } from './locust-failures.js';
import { locustHistory } from './locust-history.js';
import { locustJson } from './locust-json.js';
import { locustRequests } from './locust-requests.js';
import { locustStats } from './locust-stats.js';
import type { Parser } from './parser.js';

/** Every format that is read. Order carries no meaning: detection grades them all. */
export const parsers: readonly Parser[] = [
  gatlingBinary,
  gatlingText,
  har,
  jmeterCsv,
  jmeterXml,
  k6Csv,
  k6Json,
  k6Summary,
  locustExceptions,
  locustFailures,
  locustHistory,
  locustJson,
  locustRequests,
  locustStats,
];
