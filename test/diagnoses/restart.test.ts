import { describeDiagnosis } from './expect-diagnosis.js';

describeDiagnosis('restart');
