import { describeDiagnosis } from './expect-diagnosis.js';

describeDiagnosis('cpu-saturation');
