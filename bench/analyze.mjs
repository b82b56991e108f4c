/* Analyses a file through the library, with all detectors or with none: node bench/analyze.mjs FILE all|none */
import { argv } from 'node:process';
import { analyzeFiles } from '../dist/node.js';

const [file, which] = argv.slice(2);
const { findings, checks } = await analyzeFiles([file], which === 'none' ? { detectors: [] } : {});
console.log(`${checks.filter(({ outcome }) => outcome === 'checked').length} checks, ${findings.length} findings`);
