import { describeDiagnosis } from './expect-diagnosis.js';

describeDiagnosis('db-lock');
