import { it } from 'vitest';
import { readFileSync } from 'node:fs';
import { jmeterCsv } from '../../src/parsers/jmeter-csv.js';
import { readBeginning } from '../../src/parsers/jmeter-head.js';
import { guessColumns } from '../../src/parsers/jmeter-headerless.js';
it('x', () => { for (const f of ['locust/btc_results_stats_history.csv','locust/uqa/00_eae530d_results_stats_history.csv','locust/hand/locust11_stats_history.csv','jmeter-csv/jms_tests.csv']) { const h = readFileSync('/work/shared/samples/'+f).subarray(0,65536); console.log(f, jmeterCsv.detect(h,''), JSON.stringify(readBeginning(h)), guessColumns(h, h.length<65536)); } });
