import { describeDiagnosis } from './expect-diagnosis.js';

describeDiagnosis('cache-stampede');
