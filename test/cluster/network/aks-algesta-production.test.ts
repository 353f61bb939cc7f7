import { describeNetwork } from './support/describe-network';

describeNetwork('aks-algesta-production', 'production/app-ms-orders-environment-production');
