import { describeDiagnosis } from './expect-diagnosis.js';

describeDiagnosis('cpu-throttling');
