import { describeDiagnosis } from './expect-diagnosis.js';

describeDiagnosis('generator-saturation');
