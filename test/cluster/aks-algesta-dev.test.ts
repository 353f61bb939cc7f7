import { describeNodes } from './support/aks';
import { describeAlgesta } from './support/algesta';
import { describeApply } from './support/apply';
import { describeVaultCertificates } from './support/vault-certificates';

describeNodes('aks-algesta-dev');
describeApply('aks-algesta-dev');
describeAlgesta('aks-algesta-dev', [
  ['development', 1],
  ['testing', 1],
]);
describeVaultCertificates();
