import { describeDiagnosis } from './expect-diagnosis.js';

describeDiagnosis('disk-io');
