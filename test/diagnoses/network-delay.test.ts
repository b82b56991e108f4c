import { describeDiagnosis } from './expect-diagnosis.js';

describeDiagnosis('network-delay');
