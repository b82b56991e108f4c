import { describeDiagnosis } from './expect-diagnosis.js';

describeDiagnosis('rate-limit');
