import { describeDiagnosis } from './expect-diagnosis.js';

describeDiagnosis('event-loop-block');
