import { describeDiagnosis } from './expect-diagnosis.js';

describeDiagnosis('slow-query');
