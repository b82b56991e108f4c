import { describeDiagnosis } from './expect-diagnosis.js';

describeDiagnosis('n-plus-one');
