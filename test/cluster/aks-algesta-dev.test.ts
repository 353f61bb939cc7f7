import { describeNodes } from './support/aks';
import { describeAlgesta } from './support/algesta';
import { describeApply } from './support/apply';

describeNodes('aks-algesta-dev');
describeApply('aks-algesta-dev');
describeAlgesta('aks-algesta-dev', [
  ['development', 1],
  ['testing', 1],
]);
