import { describeDiagnosis } from './expect-diagnosis.js';

describeDiagnosis('retry-storm');
