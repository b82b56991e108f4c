import { describeDiagnosis } from './expect-diagnosis.js';

describeDiagnosis('pool-exhaustion');
