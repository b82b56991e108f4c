import { describeDiagnosis } from './expect-diagnosis.js';

describeDiagnosis('noisy-neighbour');
